// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
public import CostModel
internal import Simulation

/// Two experiments on common random numbers, metric by metric.
///
/// Inputs and processes of the same name draw the same in both, so that chance cancels in the difference.
public struct Comparison: Sendable {
  /// One metric of one option that both have.
  public struct Row: Sendable {
    /// The option's name.
    public let option: String
    /// The metric, or an event of payback, whose mean is its probability.
    public let measure: String
    /// The mean in the first; nil where some trials never get there.
    public let first: Double?
    /// The mean in the second.
    public let second: Double?
    /// Second less first with its 95 % interval, over the trials in which both are finite.
    public let difference: StatisticEstimate
    /// The standard error of the difference, trial by trial.
    public let pairedError: Double
    /// What it would be without common random numbers.
    public let unpairedError: Double
    /// Trials in which both are finite.
    public let trials: Int
    /// Trials that get there in the first alone, and in the second alone.
    public let onlyFirst: Int
    /// Trials that get there in the second alone.
    public let onlySecond: Int
  }

  /// A key of the resolved experiments that differs.
  public struct Change: Sendable, Hashable {
    /// The path of keys.
    public let key: String
    /// Its value in the first; nil where it is absent.
    public let first: String?
    /// Its value in the second.
    public let second: String?
  }

  /// The experiments.
  public let experiments: [Experiment]
  /// What was changed between the files, simulation settings aside.
  public let changes: [Change]
  /// One for each metric of each option that both have.
  public let rows: [Row]

  /// Simulates both and compares them trial by trial.
  ///
  /// - Parameter metrics: what is compared.
  /// - Throws: `InvalidInput` when the two differ in currency, trials, seed or sampling, or have no option in
  ///   common; as `run`.
  public init(
    _ a: Experiment, _ b: Experiment, metrics: Set<Metric>, _ options: RunOptions
  ) throws {
    try Self.check(a, b)
    experiments = [a, b]
    changes = Self.changes(a.resolved.flattened, b.resolved.flattened)
    let samples = [try a.sample(of: metrics, options), try b.sample(of: metrics, options)]
    let estimator = Estimator(replicates: try a.replicates())
    let common = samples[0].outputs.enumerated().compactMap { index, output in
      let name = a.model.options[output.option].name
      let other = samples[1].outputs.firstIndex {
        b.model.options[$0.option].name == name && $0.metric == output.metric
      }
      return other.map { (option: name, metric: output.metric, indices: [index, $0]) }
    }
    rows = try concurrentMap(
      count: common.count, workers: options.workers, control: options.control
    ) { number in
      let pair = common[number]
      return try samples[0].withOutput(pair.indices[0]) { first in
        try samples[1].withOutput(pair.indices[1]) { second in
          try Self.rows(pair.option, pair.metric, first, second, estimator)
        }
      }
    }.flatMap { $0 }
  }

  /// The row of a metric; of payback also those of its events.
  private static func rows(
    _ option: String, _ metric: Metric, _ first: UnsafeBufferPointer<Double>,
    _ second: UnsafeBufferPointer<Double>, _ estimator: Estimator
  ) throws -> [Row] {
    let own = try Row(option, metric.rawValue, first, second, estimator)
    guard metric == .paybackMonths else { return [own] }
    let events: [(Event, Double)] = [
      (.paybackWithin(months: 12), 12), (.paysBack, .greatestFiniteMagnitude),
    ]
    return try [own]
      + events.map { event, limit in
        let flags = [first, second].map { values in values.map { $0 <= limit ? 1.0 : 0 } }
        return try flags[0].withUnsafeBufferPointer { first in
          try flags[1].withUnsafeBufferPointer { second in
            try Row(option, event.name, first, second, estimator)
          }
        }
      }
  }

  private static func check(_ a: Experiment, _ b: Experiment) throws(InvalidInput) {
    let file = b.files.first?.name ?? "-"
    if a.currency != b.currency {
      throw InvalidInput(
        file: file, fault: "in \(b.currency), the first in \(a.currency)",
        remedy: "amounts can be compared in one currency only")
    }
    if a.settings.trials != b.settings.trials || a.settings.seed != b.settings.seed
      || a.settings.sampling != b.settings.sampling
    {
      throw InvalidInput(
        file: file, fault: "simulated otherwise than the first",
        remedy: "give --trials, --seed and --sampling for both")
    }
    let names = Set(a.model.options.map(\.name))
    if names.isDisjoint(with: b.model.options.map(\.name)) {
      throw InvalidInput(
        file: file, fault: "no option in common with the first",
        remedy:
          "options are compared by name; the first has \(names.sorted().joined(separator: ", "))")
    }
  }

  private static func changes(
    _ a: [(key: String, value: String)], _ b: [(key: String, value: String)]
  ) -> [Change] {
    let first = Dictionary(a.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    let second = Dictionary(b.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    let ignored = ["simulation.", "title", "question", "format"]
    var told: Set<String> = []
    return (a.map(\.key) + b.map(\.key)).compactMap { key in
      guard first[key] != second[key], told.insert(key).inserted,
        !ignored.contains(where: { key.hasPrefix($0) })
      else { return nil }
      return Change(key: key, first: first[key], second: second[key])
    }
  }
}

extension Comparison.Row {
  init(
    _ option: String, _ measure: String, _ first: UnsafeBufferPointer<Double>,
    _ second: UnsafeBufferPointer<Double>, _ estimator: Estimator
  ) throws {
    var differences: [Double] = []
    differences.reserveCapacity(first.count)
    var (onlyFirst, onlySecond) = (0, 0)
    for trial in first.indices {
      switch (first[trial].isFinite, second[trial].isFinite) {
      case (true, true): differences.append(second[trial] - first[trial])
      case (true, false): onlyFirst += 1
      case (false, true): onlySecond += 1
      case (false, false): break
      }
    }
    let summaries = try [first, second].map { try estimator.summary($0) }
    // Replicates tell the error only where every trial has a difference.
    let isWhole = differences.count == first.count
    let paired = try differences.withUnsafeBufferPointer { values -> SampleSummary? in
      guard !values.isEmpty else { return nil }
      return try isWhole ? estimator.summary(values) : SampleSummary(of: values)
    }
    self.option = option
    self.measure = measure
    self.first = summaries[0].mean
    self.second = summaries[1].mean
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
    trials = differences.count
    let mean = paired?.mean ?? .nan
    let half = paired?.halfWidth ?? .nan
    difference = StatisticEstimate(mean, low: mean - half, high: mean + half)
    pairedError = paired?.standardError ?? .nan
    let errors = summaries.map { $0.standardError ?? .nan }
    unpairedError = (errors[0] * errors[0] + errors[1] * errors[1]).squareRoot()
  }
}
