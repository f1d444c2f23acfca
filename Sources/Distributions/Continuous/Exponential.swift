// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// Waiting times without memory: P(X > x) = e^(−x / mean).
///
/// Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions" 1, 2nd ed., chapter 19.
public struct Exponential: Distribution {
  public static let family = "exponential"
  /// The mean, above 0.
  public let mean: Double

  /// - Throws: `ParameterError` unless the mean is above 0.
  public init(mean: Double) throws(ParameterError) {
    try requirePositive(Self.family, "mean", mean)
    self.mean = mean
  }

  public var parameters: [(name: String, value: Double)] { [("mean", mean)] }
  public var support: Support { Support(0, .infinity) }
  public var variance: Double { mean * mean }
  public var baseCase: Double { quantile(0.5) }

  public func density(_ x: Double) -> Double { x >= 0 ? exponential(-x / mean) / mean : 0 }
  public func cdf(_ x: Double) -> Double { x > 0 ? -exponentialMinusOne(-x / mean) : 0 }
  public func survival(_ x: Double) -> Double { x > 0 ? exponential(-x / mean) : 1 }
  public func quantile(_ p: Double) -> Double { -mean * logarithmOfOnePlus(-p) }
  public func upperQuantile(_ q: Double) -> Double { -mean * logarithm(q) }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    x.takeExponentialQuantiles()
    x.scale(by: mean, shift: 0)
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    mean * Samplers.exponential(bits.generator)
  }
}
