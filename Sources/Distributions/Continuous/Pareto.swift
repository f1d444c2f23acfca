// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// A power-law tail: P(X > x) = (scale / x)^shape from `scale` up.
///
/// Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions" 1, 2nd ed., chapter 20.
public struct Pareto: Distribution {
  public static let family = "pareto"
  /// The exponent of the tail, above 0; below 1 the mean is infinite, below 2 the variance.
  public let shape: Double
  /// The smallest value, above 0.
  public let scale: Double

  /// - Throws: `ParameterError` unless the shape is from 0.1 to 10⁵ and the scale above 0.
  public init(shape: Double, scale: Double) throws(ParameterError) {
    // At shape 0.1 the largest of all draws, at a probability of 2⁻⁵⁴, is 10¹⁶² times the scale.
    try require(shape, from: 0.1, to: 1e5, Self.family, "shape")
    try requirePositive(Self.family, "scale", scale)
    self.shape = shape
    self.scale = scale
  }

  /// By two quantiles, both above 0.
  ///
  /// - Throws: `ParameterError` unless probabilities and values rise together.
  public init(_ points: PercentilePair) throws(ParameterError) {
    // ln X is exponential from ln scale on.
    let (location, scale) = try points.logarithms(Self.family)
      .locationScale { -logarithmOfOnePlus(-$0) }
    try self.init(shape: 1 / scale, scale: exponential(location))
  }

  public var parameters: [(name: String, value: Double)] { [("shape", shape), ("scale", scale)] }
  public var support: Support { Support(scale, .infinity) }
  public var mean: Double { shape > 1 ? scale * (shape / (shape - 1)) : .infinity }
  public var variance: Double {
    let ratio = scale / (shape - 1)
    return shape > 2 ? ratio * ratio * (shape / (shape - 2)) : .infinity
  }
  public var baseCase: Double { quantile(0.5) }

  /// ln P(X > x) for x in the support.
  private func logSurvival(_ x: Double) -> Double { -shape * logarithmOfRatio(x, scale) }

  public func density(_ x: Double) -> Double {
    x >= scale ? shape / x * exponential(logSurvival(x)) : 0
  }
  public func cdf(_ x: Double) -> Double {
    x > scale ? -exponentialMinusOne(logSurvival(x)) : 0
  }
  public func survival(_ x: Double) -> Double { x > scale ? exponential(logSurvival(x)) : 1 }
  public func quantile(_ p: Double) -> Double {
    scale * exponential(-logarithmOfOnePlus(-p) / shape)
  }
  public func upperQuantile(_ q: Double) -> Double { scale * exponential(-logarithm(q) / shape) }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    x.takeExponentialQuantiles()
    x.scale(by: 1 / shape, shift: 0)
    x.exponentiate()
    x.scale(by: scale, shift: 0)
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    max(scale * Samplers.pareto(bits.generator, shape), scale)
  }
}
