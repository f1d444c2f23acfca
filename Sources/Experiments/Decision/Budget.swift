// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
public import CostModel
internal import Simulation

/// What to set aside for one amount of an option.
public struct Budget: Sendable {
  /// The option's name.
  public let option: String
  /// Upfront cost, the first twelve months or the peak exposure.
  public let metric: Metric
  /// How many trials it is from.
  public let trials: Int
  /// The amount with every input at its base case.
  public let baseCase: Double
  /// The percentage of trials that do not exceed the base case.
  public let baseCasePercentile: Double
  /// A quantile for each of `percentiles`.
  public let quantiles: [StatisticEstimate]

  /// The metrics that budgets are made of.
  public static let metrics: [Metric] = [.upfrontCost, .first12MonthsCost, .peakExposure]
  /// The percentiles of the curve, in percent.
  public static let percentiles = [5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95]

  /// The quantile of `percentile` percent, one of `percentiles`.
  public func quantile(_ percentile: Int) -> StatisticEstimate {
    Self.percentiles.firstIndex(of: percentile).map { quantiles[$0] } ?? .init(exactly: .nan)
  }

  /// P80 less the base case.
  public var contingency: Double { quantile(80).value - baseCase }
  /// P95 less P80.
  public var managementReserve: Double { quantile(95).value - quantile(80).value }

  init(
    option: String, metric: Metric, baseCase: Double, of values: UnsafeBufferPointer<Double>,
    _ estimator: Estimator
  ) throws {
    self.init(
      option: option, metric: metric, baseCase: baseCase, trials: values.count,
      below: countsAtMost([baseCase], of: values)[0],
      quantiles: try estimator.quantiles(values, percentiles: Self.percentiles))
  }

  /// - Parameter below: how many trials do not exceed the base case.
  init(
    option: String, metric: Metric, baseCase: Double, trials: Int, below: Int,
    quantiles: [QuantileEstimate]
  ) {
    self.option = option
    self.metric = metric
    self.baseCase = baseCase
    self.trials = trials
    baseCasePercentile = 100 * Double(below) / Double(trials)
    self.quantiles = quantiles.map { .init($0.value, low: $0.low, high: $0.high) }
  }
}

/// The budgets of one experiment, or of several together.
public struct BudgetPlan: Sendable {
  /// One for each option and metric, and for a portfolio its sums last.
  public let budgets: [Budget]
  /// The joint confidence asked for, above 0 and below 1.
  public let confidence: Double
  /// For each metric of a portfolio what it takes to cover all experiments with that confidence.
  public let joint: [(metric: Metric, together: StatisticEstimate, apart: Double)]
}

extension Experiment {
  /// What to set aside for each option but the baseline.
  ///
  /// - Throws: as `run`.
  public func budgets(_ options: RunOptions) throws -> [Budget] {
    let sample = try sample(of: Set(Budget.metrics), options)
    let estimator = Estimator(replicates: try replicates())
    return try budgets(of: sample.outputs) { index, option, metric, baseCase in
      try sample.withOutput(index) { values in
        try Budget(option: option, metric: metric, baseCase: baseCase, of: values, estimator)
      }
    }
  }

  /// A budget for each of the outputs that have one.
  func budgets(
    of outputs: [OutputColumn],
    _ budget: (_ index: Int, _ option: String, Metric, _ baseCase: Double) throws -> Budget
  ) throws -> [Budget] {
    let wanted = outputs.indices.filter {
      outputs[$0].option != model.baseline && Budget.metrics.contains(outputs[$0].metric)
    }
    guard !wanted.isEmpty else { return [] }
    let base = try baseCase()
    return try wanted.map { index in
      let output = outputs[index]
      return try budget(
        index, model.options[output.option].name, output.metric, base.outcomes[output] ?? .nan)
    }
  }
}

/// An option of an experiment that may be approved with others.
public struct BudgetItem: Sendable {
  /// The experiment.
  public let experiment: Experiment
  /// The option's place.
  public let option: Int

