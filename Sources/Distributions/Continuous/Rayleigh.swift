// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// The distance from the origin of a point whose two coordinates are normal with deviation `sigma`.
///
/// Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions" 1, 2nd ed., chapter 18.
public struct Rayleigh: Distribution {
  public static let family = "rayleigh"
  /// The scale, above 0; also the most likely value.
  public let sigma: Double

  /// - Throws: `ParameterError` unless sigma is above 0.
  public init(sigma: Double) throws(ParameterError) {
    try requirePositive(Self.family, "sigma", sigma)
    self.sigma = sigma
  }

  public var parameters: [(name: String, value: Double)] { [("sigma", sigma)] }
  public var support: Support { Support(0, .infinity) }
  public var mean: Double { sigma * (Double.pi / 2).squareRoot() }
  public var variance: Double { sigma * sigma * (2 - Double.pi / 2) }
  public var baseCase: Double { quantile(0.5) }

  /// x² / (2 sigma²).
  private func exponent(_ x: Double) -> Double { (x / sigma) * (x / sigma) / 2 }

  public func density(_ x: Double) -> Double {
    x > 0 && x < .infinity ? x / sigma * exponential(-exponent(x)) / sigma : 0
  }
  public func cdf(_ x: Double) -> Double { x > 0 ? -exponentialMinusOne(-exponent(x)) : 0 }
  public func survival(_ x: Double) -> Double { x > 0 ? exponential(-exponent(x)) : 1 }
  public func quantile(_ p: Double) -> Double {
    sigma * (-2 * logarithmOfOnePlus(-p)).squareRoot()
  }
  public func upperQuantile(_ q: Double) -> Double { sigma * (-2 * logarithm(q)).squareRoot() }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    x.takeExponentialQuantiles()
    for i in x.indices { x[i] = sigma * (2 * x[i]).squareRoot() }
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    sigma * Samplers.rayleigh(bits.generator)
  }
}
