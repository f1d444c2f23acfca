// SPDX-License-Identifier: GPL-3.0-or-later

/// A quantile of a sample with a confidence interval that assumes no distribution.
///
/// The estimate is the inverse of the empirical distribution function, x₍⌈np⌉₎: always one of the
/// sample's values, never between two of them, so that a finite value and +infinity ("never") are
/// never mixed. Type 1 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
/// Statistician 50(4), 1996, doi:10.2307/2684934.
///
/// The interval holds for independent trials; a design has one from its replicates.
public struct QuantileEstimate: Sendable, Hashable {
  /// The probability whose quantile this is, in [0, 1].
  public let probability: Double
  /// The estimate, in the unit of the sample.
  public let value: Double
  /// Lower confidence bound; -infinity when the sample is too small to give one.
  public let low: Double
  /// Upper confidence bound; +infinity when the sample is too small to give one, or when the bound
  /// is a "never" itself.
  public let high: Double

  public init(probability: Double, value: Double, low: Double, high: Double) {
    self.probability = probability
    self.value = value
    self.low = low
    self.high = high
  }
}

/// Estimates several quantiles of a column at once.
///
/// - Parameters:
///   - column: the sample, in any order; +infinity is a value like others, NaN counts as such.
///   - probabilities: each in [0, 1].
///   - confidence: of each interval by itself, in (0, 1); each tail has at most half the rest.
/// - Returns: the estimates in the order of `probabilities`.
/// - Throws: `AnalysisError` for an empty column, a probability or a confidence out of range.
/// - Complexity: O(n) time, as `orderStatistics(of:ranks:)`: all percentiles share one selection.
public func quantileEstimates(
  of column: UnsafeBufferPointer<Double>, probabilities: [Double], confidence: Double = 0.95
) throws(AnalysisError) -> [QuantileEstimate] {
  var plans: [QuantileRanks] = []
  for probability in probabilities {
    plans.append(
      try QuantileRanks(count: column.count, probability: probability, confidence: confidence))
  }
  return quantileEstimates(of: column, probabilities: probabilities, ranks: plans)
}

/// The same with ranks that were found before, for many columns of one size.
///
/// - Parameter ranks: of each probability, for a column of this size.
public func quantileEstimates(
  of column: UnsafeBufferPointer<Double>, probabilities: [Double], ranks plans: [QuantileRanks]
) -> [QuantileEstimate] {
  let values = orderStatistics(
    of: column, ranks: plans.flatMap { [$0.estimate, $0.low ?? 0, $0.high ?? 0] })
  return quantileEstimates(probabilities: probabilities, ranks: plans, values: values)
}

/// Estimates from the values at the ranks of each, and of its bounds.
func quantileEstimates(
  probabilities: [Double], ranks plans: [QuantileRanks], values: [Double]
) -> [QuantileEstimate] {
  plans.indices.map { i in
    QuantileEstimate(
      probability: probabilities[i],
      value: values[3 * i],
      low: plans[i].low == nil ? -.infinity : values[3 * i + 1],
      high: plans[i].high == nil ? .infinity : values[3 * i + 2])
  }
}
