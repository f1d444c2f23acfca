// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// How many trials fail before the given number of them succeeds, each with probability `p`.
///
/// A Poisson count whose rate is itself uncertain is of this kind; `successes` may then be any number
/// above 0. Johnson, Kemp and Kotz, "Univariate Discrete Distributions", 3rd ed., chapter 5.
public struct NegativeBinomial: Distribution {
  public static let family = "negative_binomial"
  /// The number of successes, above 0.
  public let successes: Double
  /// The probability of success, above 0.
  public let p: Double
  private let table = LazyStepTable()

  /// - Throws: `ParameterError` unless successes is from 0.01 to 10⁶, p from 10⁻⁶ to 1, and the mean
  ///   at most 10⁶.
  public init(successes: Double, p: Double) throws(ParameterError) {
    try require(successes, from: 0.01, to: 1e6, Self.family, "successes")
    try require(p, from: 1e-6, to: 1, Self.family, "p")
    try require(
      successes * ((1 - p) / p) <= 1e6, Self.family, "p", p,
      "must leave the mean, successes (1 − p) / p, at 1,000,000 or less")
    self.successes = successes
    self.p = p
  }

  public var parameters: [(name: String, value: Double)] {
    [("successes", successes), ("p", p)]
  }
  public var support: Support { Support(0, p < 1 ? .infinity : 0, isInteger: true) }
  public var mean: Double { successes * (1 - p) / p }
  public var variance: Double { mean / p }
  public var baseCase: Double { quantile(0.5) }

  public func density(_ x: Double) -> Double {
    guard x >= 0, x == x.rounded(), x <= 1e15 else { return 0 }
    let trials = successes + x
    return successes / trials * CountProbability.binomial(successes, of: trials, p, 1 - p)
  }
  /// P(X <= k) is the incomplete beta function of p with `successes` and k + 1.
  private func tails(_ k: Double) -> Tails {
    let q = 1 - p
    let factor = density(k) * q * (k + successes)
    return p < (successes + 1) / (successes + k + 3)
      ? Tails(
        lower: factor / successes * CountProbability.betaFraction(successes, k + 1, p))
      : Tails(upper: factor / (k + 1) * CountProbability.betaFraction(k + 1, successes, q))
  }
  public func cdf(_ x: Double) -> Double {
    x < support.lower ? 0 : x >= Self.beyond ? 1 : tails(x.rounded(.down)).lower
  }
  public func survival(_ x: Double) -> Double {
    x < support.lower ? 1 : x >= Self.beyond ? 0 : tails(x.rounded(.down)).upper
  }
  /// More failures than any distribution of the family has; the fractions below would not end there.
  private static let beyond = 1e18
  public func quantile(_ u: Double) -> Double { searchedQuantile(u) }
  public func upperQuantile(_ q: Double) -> Double { searchedUpperQuantile(q) }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) { table.transform(x, of: self) }
  public func sample(_ bits: TrialGenerator) -> Double {
    Double(Samplers.negativeBinomial(bits.generator, successes, p))
  }
}
