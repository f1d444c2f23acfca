// SPDX-License-Identifier: GPL-3.0-or-later

public import CostModel
internal import Distributions
internal import RandomStreams
internal import Simulation

/// One trial of an experiment in full: what was drawn, what each month costs, what comes out.
public struct TrialRecord: Sendable {
  /// The experiment.
  public let experiment: Experiment
  /// A value for each input.
  public let inputs: [Double]
  /// Requests at the start and in months 1 to the horizon.
  public let volume: [Double]
  /// Each price path in months 1 to the horizon.
  public let prices: [[Double]]
  /// For each option, what is paid upfront and in months 1 to the horizon.
  public let costs: [[Double]]
  /// For each option, what retraining costs in months 1 to the horizon.
  public let retraining: [[Double]]
  /// For each option, the cumulative saving at the start and after months 1 to the horizon.
  public let cumulativeSavings: [[Double]]
  /// Each metric of each option that has it.
  public let outcomes: [OutputColumn: Double]

  /// The number a parameter has in this trial.
  public func value(_ parameter: Parameter) -> Double {
    switch parameter {
    case .constant(let value): value
    case .input(let index): inputs[index]
    }
  }
}

extension Experiment {
  /// The base case: every input at the value a spreadsheet would use, months without chance.
  ///
  /// - Throws: `InvalidInput` when the costs are not finite.
  public func baseCase() throws -> TrialRecord {
    var values: [Double] = []
    for input in inputs {
      switch input.source {
      case .distribution(let distribution): values.append(distribution.baseCase)
      case .dependent(let dependent):
        let distribution = try dependent.distribution { quantity in
          switch quantity {
          case .constant(let value): value
          case .input(let index): values[index]
          case .process: .nan
          }
        }
        values.append(distribution.baseCase)
      }
    }
    let quiet = model.withoutShocks()
    let buffer = DrawBuffer(
      inputs: inputs.count, shocks: quiet.shockSources.count, length: quiet.shockCount,
      trials: Lanes.scalarCount)
    for (index, value) in values.enumerated() {
      for lane in 0..<Lanes.scalarCount { buffer.input(index)[lane] = value }
    }
    return try record(quiet, buffer, lane: 0, trial: nil)
  }

  /// Replays trial number `index` of a run with these settings.
  ///
  /// - Throws: `InvalidInput` when the trial cannot be evaluated.
  public func trial(_ index: UInt64) throws -> TrialRecord {
    let drawer = TrialDrawer(self, plan: try SamplingPlan(self))
    let buffer = drawer.makeBuffer(trials: Lanes.scalarCount)
    // The block the trial is drawn in does not matter: its numbers are addressed.
    let first = index - index % UInt64(Lanes.scalarCount)
    let block = TrialBlock(firstTrial: first, count: Lanes.scalarCount)
    try drawer.draw(block, into: buffer, generator: TrialGenerator())
    return try record(model, buffer, lane: Int(index - first), trial: index)
  }

  private func record(
    _ model: CostModel, _ buffer: DrawBuffer, lane: Int, trial: UInt64?
  ) throws -> TrialRecord {
    let columns = model.columns(of: Set(Metric.allCases))
    let evaluator = Evaluator(model, columns: columns)
    let outputs = columns.map { _ in
      UnsafeMutablePointer<Double>.allocate(capacity: Lanes.scalarCount)
    }
    defer { outputs.forEach { $0.deallocate() } }
    let fault = evaluator.evaluate(buffer.draws, count: Lanes.scalarCount, into: outputs)
    if let fault, fault.trial == lane { throw overflow(trial: trial ?? 0, option: fault.option) }
    evaluator.book(buffer.draws, offset: 0)
    func months(_ series: Evaluator.Series) -> [Double] {
      var values: [Double] = []
      evaluator.forEachMonth(series) { _, value in values.append(value[lane]) }
      return values
    }
    return TrialRecord(
      experiment: self, inputs: inputs.indices.map { buffer.input($0)[lane] },
      volume: months(.volume), prices: model.pricePaths.indices.map { months(.price($0)) },
      costs: model.options.indices.map { months(.cost(option: $0)) },
      retraining: model.options.indices.map { months(.retraining(option: $0)) },
      cumulativeSavings: model.options.indices.map { months(.cumulativeSaving(option: $0)) },
      outcomes: Dictionary(uniqueKeysWithValues: zip(columns, outputs.map { $0[lane] })))
  }
}
