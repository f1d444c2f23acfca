// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// The gamma distribution: the sum of `shape` exponential waiting times with mean `scale`, for any
/// shape above 0.
///
/// Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions" 1, 2nd ed., chapter 17.
public struct Gamma: Distribution {
  public static let family = "gamma"
  /// The shape, above 0.
  public let shape: Double
  /// The scale, above 0; the mean is shape · scale.
  public let scale: Double
  private let unit: UnitGamma
  /// Of ln X: near 0 a power of the uniform is a line there.
  private let table: QuantileTable

  /// - Throws: `ParameterError` unless the shape is from 0.01 to 10⁶ and the scale above 0.
  public init(shape: Double, scale: Double) throws(ParameterError) {
    try require(
      shape, from: Self.leastShape, to: Self.greatestShape, Self.family, "shape")
    try requirePositive(Self.family, "scale", scale)
    self.shape = shape
    self.scale = scale
    unit = UnitGamma(shape: shape)
    table = QuantileTable(unit)
  }

  static let leastShape = 0.01
  static let greatestShape = 1e6

  /// By two quantiles, both above 0.
  ///
  /// - Throws: `ParameterError` unless probabilities and values rise together, by a ratio that some
  ///   shape has.
  public init(_ points: PercentilePair) throws(ParameterError) {
    let logs = try points.logarithms(Self.family)
    let spread = logs.high.value - logs.low.value
    // The larger the shape, the closer the quantiles.
    var low = logarithm(Self.leastShape)
    var high = logarithm(Self.greatestShape)
    let isTooWide = Self.spread(of: points, shape: Self.leastShape) < spread
    try require(
      !isTooWide && Self.spread(of: points, shape: Self.greatestShape) <= spread, Self.family,
      points.high.name, points.high.value,
      "must be \(isTooWide ? "closer to" : "farther from") \(points.low.name), \(points.low.value)")
    while true {
      let middle = (low + high) / 2
      guard middle > low, middle < high, high - low > 1e-15 else { break }
      if Self.spread(of: points, shape: exponential(middle)) > spread {
        low = middle
      } else {
        high = middle
      }
    }
    let shape = exponential((low + high) / 2)
    let unit = UnitGamma(shape: shape).quantile(points.low.probability)
    try self.init(shape: shape, scale: exponential(logs.low.value - unit))
  }

  /// The logarithm of the ratio of both quantiles.
  private static func spread(of points: PercentilePair, shape: Double) -> Double {
    let unit = UnitGamma(shape: shape)
    return unit.quantile(points.high.probability) - unit.quantile(points.low.probability)
  }

  public var parameters: [(name: String, value: Double)] { [("shape", shape), ("scale", scale)] }
  public var support: Support { Support(0, .infinity) }
  public var mean: Double { shape * scale }
  public var variance: Double { shape * scale * scale }
  public var baseCase: Double { quantile(0.5) }

  public func density(_ x: Double) -> Double {
    if x == 0 { return shape < 1 ? .infinity : shape == 1 ? 1 / scale : 0 }
    return x > 0 ? unit.elasticity(x / scale) / x : 0
  }
  public func cdf(_ x: Double) -> Double { unit.cdf(x / scale) }
  public func survival(_ x: Double) -> Double { unit.survival(x / scale) }
  public func quantile(_ p: Double) -> Double {
    p <= 0 ? 0 : p >= 1 ? .infinity : scale * exponential(unit.quantile(p))
  }
  public func upperQuantile(_ q: Double) -> Double {
    if q <= 0 || q >= 1 { return q <= 0 ? .infinity : 0 }
    return scale * exponential(unit.invert(min(q, 1 - q), isUpper: q <= 0.5, after: nil).value)
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    table.transform(x)
    x.exponentiate()
    x.scale(by: scale, shift: 0)
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    scale * Samplers.gamma(bits.generator, shape)
  }
}
