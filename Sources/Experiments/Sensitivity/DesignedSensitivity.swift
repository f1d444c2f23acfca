// SPDX-License-Identifier: GPL-3.0-or-later

public import Analysis
public import CostModel
internal import Simulation

/// What the outcomes of an experiment depend on, from runs that are designed to tell it.
public struct DesignedSensitivity: Sendable {
  /// How runs are designed.
  public enum Method: Sendable, Hashable {
    /// Sobol' indices on scrambled Sobol' points.
    case sobol(hasSecondOrder: Bool)
    /// Elementary effects at random points.
    case morris
  }

  /// The experiment with the settings in force.
  public let experiment: Experiment
  /// How the runs were designed.
  public let method: Method
  /// Points from which inputs are exchanged.
  public let trials: Int
  /// How often the model was run.
  public let runs: Int
  /// One for each metric of each option, and for payback within a year, in the order of the tables.
  public let outcomes: [Outcome]

  /// What one outcome depends on.
  public struct Outcome: Sendable {
    /// The metric and option.
    public let column: OutputColumn
    /// The metric, or the event whose probability is asked for.
    public let name: String
    /// What infinite values count as; nil where they have no number.
    public let cap: Double?
    /// Each input, or two with a star between them, with an index; empty when the outcome is the same in every
    /// run or infinite in some.
    public let indices: [(input: String, index: SensitivityIndex)]

    /// The index of one measure of an input.
    public func index(_ measure: SensitivityIndex.Measure, _ input: String) -> SensitivityIndex? {
      indices.first { $0.input == input && $0.index.measure == measure }?.index
    }
  }
}

extension Experiment {
  /// What outcomes depend on, by running the model where one input at a time is exchanged.
  ///
  /// The settings' trials are the points; for Sobol' indices as many of them as make a design. Infinite
  /// months count as the horizon.
  ///
  /// - Throws: `InvalidInput` when inputs depend on each other or there are too few points; otherwise as
  ///   `run`.
  public func sensitivity(
    of question: SensitivityQuestion, _ method: DesignedSensitivity.Method,
    _ options: RunOptions = RunOptions()
  ) throws -> DesignedSensitivity {
    try checkIndependence(method)
    let responses = Response.all(question, horizon: model.horizonMonths)
    let exchange = try ExchangeModel(
      self, responses: responses, method, workers: options.workers)
    let inputs = variables
    let loop: ConcurrentLoop = { count, body in
      _ = try concurrentMap(count: count, workers: options.workers, control: options.control) {
        body($0)
      }
    }
    let found: [[(input: String, index: SensitivityIndex)]]
    let names = inputs.map(\.name)
    let runs: [ExchangeDesign.Run]
    switch method {
    case .sobol(let hasSecondOrder):
      runs = SobolIndices.runs(inputs: inputs.count, hasSecondOrder: hasSecondOrder)
      found = try SobolIndices.estimate(
        inputs: inputs.count, outputs: responses.count, trials: exchange.trials,
        replicates: exchange.replicates(), hasSecondOrder: hasSecondOrder, loop: loop
      ) { try exchange.block($0, $1) }.map { $0?.named(names) ?? [] }
    case .morris:
      runs = ElementaryEffects.runs(inputs: inputs.count)
      found = try ElementaryEffects.estimate(
        inputs: inputs.count, outputs: responses.count, trials: exchange.trials,
        isDirected: inputs.map { !$0.source.isProcess }, loop: loop
      ) { try exchange.block($0, $1) }.map { $0?.named(names) ?? [] }
    }
    return DesignedSensitivity(
      experiment: self, method: method, trials: exchange.trials,
      runs: exchange.trials * runs.count,
      outcomes: zip(responses, found).map { response, indices in
        .init(column: response.column, name: response.name, cap: response.cap, indices: indices)
      })
  }

  /// Most inputs whose pairs are looked at.
  private static let mostPaired = 100
  /// Fewest points from which something can be said: 32 of each randomisation.
  private static let fewestSobolPoints = 512

  private func checkIndependence(_ method: DesignedSensitivity.Method) throws(InvalidInput) {
    let name = method == .morris ? "morris" : "sobol"
    func fault(_ fault: String, _ remedy: String) -> InvalidInput {
      InvalidInput(file: "--method \(name)", fault: fault, remedy: remedy)
    }
    let others = "use shapley, which shares the variance among dependent inputs, or given-data"
    if let pair = correlations.pairs.first(where: { $0.rank != 0 }) ?? correlations.pairs.first {
      throw fault(
        "it exchanges one input at a time, but \(inputs[pair.inputs[0]].name) and"
          + " \(inputs[pair.inputs[1]].name) are correlated", others)
    }
    if let input = inputs.first(where: { $0.distribution == nil }) {
      throw fault(
        "it exchanges one input at a time, but the distribution of \(input.name) depends on others",
        others)
    }
    let isSobol = method != .morris
    let fewest = isSobol ? Self.fewestSobolPoints : SensitivityQuestion.fewestTrials
    guard settings.trials >= fewest else {
      throw fault("\(settings.trials) points are too few", "give --trials \(fewest) or more")
    }
    if method == .sobol(hasSecondOrder: true), variables.count > Self.mostPaired {
      throw fault(
        "\(variables.count) inputs make \(variables.count * (variables.count - 1) / 2) pairs",
        "leave out --second-order above \(Self.mostPaired) inputs")
    }
    if settings.sampler == .gsl {
      throw fault("sampler: gsl takes bits of its own", "use sampler: quantile")
    }
  }
}

/// A number of a run that indices are made of.
struct Response: Sendable {
  let column: OutputColumn
  let name: String
  /// What infinite values count as.
  let cap: Double?
  /// The number is 1 when the metric does not exceed this, else 0.
  let threshold: Double?

  static func all(_ question: SensitivityQuestion, horizon: Int) -> [Response] {
    question.columns.flatMap { column in
      let metric = column.metric
      let own = Response(
        column: column, name: metric.rawValue, cap: metric.cap(horizon: horizon), threshold: nil)
      guard metric == .paybackMonths else { return [own] }
      let months = Metric.paybackMonth(horizon: horizon)
      let event = Event.paybackWithin(months: Int(months)).name
      return [own, Response(column: column, name: event, cap: nil, threshold: months)]
    }
  }

  func value(_ x: Double) -> Double {
    if let threshold { return x <= threshold ? 1 : 0 }
    return x == .infinity ? cap ?? x : x
  }
}

extension SobolIndices {
  fileprivate func named(_ names: [String]) -> [(input: String, index: SensitivityIndex)] {
    names.indices.flatMap { [(names[$0], firstOrder[$0]), (names[$0], totalOrder[$0])] }
      + secondOrder.map { ("\(names[$0.inputs.0])*\(names[$0.inputs.1])", $0.index) }
  }
}

extension ElementaryEffects {
  fileprivate func named(_ names: [String]) -> [(input: String, index: SensitivityIndex)] {
    names.indices.flatMap { input in
      [meanAbsolute[input], deviation[input]].compactMap { $0 }.map { (names[input], $0) }
    }
  }
}
