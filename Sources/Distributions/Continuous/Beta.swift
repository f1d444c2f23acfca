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
  private let unit: UnitBeta
  /// Nil where a shape is so small that cubics between the nodes are not close enough; the quantile
  /// then rises like a power above the fifth of the uniform.
  private let table: QuantileTable?

  /// The least shape that is tabulated.
  private static let leastTabulated = 0.2

  /// - Throws: `ParameterError` unless both shapes are from 0.01 to 10⁵ and low < high.
  public init(
    alpha: Double, beta: Double, low: Double = 0, high: Double = 1
  ) throws(ParameterError) {
    try requireFinite(
      Self.family, ("alpha", alpha), ("beta", beta), ("low", low), ("high", high))
    for (name, shape) in [("alpha", alpha), ("beta", beta)] {
      try require(
        shape >= 0.01 && shape <= 1e5, Self.family, name, shape, "must be from 0.01 to 100,000")
    }
    try require(low < high, Self.family, "high", high, "must be above low, \(low)")
    self.alpha = alpha
    self.beta = beta
    self.low = low
    self.high = high
    unit = UnitBeta(alpha: alpha, beta: beta)
    table = min(alpha, beta) >= Self.leastTabulated ? QuantileTable(unit) : nil
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

  public func density(_ x: Double) -> Double {
    guard x >= low, x <= high else { return 0 }
    let width = high - low
    let density =
      x - low <= high - x
      ? unit.density((x - low) / width) : unit.mirrored.density((high - x) / width)
    return density / width
  }
  // By the distance from the nearer end, which keeps its digits there.
  public func cdf(_ x: Double) -> Double {
    if x <= low { return 0 }
    if x >= high { return 1 }
    return x - low <= high - x
      ? unit.cdf((x - low) / (high - low)) : unit.mirrored.survival((high - x) / (high - low))
  }
  public func survival(_ x: Double) -> Double {
    if x <= low { return 1 }
    if x >= high { return 0 }
    return x - low <= high - x
      ? unit.survival((x - low) / (high - low)) : unit.mirrored.cdf((high - x) / (high - low))
  }
  public func quantile(_ p: Double) -> Double {
    p <= 0
      ? low : p >= 1 ? high : stretched(unit.invert(min(p, 1 - p), isUpper: p > 0.5, after: nil))
  }
  public func upperQuantile(_ q: Double) -> Double {
    q <= 0
      ? high : q >= 1 ? low : stretched(unit.invert(min(q, 1 - q), isUpper: q <= 0.5, after: nil))
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    if let table {
      table.transform(x)
      x.scale(by: high - low, shift: low)
      // Where the width is rounded up, the last draws are an ulp above high.
      if low + (high - low) > high { for i in x.indices { x[i] = min(x[i], high) } }
    } else {
      for i in x.indices { x[i] = quantile(x[i]) }
    }
  }
  /// A point of the unit distribution on [low, high], from the end it was found from.
  private func stretched(_ point: TailPoint) -> Double {
    let distance = (high - low) * point.distance
    return point.isFromHigh ? max(high - distance, low) : min(low + distance, high)
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    min(low + (high - low) * BetaFunctions.sample(bits.generator, alpha, beta), high)
  }
}
