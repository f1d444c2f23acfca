// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// Times to failure: P(X > x) = exp(−(x / scale)^shape).
///
/// The hazard falls with age below shape 1 and rises above it. Johnson, Kotz and Balakrishnan,
/// "Continuous Univariate Distributions" 1, 2nd ed., chapter 21.
public struct Weibull: Distribution {
  public static let family = "weibull"
  /// The shape, above 0.
  public let shape: Double
  /// The scale, above 0: 63 % of all values lie below it.
  public let scale: Double

  /// - Throws: `ParameterError` unless the shape is from 0.05 to 10⁵ and the scale above 0.
  public init(shape: Double, scale: Double) throws(ParameterError) {
    try require(shape, from: 0.05, to: 1e5, Self.family, "shape")
    try requirePositive(Self.family, "scale", scale)
    self.shape = shape
    self.scale = scale
  }

  /// By two quantiles, both above 0.
  ///
  /// - Throws: `ParameterError` unless probabilities and values rise together.
  public init(_ points: PercentilePair) throws(ParameterError) {
    // ln X is Gumbel's distribution of the smallest.
    let (location, scale) = try points.logarithms(Self.family)
      .locationScale { logarithm(-logarithmOfOnePlus(-$0)) }
    try self.init(shape: 1 / scale, scale: exponential(location))
  }

  public var parameters: [(name: String, value: Double)] { [("shape", shape), ("scale", scale)] }
  public var support: Support { Support(0, .infinity) }
  public var mean: Double { scale * exponential(logGamma(1 / shape)) }
  public var variance: Double {
    // Γ(1 + 2/k) − Γ(1 + 1/k)² cancels where the shape is large.
    let excess = logGamma(2 / shape) - 2 * logGamma(1 / shape)
    return mean * mean * exponentialMinusOne(shape >= 10 ? excessSeries : excess)
  }
  /// ln Γ(1 + z).
  private func logGamma(_ z: Double) -> Double { GammaFunctions.logGamma(1 + z) }
  /// ln Γ(1 + 2z) − 2 ln Γ(1 + z) with z = 1 / shape, by the Taylor series of ln Γ at 1.
  private var excessSeries: Double {
    var sum = 0.0
    var term = 1.0
    for n in 2...30 {
      term = n == 2 ? 1 / (shape * shape) : -term / shape
      let order = Double(n)
      let factor = Double(sign: .plus, exponent: n, significand: 1) - 2
      sum += GammaFunctions.zeta(Int32(n)) / order * factor * term
    }
    return sum
  }
  public var baseCase: Double { quantile(0.5) }

  /// (x / scale)^shape.
  private func exponent(_ x: Double) -> Double {
    exponential(shape * logarithmOfRatio(x, scale))
  }

  public func density(_ x: Double) -> Double {
    if x == 0 { return shape < 1 ? .infinity : shape == 1 ? 1 / scale : 0 }
    return x > 0
      ? shape / scale
        * exponential((shape - 1) * logarithmOfRatio(x, scale) - exponent(x)) : 0
  }
  public func cdf(_ x: Double) -> Double { x > 0 ? -exponentialMinusOne(-exponent(x)) : 0 }
  public func survival(_ x: Double) -> Double { x > 0 ? exponential(-exponent(x)) : 1 }
  public func quantile(_ p: Double) -> Double {
    scale * power(-logarithmOfOnePlus(-p), 1 / shape)
  }
  public func upperQuantile(_ q: Double) -> Double {
    scale * power(-logarithm(q), 1 / shape)
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    x.takeExponentialQuantiles()
    x.takeLogarithms()
    x.scale(by: 1 / shape, shift: 0)
    x.exponentiate()
    x.scale(by: scale, shift: 0)
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    scale * Samplers.weibull(bits.generator, shape)
  }
}
