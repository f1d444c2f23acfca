// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Simulation

extension Experiment {
  /// Only the trials for which a condition holds count from now on, in every table.
  ///
  /// The trials become random ones: how many of a design's points a region keeps is left to chance, so
  /// that its replicates are no longer equal.
  ///
  /// - Throws: `InvalidInput` with every clause that is wrong, under `name`.
  public mutating func restrict(to text: String, name: String) throws(InvalidInput) {
    condition = try Condition(text, for: self, name: name)
    guard settings.sampling != .random else { return }
    warnings.append(
      "the trials are random, not \(settings.sampling.rawValue): a region keeps an uneven part of a "
        + "design's points")
    settings.sampling = .random
  }

  /// The columns of the trials for which the condition holds.
  func simulate(
    _ outputs: [OutputColumn], where condition: Condition, _ options: RunOptions
  ) throws -> Columns {
    let sample = try wholeSample(
      of: Set(outputs.map(\.metric)).union(condition.metrics), options)
    let places = outputs.compactMap { output in
      sample.outputs.firstIndex(of: output).map { sample.variables.count + $0 }
    }
    return try sample.columns.selecting(try sample.trials(where: condition), columns: places)
  }
}

extension ExperimentSample {
  /// The trials for which a condition holds.
  ///
  /// - Throws: `InvalidInput` when fewer remain than an analysis needs.
  func restricted(to condition: Condition) throws -> ExperimentSample {
    ExperimentSample(
      experiment: experiment, variables: variables, outputs: outputs,
      columns: try columns.selecting(try trials(where: condition)), condition: condition,
      drawn: drawn)
  }

  /// The places of the trials for which a condition holds.
  ///
  /// - Throws: `InvalidInput` when they are fewer than an analysis needs.
  func trials(where condition: Condition) throws -> [Int] {
    let kept = condition.trials(of: self)
    guard kept.count >= SensitivityQuestion.fewestTrials else {
      let enough = (Double(trials) / Double(max(kept.count, 1)) * 100).rounded(.up)
      throw InvalidInput(
        file: condition.origin,
        fault: "\(kept.count) of \(trials) trials remain, fewer than"
          + " \(SensitivityQuestion.fewestTrials)",
        remedy: kept.isEmpty
          ? "give a region that trials reach"
          : "give a wider region, or more trials: about \(NumberRange.short(enough * 1.2))")
    }
    return kept
  }
}
