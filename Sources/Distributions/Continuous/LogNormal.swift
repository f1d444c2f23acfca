// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// The distribution of e^Y with Y normal, mean `mu` and standard deviation `sigma`.
///
/// Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions" 1, 2nd ed., chapter 14.
public struct LogNormal: Distribution {
  public static let family = "lognormal"
  /// Mean of the logarithm.
  public let mu: Double
  /// Standard deviation of the logarithm, above 0.
  public let sigma: Double

  /// - Throws: `ParameterError` unless sigma > 0 and nearly all draws are ordinary numbers.
  public init(mu: Double, sigma: Double) throws(ParameterError) {
    try requireFinite(Self.family, ("mu", mu), ("sigma", sigma))
    try require(sigma > 0, Self.family, "sigma", sigma, "must be above 0")
    // 9 deviations hold every draw of a 53-bit uniform; e^600 leaves room for products.
    try require(
      abs(mu) + 9 * sigma <= 600, Self.family, "sigma", sigma,
      "must leave |mu| + 9 sigma at 600 or less, so that no draw overflows")
    try require(
      mu + sigma * sigma <= 340, Self.family, "sigma", sigma,
      "must leave mu + sigma² at 340 or less, so that the variance is a number")
    self.mu = mu
    self.sigma = sigma
  }

  /// By the median e^mu, above 0.
  public init(median: Double, sigma: Double) throws(ParameterError) {
    try requireFinite(Self.family, ("median", median), ("sigma", sigma))
    try require(median > 0, Self.family, "median", median, "must be above 0")
    try self.init(mu: logarithm(median), sigma: sigma)
  }

  /// By mean and standard deviation of the number itself, both above 0.
  public init(mean: Double, sd: Double) throws(ParameterError) {
    try requireFinite(Self.family, ("mean", mean), ("sd", sd))
    try require(mean > 0, Self.family, "mean", mean, "must be above 0")
    try require(sd > 0, Self.family, "sd", sd, "must be above 0")
    let ratio = sd / mean
    // ln(1 + r²) by atanh where 1 + r² would lose r's digits.
    let square = ratio * ratio
    let variance =
      square < 1e-4 ? square * (1 - square / 2 * (1 - square * 2 / 3)) : logarithm(1 + square)
    try self.init(mu: logarithm(mean) - variance / 2, sigma: variance.squareRoot())
  }

  /// By two quantiles, both above 0.
  ///
  /// - Throws: `ParameterError` unless probabilities and values rise together.
  public init(_ points: PercentilePair) throws(ParameterError) {
    let (mu, sigma) = try points.logarithms(Self.family).locationScale {
      standardNormalQuantile($0)
    }
    try self.init(mu: mu, sigma: sigma)
  }

  public var parameters: [(name: String, value: Double)] { [("mu", mu), ("sigma", sigma)] }
  public var support: Support { Support(0, .infinity) }
  public var mean: Double { exponential(mu + sigma * sigma / 2) }
  public var variance: Double {
    // e^v − 1 = 2 sinh(v/2) e^{v/2}; for small v the series keeps its digits.
    let v = sigma * sigma
    let growth =
      v < 1e-4 ? v * (1 + v / 2 * (1 + v / 3 * (1 + v / 4))) : exponential(v) - 1
    return growth * exponential(2 * mu + v)
  }
  public var baseCase: Double { exponential(mu) }

  public func density(_ x: Double) -> Double {
    x > 0 ? Gaussian.density((logarithm(x) - mu) / sigma) / (x * sigma) : 0
  }
  public func cdf(_ x: Double) -> Double {
    x > 0 ? Gaussian.cdf((logarithm(x) - mu) / sigma) : 0
  }
  public func survival(_ x: Double) -> Double {
    x > 0 ? Gaussian.survival((logarithm(x) - mu) / sigma) : 1
  }
  public func quantile(_ p: Double) -> Double {
    exponential(mu + sigma * standardNormalQuantile(p))
  }
  public func upperQuantile(_ q: Double) -> Double {
    exponential(mu - sigma * standardNormalQuantile(q))
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    x.standardNormal()
    x.scale(by: sigma, shift: mu)
    x.exponentiate()
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    exponential(mu + sigma * Gaussian.sample(bits.generator))
  }
}
