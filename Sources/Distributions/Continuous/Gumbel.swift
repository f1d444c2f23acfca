// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// Gumbel's distribution of the largest of many: P(X <= x) = exp(−e^(−z)), z = (x − location) / scale.
///
/// SciPy's `gumbel_r`; GSL's type 1 with a = 1 / scale and b = e^(location / scale). Johnson, Kotz and
/// Balakrishnan, "Continuous Univariate Distributions" 2, 2nd ed., chapter 22.
public struct Gumbel: Distribution {
  public static let family = "gumbel"
  /// Where the density is highest.
  public let location: Double
  /// The scale, above 0.
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
    let (location, scale) = points.locationScale { -logarithm(-logarithm($0)) }
    try self.init(location: location, scale: scale)
  }

  public var parameters: [(name: String, value: Double)] {
    [("location", location), ("scale", scale)]
  }
  public var support: Support { Support(-.infinity, .infinity) }
  /// Euler's constant γ of the scale above the location.
  public var mean: Double { location + scale * 0.577_215_664_901_532_9 }
  public var variance: Double { scale * scale * (Double.pi * Double.pi / 6) }
  public var baseCase: Double { quantile(0.5) }

  /// e^(−z), the expected number of exceedances of x.
  private func exceedances(_ x: Double) -> Double { exponential((location - x) / scale) }

  public func density(_ x: Double) -> Double {
    x.isFinite ? exponential((location - x) / scale - exceedances(x)) / scale : 0
  }
  public func cdf(_ x: Double) -> Double { exponential(-exceedances(x)) }
  public func survival(_ x: Double) -> Double { -exponentialMinusOne(-exceedances(x)) }
  public func quantile(_ p: Double) -> Double { location - scale * logarithm(-logarithm(p)) }
  public func upperQuantile(_ q: Double) -> Double {
    location - scale * logarithm(-logarithmOfOnePlus(-q))
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    x.takeLogarithms()
    x.scale(by: -1, shift: 0)
    x.takeLogarithms()
    x.scale(by: -scale, shift: location)
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    location + scale * Samplers.gumbel(bits.generator)
  }
}
