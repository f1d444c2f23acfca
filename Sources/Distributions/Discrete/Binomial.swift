// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// How many of `n` trials succeed, each with probability `p`.
///
/// Johnson, Kemp and Kotz, "Univariate Discrete Distributions", 3rd ed., chapter 3.
public struct Binomial: Distribution {
  public static let family = "binomial"
  /// The number of trials.
  public let n: Double
  /// The probability of success, from 0 to 1.
  public let p: Double
  private let table = LazyStepTable()

  /// - Throws: `ParameterError` unless n is whole, from 1 to 10⁶, and p a probability.
  public init(n: Double, p: Double) throws(ParameterError) {
    try requireWhole(Self.family, "n", n, from: 1, to: 1e6)
    try require(p >= 0 && p <= 1, Self.family, "p", p, "must be a probability, from 0 to 1")
    self.n = n
    self.p = p
  }

  public var parameters: [(name: String, value: Double)] { [("n", n), ("p", p)] }
  public var support: Support { Support(p < 1 ? 0 : n, p > 0 ? n : 0, isInteger: true) }
  public var mean: Double { n * p }
  public var variance: Double { n * p * (1 - p) }
  public var baseCase: Double { quantile(0.5) }

  public func density(_ x: Double) -> Double {
    x == x.rounded() ? CountProbability.binomial(x, of: n, p, 1 - p) : 0
  }
  /// P(X <= k) is the incomplete beta function of 1 − p with n − k and k + 1.
  private func tails(_ k: Double) -> Tails {
    let q = 1 - p
    let factor = density(k) * p
    return q < (n - k + 1) / (n + 3)
      ? Tails(lower: factor * CountProbability.betaFraction(n - k, k + 1, q))
      : Tails(
        upper: factor * ((n - k) / (k + 1)) * CountProbability.betaFraction(k + 1, n - k, p))
  }
  public func cdf(_ x: Double) -> Double {
    x < support.lower ? 0 : x >= support.upper ? 1 : tails(x.rounded(.down)).lower
  }
  public func survival(_ x: Double) -> Double {
    x < support.lower ? 1 : x >= support.upper ? 0 : tails(x.rounded(.down)).upper
  }
  public func quantile(_ u: Double) -> Double { searchedQuantile(u) }
  public func upperQuantile(_ q: Double) -> Double { searchedUpperQuantile(q) }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) { table.transform(x, of: self) }
  public func sample(_ bits: TrialGenerator) -> Double {
    Double(Samplers.binomial(bits.generator, UInt32(n), p))
  }
}
