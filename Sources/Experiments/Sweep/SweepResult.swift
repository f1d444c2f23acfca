// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel

/// What a sweep found: its numbers, point by point.
public struct SweepResult: Sendable {
  /// The experiment as its file has it.
  public let experiment: Experiment
  /// What was swept, the first the slowest.
  public let axes: [SweepAxis]
  /// The points that are here: a stretch of the whole grid.
  public let points: Range<Int>
  /// In the order of the points.
  public let rows: [SweepRow]

  /// How many points the whole grid has.
  public var count: Int { axes.reduce(1) { $0 * $1.values.count } }

  /// The values of a point, axis by axis.
  public func values(at point: Int) -> [Double] { Sweep.values(axes, at: point) }
}

/// One number of one point of a sweep, with its 95 % interval.
public struct SweepRow: Sendable, Equatable {
  /// Which point of the whole grid.
  public let point: Int
  /// The option's place in the experiment.
  public let option: Int
  /// A metric, or an event.
  public let name: String
  /// `mean`, `p50` and the like of a metric; `probability` of an event.
  public let statistic: String
  /// Infinite for what never happens; nil where there is none.
  public let value: Double?
  /// The lower end of the interval.
  public let low: Double?
  /// The upper end.
  public let high: Double?

  /// The percentiles that are told.
  private static let percentiles = [10, 50, 80, 90]

  /// What is told of a point.
  static func rows(of result: RunResult, at point: Int) -> [SweepRow] {
    var rows: [SweepRow] = []
    for column in result.columns {
      func append(_ statistic: String, _ value: Double?, _ low: Double?, _ high: Double?) {
        rows.append(
          SweepRow(
            point: point, option: column.column.option, name: column.column.metric.rawValue,
            statistic: statistic, value: value, low: low, high: high))
      }
      let (mean, half) = (column.summary.mean, column.summary.halfWidth)
      let interval = mean.flatMap { mean in half.map { (mean - $0, mean + $0) } }
      append("mean", mean, interval?.0, interval?.1)
      for percentile in percentiles {
        guard let quantile = column.quantile(percentile) else { continue }
        append("p\(percentile)", quantile.value, quantile.low, quantile.high)
      }
    }
    return rows
      + result.events.map {
        SweepRow(
          point: point, option: $0.option, name: $0.event.name, statistic: probability,
          value: $0.estimate.probability, low: $0.estimate.low, high: $0.estimate.high)
      }
  }

  /// The statistic of events.
  public static let probability = "probability"
}
