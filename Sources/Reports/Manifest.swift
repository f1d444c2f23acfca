// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
public import Experiments
internal import Simulation

/// The record from which a run can be made again, byte for byte.
public enum Manifest {
  /// The manifest of a run as JSON.
  ///
  /// It holds nothing that depends on the clock or the machine.
  public static func json(_ result: RunResult, version: String) -> String {
    json(
      result.experiment, metrics: result.metrics, cashflowTrials: result.cashflowTrials,
      convergence: !result.convergence.isEmpty, isStreamed: result.isStreamed, version: version)
  }

  /// The manifest that a run will have.
  public static func json(_ run: PlannedRun, version: String) -> String {
    json(
      run.experiment, metrics: run.metrics, cashflowTrials: run.options.cashflowTrials,
      convergence: run.options.convergence, isStreamed: run.isStreamed, version: version)
  }

  /// The record of a sweep's shards: what is simulated at each point, and the points.
  ///
  /// - Throws: as `PlannedRun`.
  public static func json(
    _ sweep: Sweep, _ options: RunOptions, version: String
  ) throws -> String {
    let run = try sweep.plan(options)
    return json(
      run.experiment, metrics: run.metrics, cashflowTrials: 0, convergence: false,
      isStreamed: run.isStreamed, sweep: sweep.axes, version: version)
  }

  private static func json(
    _ experiment: Experiment, metrics: [Metric], cashflowTrials: Int, convergence: Bool,
    isStreamed: Bool, sweep: [SweepAxis] = [], version: String
  ) -> String {
    let all = Set(metrics) == Set(Metric.allCases)
    let condition = experiment.condition.map { ResolvedValue.Entry("where", .text($0.text)) }
    return ResolvedValue.mapping(
      [
        .init("breakeven", .text(version)),
        .init("files", .list(experiment.files.map(file))),
        .init("trials", .number(Double(experiment.settings.trials))),
        .init("seed", .whole(experiment.settings.seed)),
        .init("sampling", .text(experiment.settings.sampling.rawValue)),
        .init("sampler", .text(experiment.settings.sampler.rawValue)),
        .init("block_size", .number(Double(TrialBlock.size))),
        .init("metrics", all ? .text("all") : .list(metrics.map { .text($0.rawValue) })),
        .init("cashflow_trials", .number(Double(cashflowTrials))),
        .init("convergence", .flag(convergence)),
        .init("streaming", .flag(isStreamed)),
        .init("prices", .list(experiment.prices.map(\.resolved))),
        .init("warnings", .list(experiment.warnings.map { .text($0) })),
        .init("experiment", experiment.resolved),
      ] + (condition.map { [$0] } ?? [])
        + (sweep.isEmpty ? [] : [.init("sweep", .list(sweep.map(\.resolved)))])
        + (isStreamed
          ? [.init("percentile_relative_error", .number(RunResult.streamingError))] : [])
    ).json() + "\n"
  }

  private static func file(_ file: TextFile) -> ResolvedValue {
    .mapping([.init("name", .text(file.name)), .init("sha256", .text(file.digest))])
  }
}
