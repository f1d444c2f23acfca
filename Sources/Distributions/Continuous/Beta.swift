// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// The beta distribution with shapes `alpha` and `beta`, stretched over [low, high].
///
/// Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions" 2, 2nd ed., chapter 25.
public struct Beta: Distribution {
  public static let family = "beta"
  /// First shape, above 0.
  public let alpha: Double
  /// Second shape, above 0.
  public let beta: Double
  /// The lower end.
  public let low: Double
  /// The upper end, above `low`.
  public let high: Double
  private let table: QuantileTable

  /// - Throws: `ParameterError` unless both shapes are from 0.01 to 10⁶ and low < high.
  public init(
    alpha: Double, beta: Double, low: Double = 0, high: Double = 1
  ) throws(ParameterError) {
    try requireFinite(
      Self.family, ("alpha", alpha), ("beta", beta), ("low", low), ("high", high))
    for (name, shape) in [("alpha", alpha), ("beta", beta)] {
      try require(
        shape >= 0.01 && shape <= 1e6, Self.family, name, shape, "must be from 0.01 to 1,000,000")
    }
    try require(low < high, Self.family, "high", high, "must be above low, \(low)")
    self.alpha = alpha
    self.beta = beta
    self.low = low
    self.high = high
    table = QuantileTable(UnitBeta(alpha: alpha, beta: beta))
  }

  public var parameters: [(name: String, value: Double)] {
    [("alpha", alpha), ("beta", beta), ("low", low), ("high", high)]
  }
  public var support: Support { Support(low, high) }
  public var mean: Double { low + (high - low) * (alpha / (alpha + beta)) }
  public var variance: Double {
    let sum = alpha + beta
    return (high - low) * (high - low) * (alpha / sum) * (beta / sum) / (sum + 1)
  }
  public var baseCase: Double { quantile(0.5) }

  private var unit: UnitBeta { UnitBeta(alpha: alpha, beta: beta) }

  public func density(_ x: Double) -> Double {
    x >= low && x <= high ? unit.density((x - low) / (high - low)) / (high - low) : 0
  }
  public func cdf(_ x: Double) -> Double {
    x <= low ? 0 : x >= high ? 1 : unit.cdf((x - low) / (high - low))
  }
  public func survival(_ x: Double) -> Double {
    // From the upper end, which keeps its digits where x is close to it.
    x <= low ? 1 : x >= high ? 0 : unit.mirrored.cdf((high - x) / (high - low))
  }
  public func quantile(_ p: Double) -> Double {
    p <= 0 ? low : p >= 1 ? high : low + (high - low) * unit.quantile(p)
  }
  public func upperQuantile(_ q: Double) -> Double {
    q <= 0 ? high : q >= 1 ? low : high - (high - low) * unit.mirrored.quantile(q)
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    table.transform(x)
    x.scale(by: high - low, shift: low)
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    low + (high - low) * BetaFunctions.sample(bits.generator, alpha, beta)
  }
}

/// The beta distribution on [0, 1], for inverting.
struct UnitBeta: TailInvertible {
  let alpha: Double
  let beta: Double

  var mirrored: UnitBeta { UnitBeta(alpha: beta, beta: alpha) }

  func density(_ x: Double) -> Double { BetaFunctions.density(x, alpha, beta) }
  func cdf(_ x: Double) -> Double { BetaFunctions.cdf(x, alpha, beta) }

  /// The x with P(X <= x) = p, to full relative precision of p.
  ///
  /// GSL's inverse is the start; where it fails, the leading term of the lower tail is,
  /// P(X <= x) ≈ x^α / (α B(α, β)).
  func quantile(_ p: Double) -> Double {
    let lowerTail = exponential(
      (logarithm(p) + logarithm(alpha) + BetaFunctions.logBeta(alpha, beta)) / alpha)
    let start = (try? BetaFunctions.quantile(p, alpha, beta)) ?? lowerTail
    return bracketedRoot(of: p, start: start > 0 && start < 1 ? start : min(lowerTail, 0.5))
  }

  func lowerTail(_ m: Double) -> (value: Double, slope: Double) {
    let x = quantile(m)
    return (x, 1 / density(x))
  }

  func upperTail(_ m: Double) -> (value: Double, slope: Double) {
    let distance = mirrored.quantile(m)
    return (1 - distance, -1 / mirrored.density(distance))
  }
}
