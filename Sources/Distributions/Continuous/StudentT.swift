// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// Student's t distribution with `df` degrees of freedom, moved and stretched.
///
/// Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions" 2, 2nd ed., chapter 28.
public struct StudentT: Distribution {
  public static let family = "student_t"
  /// Degrees of freedom; at 1 the mean ceases to exist, at 2 the variance.
  public let df: Double
  /// The centre: median and mode.
  public let location: Double
  /// The scale, above 0.
  public let scale: Double
  private let unit: UnitT
  private let table: QuantileTable

  /// - Throws: `ParameterError` unless df is from 0.5 to 10⁵ and the scale above 0.
  public init(df: Double, location: Double = 0, scale: Double = 1) throws(ParameterError) {
    try require(df, from: 0.5, to: 1e5, Self.family, "df")
    try requireLocationScale(Self.family, location, scale)
    self.df = df
    self.location = location
    self.scale = scale
    unit = UnitT(df: df)
    table = QuantileTable(unit)
  }

  public var parameters: [(name: String, value: Double)] {
    [("df", df), ("location", location), ("scale", scale)]
  }
  public var support: Support { Support(-.infinity, .infinity) }
  public var mean: Double { df > 1 ? location : .nan }
  public var variance: Double {
    df > 2 ? scale * scale * (df / (df - 2)) : df > 1 ? .infinity : .nan
  }
  public var baseCase: Double { location }

  private func z(_ x: Double) -> Double { (x - location) / scale }

  public func density(_ x: Double) -> Double { unit.density(z(x)) / scale }
  public func cdf(_ x: Double) -> Double { unit.survival(-z(x)) }
  public func survival(_ x: Double) -> Double { unit.survival(z(x)) }
  public func quantile(_ p: Double) -> Double {
    if p <= 0 || p >= 1 { return p <= 0 ? -.infinity : .infinity }
    return location + scale * unit.quantile(p)
  }
  public func upperQuantile(_ q: Double) -> Double {
    if q <= 0 || q >= 1 { return q <= 0 ? .infinity : -.infinity }
    return location - scale * unit.quantile(q)
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    table.transform(x)
    x.scale(by: scale, shift: location)
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    location + scale * Samplers.studentT(bits.generator, df)
  }
}

/// The t distribution with location 0 and scale 1, for inverting.
struct UnitT: TailInvertible {
  let df: Double
  /// 1 / (1 + T² / df), which is beta with shapes df / 2 and 1 / 2.
  private let beta: UnitBeta
  /// The density at 0.
  private let peak: Double

  init(df: Double) {
    self.df = df
    beta = UnitBeta(alpha: df / 2, beta: 0.5)
    peak = exponential(-BetaFunctions.logBeta(df / 2, 0.5)) / df.squareRoot()
  }

  func density(_ t: Double) -> Double {
    peak * exponential(-(df + 1) / 2 * logarithmOfSum(t))
  }
  /// ln(1 + t² / df), also where the square overflows.
  private func logarithmOfSum(_ t: Double) -> Double {
    let ratio = abs(t) / df.squareRoot()
    return ratio < 1e8 ? logarithmOfOnePlus(ratio * ratio) : 2 * logarithm(ratio)
  }
  /// P(T > t).
  func survival(_ t: Double) -> Double {
    let ratio = abs(t) / df.squareRoot()
    // By whichever of 1 / (1 + r²) and its complement is below 1/2.
    let beyond =
      ratio > 1
      ? beta.cdf(1 / ratio / (1 / ratio + ratio)) / 2
      : beta.mirrored.survival(ratio * ratio / (1 + ratio * ratio)) / 2
    return t > 0 ? beyond : 1 - beyond
  }

  func invert(_ m: Double, isUpper: Bool, after previous: TailPoint?) -> TailPoint {
    guard m < 0.5 else {
      return TailPoint(probability: m, value: 0, slope: (isUpper ? -1 : 1) / peak)
    }
    // m is the probability of one tail: 2m that of both, P(B <= b).
    let isMiddle = m > 0.25
    let point = beta.invert(isMiddle ? 1 - 2 * m : 2 * m, isUpper: isMiddle, after: nil)
    let distance = point.distance
    let ratio = point.isFromHigh ? distance / (1 - distance) : (1 - distance) / distance
    let size = (df * ratio).squareRoot()
    let slope = 1 / density(size)
    return TailPoint(
      probability: m, value: isUpper ? size : -size, slope: isUpper ? -slope : slope)
  }
}
