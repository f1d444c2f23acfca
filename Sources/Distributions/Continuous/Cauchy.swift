// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// The ratio of two normal variables, whose tails are so heavy that there is no mean.
///
/// Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions" 1, 2nd ed., chapter 16.
public struct Cauchy: Distribution {
  public static let family = "cauchy"
  /// The centre: median and mode.
  public let location: Double
  /// The scale, above 0: half of all values lie within it of the centre.
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
      p <= 0.5 ? -cotangent(p) : cotangent(1 - p)
    }
    try self.init(location: location, scale: scale)
  }

  public var parameters: [(name: String, value: Double)] {
    [("location", location), ("scale", scale)]
  }
  public var support: Support { Support(-.infinity, .infinity) }
  public var mean: Double { .nan }
  public var variance: Double { .nan }
  public var baseCase: Double { location }

  private func z(_ x: Double) -> Double { (x - location) / scale }

  public func density(_ x: Double) -> Double { 1 / (Double.pi * scale * (1 + z(x) * z(x))) }
  public func cdf(_ x: Double) -> Double { StandardCauchy.cdf(z(x)) }
  public func survival(_ x: Double) -> Double { StandardCauchy.survival(z(x)) }
  public func quantile(_ p: Double) -> Double {
    p <= 0.5 ? location - scale * cotangent(p) : location + scale * cotangent(1 - p)
  }
  public func upperQuantile(_ q: Double) -> Double {
    q <= 0.5 ? location + scale * cotangent(q) : location - scale * cotangent(1 - q)
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    for i in x.indices {
      let u = x[i]
      let size = cotangent(min(u, 1 - u))
      x[i] = location + scale * (u < 0.5 ? -size : size)
    }
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    location + scale * Samplers.cauchy(bits.generator)
  }
}

/// cot(πm) for m from 0 to 1/2, in plain operations: the same bits on every processor.
@inline(__always)
private func cotangent(_ m: Double) -> Double {
  // From the nearer of 0 and 1/2, an angle of at most π/4; 1/2 − m is exact there.
  let isNearZero = m < 0.25
  let angle = Double.pi * (isNearZero ? m : 0.5 - m)
  let square = angle * angle
  var sine = 1.0
  var cosine = 1.0
  // Taylor to degree 17 and 16; what is left is below 1e-17 of the whole.
  for term in (1...8).reversed() {
    let k = Double(2 * term)
    sine = 1 - square / (k * (k + 1)) * sine
    cosine = 1 - square / (k * (k - 1)) * cosine
  }
  sine *= angle
  return isNearZero ? cosine / sine : sine / cosine
}
