// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Distributions
internal import Simulation

extension Experiment {
  /// Simulates the experiment and analyses what comes out.
  ///
  /// The result does not depend on the number of workers.
  ///
  /// - Throws: `InvalidInput` when a trial cannot be evaluated or the columns need more memory than
  ///   there is; `SimulationError.interrupted` when cancelled.
  public func run(_ options: RunOptions = RunOptions()) throws -> RunResult {
    let run = try PlannedRun(self, options)
    return try run.result(of: run.simulate())
  }

  /// The columns of the trials that count.
  func simulate(_ outputs: [OutputColumn], _ options: RunOptions, _ plan: SamplingPlan)
    throws -> Columns
  {
    try makeTables(options)
    if let condition { return try simulate(outputs, where: condition, options) }
    do {
      return try Simulation.run(
        ExperimentModel(self, columns: outputs, plan: plan), trials: settings.trials,
        workers: options.workers, control: options.control)
    } catch SimulationError.outOfMemory(let bytes) {
      throw MemoryBudget.problem(bytes: bytes, columns: outputs.count, trials: settings.trials)
    }
  }

  /// Has both tails of all tables of quantiles made by all workers, as far as the least of so many uniforms
  /// mostly reaches: the first block of draws would make one after the other.
  func makeTables(_ options: RunOptions) throws {
    let distributions = inputs.compactMap(\.distribution)
    // No table reaches much further than one in a million.
    let least = max(0.5 / Double(settings.trials), 1e-6)
    _ = try concurrentMap(
      count: 2 * distributions.count, workers: options.workers, control: options.control
    ) { index in
      var uniform = index % 2 == 0 ? least : 1 - least
      withUnsafeMutablePointer(to: &uniform) {
        distributions[index / 2].transform(UnsafeMutableBufferPointer(start: $0, count: 1))
      }
    }
  }
}
