// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// Two exponential tails back to back: density e^(−|x − location| / scale) / (2 scale).
///
/// Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions" 2, 2nd ed., chapter 24.
public struct Laplace: Distribution {
  public static let family = "laplace"
  /// The centre: mean, median and mode.
  public let location: Double
  /// The scale, above 0: the mean distance from the centre.
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
    let (location, scale) = points.locationScale { p in
      p <= 0.5 ? logarithm(2 * p) : -logarithm(2 * (1 - p))
    }
    try self.init(location: location, scale: scale)
  }

  public var parameters: [(name: String, value: Double)] {
    [("location", location), ("scale", scale)]
  }
  public var support: Support { Support(-.infinity, .infinity) }
  public var mean: Double { location }
  public var variance: Double { 2 * scale * scale }
  public var baseCase: Double { location }

  /// e^(−|z|) / 2, the probability beyond x on its side.
  private func tail(_ x: Double) -> Double { exponential(-abs(x - location) / scale) / 2 }

  public func density(_ x: Double) -> Double { tail(x) / scale }
  public func cdf(_ x: Double) -> Double { x <= location ? tail(x) : 1 - tail(x) }
  public func survival(_ x: Double) -> Double { x >= location ? tail(x) : 1 - tail(x) }
  public func quantile(_ p: Double) -> Double {
    p <= 0.5 ? location + scale * logarithm(2 * p) : location - scale * logarithm(2 * (1 - p))
  }
  public func upperQuantile(_ q: Double) -> Double {
    q <= 0.5 ? location - scale * logarithm(2 * q) : location + scale * logarithm(2 * (1 - q))
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    // The uniform's distance from the nearer end, with the sign of its side.
    x.transformBySides { side in side.takeLogarithms() }
    x.scale(by: scale, shift: location)
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    location + scale * Samplers.laplace(bits.generator)
  }
}