  /// - Parameter option: its name; when nil the one that is expected to cost least in total, the baseline
  ///   aside.
  /// - Throws: `InvalidInput` when there is no such option; as `run`.
  public init(_ experiment: Experiment, option name: String?, _ options: RunOptions) throws {
    self.experiment = experiment
    let all = experiment.model.options
    let challengers = all.indices.filter { $0 != experiment.model.baseline }
    if let name {
      guard let found = challengers.first(where: { all[$0].name == name }) else {
        let names = challengers.map { all[$0].name }
        throw InvalidInput(
          file: experiment.files.first?.name ?? "-",
          fault: "“\(shortened(name))” is not an option that might be approved",
          remedy: nearest(name, among: names).map { "did you mean `\($0)`?" }
            ?? "there are \(names.joined(separator: ", "))")
      }
      option = found
      return
    }
    let sample = try experiment.sample(of: [.totalCost], options)
    var means = [Double](repeating: .infinity, count: all.count)
    for (index, output) in sample.outputs.enumerated()
    where output.option != experiment.model.baseline {
      means[output.option] =
        try sample.withOutput(index) { try SampleSummary(of: $0).mean } ?? .infinity
    }
    option = challengers.min { means[$0] < means[$1] } ?? challengers[0]
  }

  var name: String { "\(experiment.name): \(experiment.model.options[option].name)" }
}

extension BudgetPlan {
  /// The budgets of one experiment: of an option, or of all but the baseline.
  ///
  /// - Throws: `InvalidInput` when there is no such option; as `run`.
  public init(_ experiment: Experiment, option: String?, _ options: RunOptions) throws {
    let name = try option.map { option in
      let item = try BudgetItem(experiment, option: option, options)
      return experiment.model.options[item.option].name
    }
    budgets = try experiment.budgets(options).filter { name == nil || $0.option == name }
    confidence = 0.8
    joint = []
  }

  /// The budgets of several experiments, whose inputs of the same name are the same in a trial, and of
  /// their sum.
  ///
  /// Percentiles do not add: covering each experiment at its P80 covers all of them together with more
  /// confidence than 80 %, unless they move as one.
  ///
  /// - Parameter independent: whether each experiment has a seed of its own, so that names they share are
  ///   drawn apart.
  /// - Throws: `InvalidInput` when the experiments differ in currency or trials; as `run`.
  public init(
    _ items: [BudgetItem], confidence: Double, independent: Bool, _ options: RunOptions
  ) throws {
    try Self.check(items)
    self.confidence = confidence
    var budgets: [Budget] = []
    var joint: [(metric: Metric, together: StatisticEstimate, apart: Double)] = []
    var sums: [Metric: (values: [Double], base: Double, apart: Double)] = [:]
    var estimator = Estimator(replicates: nil)
    for (number, item) in items.enumerated() {
      var experiment = item.experiment
      if independent { experiment.settings.seed &+= UInt64(number) &* 0x9E37_79B9_7F4A_7C15 }
      let sample = try experiment.sample(of: Set(Budget.metrics), options)
      estimator = Estimator(replicates: try experiment.replicates())
      let base = try experiment.baseCase()
      for metric in Budget.metrics {
        let output = OutputColumn(option: item.option, metric: metric)
        guard let index = sample.outputs.firstIndex(of: output) else { continue }
        let baseCase = base.outcomes[output] ?? .nan
        try sample.withOutput(index) { values in
          budgets.append(
            try Budget(option: item.name, metric: metric, baseCase: baseCase, of: values, estimator)
          )
          let quantile = try estimator.quantiles(values, probabilities: [confidence])[0].value
          var sum = sums[metric] ?? (Array(repeating: 0, count: values.count), 0, 0)
          for trial in values.indices { sum.values[trial] += values[trial] }
          sums[metric] = (sum.values, sum.base + baseCase, sum.apart + quantile)
        }
      }
    }
    for metric in Budget.metrics {
      guard let sum = sums[metric] else { continue }
      try sum.values.withUnsafeBufferPointer { values in
        budgets.append(
          try Budget(option: "all", metric: metric, baseCase: sum.base, of: values, estimator))
        let quantile = try estimator.quantiles(values, probabilities: [confidence])[0]
        joint.append(
          (metric, .init(quantile.value, low: quantile.low, high: quantile.high), sum.apart))
      }
    }
    self.budgets = budgets
    self.joint = joint
  }

  private static func check(_ items: [BudgetItem]) throws(InvalidInput) {
    guard let first = items.first?.experiment else { return }
    for item in items.dropFirst() {
      let file = item.experiment.files.first?.name ?? "-"
      if item.experiment.currency != first.currency {
        throw InvalidInput(
          file: file, fault: "in \(item.experiment.currency), the others in \(first.currency)",
          remedy: "amounts can be added in one currency only")
      }
      let same =
        item.experiment.settings.trials == first.settings.trials
        && item.experiment.settings.seed == first.settings.seed
        && item.experiment.settings.sampling == first.settings.sampling
      if !same {
        throw InvalidInput(
          file: file, fault: "simulated otherwise than the first",
          remedy: "give --trials, --seed and --sampling for all of them")
      }
    }
  }
}
