// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// The sum of `df` squared standard normal variables: gamma with shape df / 2 and scale 2.
///
/// Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions" 1, 2nd ed., chapter 18.
public struct ChiSquared: Distribution {
  public static let family = "chi_squared"
  /// Degrees of freedom, above 0; the mean.
  public let df: Double
  private let gamma: Gamma

  /// - Throws: `ParameterError` unless df is from 0.02 to 2 · 10⁶.
  public init(df: Double) throws(ParameterError) {
    try require(
      df, from: 2 * Gamma.leastShape, to: 2 * Gamma.greatestShape, Self.family, "df")
    self.df = df
    gamma = try Gamma(shape: df / 2, scale: 2)
  }

  public var parameters: [(name: String, value: Double)] { [("df", df)] }
  public var support: Support { gamma.support }
  public var mean: Double { df }
  public var variance: Double { 2 * df }
  public var baseCase: Double { gamma.baseCase }

  public func density(_ x: Double) -> Double { gamma.density(x) }
  public func cdf(_ x: Double) -> Double { gamma.cdf(x) }
  public func survival(_ x: Double) -> Double { gamma.survival(x) }
  public func quantile(_ p: Double) -> Double { gamma.quantile(p) }
  public func upperQuantile(_ q: Double) -> Double { gamma.upperQuantile(q) }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) { gamma.transform(x) }
  public func sample(_ bits: TrialGenerator) -> Double {
    Samplers.chiSquared(bits.generator, df)
  }
}
