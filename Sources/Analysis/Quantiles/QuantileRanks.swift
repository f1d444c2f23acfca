// SPDX-License-Identifier: GPL-3.0-or-later

/// Which order statistics of a sample estimate a quantile and bound it, whatever the distribution.
///
/// Of n independent values, the number that does not exceed the p-quantile is Binomial(n, p). So the
/// l-th and u-th smallest values enclose it with probability at least P(l <= B <= u - 1). Here l is
/// the greatest rank with P(B < l) <= (1 - confidence) / 2 and u the least with
/// P(B >= u) <= (1 - confidence) / 2. For a discrete distribution the coverage is higher still.
///
/// Source: David and Nagaraja, "Order Statistics", 3rd edition (2003), section 7.1,
/// doi:10.1002/0471722162.
public struct QuantileRanks: Sendable, Hashable {
  /// Rank of the estimate, the least k with k / n >= p; ranks count from 0.
  public let estimate: Int
  /// Rank of the lower bound; nil when the sample is too small to have one at this confidence.
  public let low: Int?
  /// Rank of the upper bound; nil when the sample is too small to have one at this confidence.
  public let high: Int?

  /// - Parameters:
  ///   - count: size n of the sample, at least 1.
  ///   - probability: p, in [0, 1].
  ///   - confidence: two-sided, in (0, 1).
  /// - Throws: `AnalysisError` for arguments outside these.
  /// - Complexity: O(√n). Binomial probabilities are summed exactly but for rounding, about 1e-12,
  ///   so a rank is off by one only where a tail equals (1 - confidence) / 2 to that precision.
  public init(
    count: Int, probability: Double, confidence: Double = 0.95
  ) throws(AnalysisError) {
    guard count >= 1 else { throw .emptySample }
    guard probability >= 0, probability <= 1 else { throw .probabilityOutOfRange(probability) }
    guard confidence > 0, confidence < 1 else { throw .confidenceOutOfRange(confidence) }
    estimate = Self.inverseRank(count, probability) - 1
    let tail = (1 - confidence) / 2
    let lower = binomialQuantile(count, probability, tail: tail)
    // B failures of n with probability 1 - p mirror the successes: P(B >= u) <= tail.
    let upper = count - binomialQuantile(count, complementOf: probability, tail: tail) + 1
    low = lower >= 1 ? lower - 1 : nil
    high = upper <= count ? upper - 1 : nil
  }

  /// The least k in 1...n with k / n >= p.
  ///
  /// A product that misses an integer by rounding alone, as 100 · 0.07 = 7.000000000000001, is
  /// taken as that integer.
  private static func inverseRank(_ count: Int, _ probability: Double) -> Int {
    let product = Double(count) * probability
    let nearest = product.rounded()
    let rank = abs(product - nearest) <= 4 * product.ulp ? nearest : product.rounded(.up)
    return min(max(Int(rank), 1), count)
  }
}

/// The least k with P(B <= k) >= tail, for B binomial of n trials with probability p.
func binomialQuantile(_ n: Int, _ p: Double, tail: Double) -> Int {
  binomialQuantile(n, odds: p / (1 - p), mode: Double(n + 1) * p, tail: tail)
}

/// The same for the probability 1 - p, without rounding p.
func binomialQuantile(_ n: Int, complementOf p: Double, tail: Double) -> Int {
  binomialQuantile(n, odds: (1 - p) / p, mode: Double(n + 1) * (1 - p), tail: tail)
}

/// Sums probabilities relative to that of the mode, by the ratio of neighbours
/// P(k) / P(k - 1) = (n - k + 1) / k · odds, so that neither factorials nor logarithms are needed.
private func binomialQuantile(_ n: Int, odds: Double, mode: Double, tail: Double) -> Int {
  guard odds > 0 else { return 0 }
  guard odds < .infinity else { return n }
  let mode = min(Int(mode), n)
  let negligible = 0x1p-60

  var above = 0.0
  var weight = 1.0
  var k = mode
  while k < n, weight > negligible {
    weight *= Double(n - k) / Double(k + 1) * odds
    above += weight
    k += 1
  }
  var below = 0.0
  weight = 1
  k = mode
  while k > 0, weight > negligible {
    weight *= Double(k) / (Double(n - k + 1) * odds)
    below += weight
    k -= 1
  }

  // Cumulative weights upward from where the sum below began.
  let target = tail * (below + 1 + above)
  var cumulative = 0.0
  while cumulative + weight < target, k < n {
    cumulative += weight
    weight *= Double(n - k) / Double(k + 1) * odds
    k += 1
  }
  return k
}
