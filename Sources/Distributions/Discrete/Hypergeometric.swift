// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// How many successes there are among `draws` from a stock of successes and failures that are not put
/// back.
///
/// Johnson, Kemp and Kotz, "Univariate Discrete Distributions", 3rd ed., chapter 6.
public struct Hypergeometric: Distribution {
  public static let family = "hypergeometric"
  /// Successes in the stock.
  public let successes: Double
  /// Failures in the stock.
  public let failures: Double
  /// How many are drawn.
  public let draws: Double
  private let table = LazyStepTable()

  /// - Throws: `ParameterError` unless all are whole, from 0 to 10⁶, and no more are drawn than there
  ///   are.
  public init(successes: Double, failures: Double, draws: Double) throws(ParameterError) {
    try requireWhole(Self.family, "successes", successes, from: 0, to: 1e6)
    try requireWhole(Self.family, "failures", failures, from: 0, to: 1e6)
    try requireWhole(Self.family, "draws", draws, from: 0, to: 1e6)
    try require(
      draws <= successes + failures, Self.family, "draws", draws,
      "must be at most the stock, \(successes + failures)")
    self.successes = successes
    self.failures = failures
    self.draws = draws
  }

  private var stock: Double { successes + failures }

  public var parameters: [(name: String, value: Double)] {
    [("successes", successes), ("failures", failures), ("draws", draws)]
  }
  public var support: Support {
    Support(max(0, draws - failures), min(draws, successes), isInteger: true)
  }
  public var mean: Double { stock > 0 ? draws * (successes / stock) : 0 }
  public var variance: Double {
    stock > 1
      ? mean * (failures / stock) * ((stock - draws) / (stock - 1)) : 0
  }
  public var baseCase: Double { quantile(0.5) }

  /// A ratio of binomial probabilities, all with the share that is drawn.
  public func density(_ x: Double) -> Double {
    guard x >= support.lower, x <= support.upper, x == x.rounded() else { return 0 }
    guard support.lower < support.upper else { return 1 }
    let p = draws / stock
    let q = (stock - draws) / stock
    return CountProbability.binomial(x, of: successes, p, q)
      * CountProbability.binomial(draws - x, of: failures, p, q)
      / CountProbability.binomial(draws, of: stock, p, q)
  }
  /// Sums outwards from the nearer end of the middle, by the ratio of neighbours; they end within
  /// some ten deviations.
  private func tails(_ k: Double) -> Tails {
    let isLower = k < mean
    var term = density(isLower ? k : k + 1)
    var sum = term
    var i = isLower ? k : k + 1
    while term > sum * 1e-17 {
      term *=
        isLower
        ? i * (failures - draws + i) / ((successes - i + 1) * (draws - i + 1))
        : (successes - i) * (draws - i) / ((i + 1) * (failures - draws + i + 1))
      i += isLower ? -1 : 1
      sum += term
    }
    return isLower ? Tails(lower: sum) : Tails(upper: sum)
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
    Double(
      Samplers.hypergeometric(
        bits.generator, UInt32(successes), UInt32(failures), UInt32(draws)))
  }
}
