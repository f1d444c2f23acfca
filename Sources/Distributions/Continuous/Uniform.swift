// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// Every number from `low` to `high` alike: density 1 / (high − low).
public struct Uniform: Distribution {
  public static let family = "uniform"
  /// The lower end.
  public let low: Double
  /// The upper end, above `low`.
  public let high: Double

  /// - Throws: `ParameterError` unless low < high and both are finite.
  public init(low: Double, high: Double) throws(ParameterError) {
    try requireFinite(Self.family, ("low", low), ("high", high))
    try require(low < high, Self.family, "high", high, "must be above low, \(low)")
    self.low = low
    self.high = high
  }

  /// By two quantiles.
  ///
  /// - Throws: `ParameterError` unless probabilities and values rise together.
  public init(_ points: PercentilePair) throws(ParameterError) {
    let (low, width) = points.locationScale { $0 }
    try self.init(low: low, high: low + width)
  }

  public var parameters: [(name: String, value: Double)] { [("low", low), ("high", high)] }
  public var support: Support { Support(low, high) }
  public var mean: Double { low / 2 + high / 2 }
  public var variance: Double { (high - low) * (high - low) / 12 }
  public var baseCase: Double { mean }

  public func density(_ x: Double) -> Double { x >= low && x <= high ? 1 / (high - low) : 0 }
  public func cdf(_ x: Double) -> Double { min(max((x - low) / (high - low), 0), 1) }
  public func survival(_ x: Double) -> Double { min(max((high - x) / (high - low), 0), 1) }
  public func quantile(_ p: Double) -> Double { p < 1 ? min(low + p * (high - low), high) : high }
  public func upperQuantile(_ q: Double) -> Double {
    q < 1 ? max(high - q * (high - low), low) : low
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    x.scale(by: high - low, shift: low)
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    min(max(Uniforms.flat(bits.generator, low, high), low), high)
  }
}
