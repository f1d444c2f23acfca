// SPDX-License-Identifier: GPL-3.0-or-later

public import RandomStreams

/// The beta distribution on [low, high] that project planners give by its most likely value.
///
/// alpha = 1 + λ (mode − low)/(high − low), beta = 1 + λ (high − mode)/(high − low), so that the mean
/// is (low + λ mode + high)/(λ + 2). λ = 4 is the classical choice (Malcolm, Roseboom, Clark and
/// Fazar, "Application of a technique for research and development program evaluation", Operations
/// Research 7(5), 1959).
public struct PERT: Distribution {
  public static let family = "pert"
  /// The lower end.
  public let low: Double
  /// The most likely value, from `low` to `high`.
  public let mode: Double
  /// The upper end, above `low`.
  public let high: Double
  /// λ, the weight of the mode, above 0.
  public let lambda: Double
  private let beta: Beta

  /// - Throws: `ParameterError` unless low <= mode <= high, low < high and 0 < lambda <= 10⁴.
  public init(
    low: Double, mode: Double, high: Double, lambda: Double = 4
  ) throws(ParameterError) {
    try requireOrdered(Self.family, low: low, mode: mode, high: high)
    try require(
      lambda > 0 && lambda <= 1e4, Self.family, "lambda", lambda, "must be above 0, to 10,000")
    self.low = low
    self.mode = mode
    self.high = high
    self.lambda = lambda
    let width = high - low
    beta = try Beta(
      alpha: 1 + lambda * ((mode - low) / width), beta: 1 + lambda * ((high - mode) / width),
      low: low, high: high)
  }

  public var parameters: [(name: String, value: Double)] {
    [("low", low), ("mode", mode), ("high", high), ("lambda", lambda)]
  }
  public var support: Support { beta.support }
  public var mean: Double { beta.mean }
  public var variance: Double { beta.variance }
  public var baseCase: Double { mode }

  public func density(_ x: Double) -> Double { beta.density(x) }
  public func cdf(_ x: Double) -> Double { beta.cdf(x) }
  public func survival(_ x: Double) -> Double { beta.survival(x) }
  public func quantile(_ p: Double) -> Double { beta.quantile(p) }
  public func upperQuantile(_ q: Double) -> Double { beta.upperQuantile(q) }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) { beta.transform(x) }
  public func sample(_ bits: TrialGenerator) -> Double { beta.sample(bits) }
}
