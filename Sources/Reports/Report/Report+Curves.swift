// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import Experiments

/// Distribution functions from what a run counted.
extension Report {
  /// The share of trials below each edge of a histogram; the last bin holds its edge too.
  static func cumulative(_ histogram: Histogram) -> [(x: Double, probability: Double)] {
    let total = Double(max(histogram.total, 1))
    var sum = histogram.below
    var points = [(x: histogram.edges[0], probability: Double(sum) / total)]
    for (index, count) in histogram.counts.enumerated() {
      sum += count
      points.append((histogram.edges[index + 1], Double(sum) / total))
    }
    return points
  }

  /// A curve that goes through the percentiles of the tables too: where many trials have one value it rises
  /// there, and not over the whole bin.
  static func curve(
    _ points: [(x: Double, probability: Double)], through column: ColumnResult?
  ) -> [(x: Double, probability: Double)] {
    let percentiles = zip(RunResult.percentiles, column?.quantiles ?? [])
      .filter { $1.value.isFinite }.map { (x: $1.value, probability: Double($0) / 100) }
    return (points + percentiles).sorted { ($0.x, $0.probability) < ($1.x, $1.probability) }
  }
}
