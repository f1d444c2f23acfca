// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// P(X <= x) = 1 / (1 + e^(−z)) with z = (x − location) / scale.
///
/// Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions" 2, 2nd ed., chapter 23.
public struct Logistic: Distribution {
  public static let family = "logistic"
  /// The centre: mean, median and mode.
  public let location: Double
  /// The scale, above 0; the standard deviation is π/√3 of it.
  public let scale: Double

  /// - Throws: `ParameterError` unless both are finite and the scale is above 0.
  public init(location: Double, scale: Double) throws(ParameterError) {
    try requireLocationScale(Self.family, location, scale)
    self.location = location
    self.scale = scale
  }

  /// By two quantiles.
  ///
  /// - Throws: `ParameterError` unless probabilities and values rise together.
  public init(_ points: PercentilePair) throws(ParameterError) {
    let (location, scale) = points.locationScale { logarithm($0 / (1 - $0)) }
    try self.init(location: location, scale: scale)
  }

  public var parameters: [(name: String, value: Double)] {
    [("location", location), ("scale", scale)]
  }
  public var support: Support { Support(-.infinity, .infinity) }
  public var mean: Double { location }
  public var variance: Double { scale * scale * (Double.pi * Double.pi / 3) }
  public var baseCase: Double { location }

  private func z(_ x: Double) -> Double { (x - location) / scale }

  public func density(_ x: Double) -> Double {
    let tail = exponential(-abs(z(x)))
    return tail / ((1 + tail) * (1 + tail)) / scale
  }
  public func cdf(_ x: Double) -> Double { 1 / (1 + exponential(-z(x))) }
  public func survival(_ x: Double) -> Double { 1 / (1 + exponential(z(x))) }
  public func quantile(_ p: Double) -> Double { location + scale * logarithm(p / (1 - p)) }
  public func upperQuantile(_ q: Double) -> Double { location - scale * logarithm(q / (1 - q)) }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    for i in x.indices { x[i] /= 1 - x[i] }
    x.takeLogarithms()
    x.scale(by: scale, shift: location)
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    location + scale * Samplers.logistic(bits.generator)
  }
}
