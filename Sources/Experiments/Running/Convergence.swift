// SPDX-License-Identifier: GPL-3.0-or-later

public import Analysis
public import CostModel
internal import Simulation

/// What a metric of an option was estimated to be by the first trials of a run.
public struct ConvergenceRow: Sendable {
  /// The metric and option.
  public let column: OutputColumn
  /// How many of the run's first trials.
  public let trials: Int
  /// Their mean and its error.
  public let summary: SampleSummary
  /// A quantile for each of `percentiles`.
  public let quantiles: [QuantileEstimate]

  /// The percentiles of the table, in percent.
  public static let percentiles = [50, 80, 90]

  /// Fewest trials that are told: a percentile of fewer has no interval.
  private static let fewest = 64

  /// The trials at which a run of `trials` is looked at: all of them, and the powers of two below, or the
  /// halves below where a design makes the trials take turns.
  static func checkpoints(trials: Int, replicates: Int) -> [Int] {
    var points: [Int] = []
    var point = replicates
    while point < trials {
      if point >= fewest { points.append(point) }
      point *= 2
    }
    return points + [trials]
  }
}

extension Experiment {
  /// Each column at each checkpoint, in the order of the columns.
  func convergence(
    _ outputs: [OutputColumn], _ columns: Columns, _ estimator: Estimator, _ options: RunOptions
  ) throws -> [ConvergenceRow] {
    let points = ConvergenceRow.checkpoints(
      trials: columns.trials, replicates: estimator.replicates?.count ?? 1)
    return try concurrentMap(
      count: outputs.count, workers: options.workers, control: options.control
    ) { index in
      try columns.withColumn(index) { values in
        try points.map { trials in
          let first = UnsafeBufferPointer(rebasing: values.prefix(trials))
          return ConvergenceRow(
            column: outputs[index], trials: trials, summary: try estimator.summary(first),
            quantiles: try estimator.quantiles(first, percentiles: ConvergenceRow.percentiles))
        }
      }
    }.flatMap { $0 }
  }
}
