// SPDX-License-Identifier: GPL-3.0-or-later

extension SampleSummary {
  /// Summarises what was kept of a column of independent trials.
  ///
  /// - Throws: `AnalysisError.emptySample`.
  public init(of column: StreamedColumn) throws(AnalysisError) {
    guard column.count > 0 else { throw .emptySample }
    self.init(
      count: column.count, neverCount: column.neverCount, mean: column.mean,
      standardDeviation: column.variance?.squareRoot())
  }
}

extension TailRisk {
  /// The tail of what was kept of a column of finite numbers, whose values count as the middles of their
  /// buckets: the relative error of the mean beyond `valueAtRisk` is below `LogHistogram.relativeError`
  /// where the tail has one sign.
  ///
  /// - Throws: `AnalysisError` for an empty column or a level outside (0, 1).
  public init(
    of column: StreamedColumn, level: Double, tail: Tail, valueAtRisk: Double
  ) throws(AnalysisError) {
    let sign = tail == .upper ? 1.0 : -1.0
    var (sum, squares) = (0.0, 0.0)
    for bucket in column.histogram.buckets {
      let excess = max(0, sign * (column.value(of: bucket) - valueAtRisk))
      sum += Double(bucket.count) * excess
      squares += Double(bucket.count) * excess * excess
    }
    try self.init(
      count: column.count, level: level, tail: tail, valueAtRisk: valueAtRisk,
      excesses: (sum, squares))
  }
}

/// Estimates several quantiles of what was kept of a column of independent trials.
///
/// - Parameters:
///   - probabilities: each in [0, 1].
///   - ranks: of each probability, for as many values.
/// - Returns: the estimates in the order of `probabilities`; each end and middle has a relative error below
///   `LogHistogram.relativeError` besides.
public func quantileEstimates(
  of column: StreamedColumn, probabilities: [Double], ranks plans: [QuantileRanks]
) -> [QuantileEstimate] {
  let values = column.orderStatistics(
    ranks: plans.flatMap { [$0.estimate, $0.low ?? 0, $0.high ?? 0] })
  return quantileEstimates(probabilities: probabilities, ranks: plans, values: values)
}

extension Histogram {
  /// The histogram of what was kept of a column, whose values are spread evenly over their buckets: a count
  /// is off by what a bucket at one of its edges holds, at most.
  ///
  /// - Parameter edges: at least two, finite, strictly ascending.
  /// - Throws: `AnalysisError.invalidEdges`.
  public init(of column: StreamedColumn, edges: [Double]) throws(AnalysisError) {
    try Self.check(edges)
    let buckets = column.histogram.buckets
    let finite = column.count - column.neverCount
    // How many values lie below each edge.
    var below: [Int] = []
    var (next, before) = (0, 0)
    for edge in edges {
      while next < buckets.count, LogHistogram.ends(of: buckets[next].index).high <= edge {
        before += buckets[next].count
        next += 1
      }
      var partly = 0.0
      if next < buckets.count {
        let ends = LogHistogram.ends(of: buckets[next].index)
        let share = min(max((edge - ends.low) / (ends.high - ends.low), 0), 1)
        partly = share.isFinite ? share * Double(buckets[next].count) : 0
      }
      below.append(min(before + Int(partly), finite))
    }
    self.init(
      edges: edges, counts: zip(below, below.dropFirst()).map { $1 - $0 }, below: below[0],
      above: finite - below[below.count - 1], never: column.neverCount)
  }
}
