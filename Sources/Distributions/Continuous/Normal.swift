// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// The normal distribution with the given mean and standard deviation.
public struct Normal: Distribution {
  public static let family = "normal"
  /// The centre.
  public let mean: Double
  /// The standard deviation, above 0.
  public let sd: Double

  /// - Throws: `ParameterError` unless both are finite and sd > 0.
  public init(mean: Double, sd: Double) throws(ParameterError) {
    try requireFinite(Self.family, ("mean", mean), ("sd", sd))
    try require(sd > 0, Self.family, "sd", sd, "must be above 0")
    self.mean = mean
    self.sd = sd
  }

  /// The normal distribution with two given quantiles.
  ///
  /// - Throws: `ParameterError` unless probabilities and values rise together.
  public init(_ points: PercentilePair) throws(ParameterError) {
    let (location, scale) = points.locationScale { standardNormalQuantile($0) }
    try self.init(mean: location, sd: scale)
  }

  public var parameters: [(name: String, value: Double)] { [("mean", mean), ("sd", sd)] }
  public var support: Support { Support(-.infinity, .infinity) }
  public var variance: Double { sd * sd }
  public var baseCase: Double { mean }

  public func density(_ x: Double) -> Double { Gaussian.density((x - mean) / sd) / sd }
  public func cdf(_ x: Double) -> Double { Gaussian.cdf((x - mean) / sd) }
  public func survival(_ x: Double) -> Double { Gaussian.survival((x - mean) / sd) }
  public func quantile(_ p: Double) -> Double { mean + sd * standardNormalQuantile(p) }
  public func upperQuantile(_ q: Double) -> Double { mean - sd * standardNormalQuantile(q) }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    x.standardNormal()
    x.scale(by: sd, shift: mean)
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    mean + sd * Gaussian.sample(bits.generator)
  }
}
