// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// The distribution of a number of which only the order of magnitude is known: ln X is uniform from
/// ln `low` to ln `high`.
public struct LogUniform: Distribution {
  public static let family = "loguniform"
  /// The lower end, above 0.
  public let low: Double
  /// The upper end, above `low`.
  public let high: Double
  /// ln(high / low).
  private let logWidth: Double

  /// - Throws: `ParameterError` unless 0 < low < high.
  public init(low: Double, high: Double) throws(ParameterError) {
    try requirePositive(Self.family, "low", low)
    try requireFinite(Self.family, ("high", high))
    try require(low < high, Self.family, "high", high, "must be above low, \(low)")
    self.low = low
    self.high = high
    logWidth = logarithmOfRatio(high, low)
  }

  /// By two quantiles, both above 0.
  ///
  /// - Throws: `ParameterError` unless probabilities and values rise together.
  public init(_ points: PercentilePair) throws(ParameterError) {
    let (location, scale) = try points.logarithms(Self.family).locationScale { $0 }
    try self.init(low: exponential(location), high: exponential(location + scale))
  }

  public var parameters: [(name: String, value: Double)] { [("low", low), ("high", high)] }
  public var support: Support { Support(low, high) }
  public var mean: Double { (high - low) / logWidth }
  public var variance: Double {
    // With h = ln(high / low) / 2 and the geometric mean g: g² sinh h / h · (cosh h − sinh h / h).
    let h = logWidth / 2
    guard h < 1 else { return (high - low) * ((high + low) / 2 / logWidth) - mean * mean }
    var sum = 0.0
    var term = 1.0
    for n in 1...12 {
      let order = 2 * Double(n)
      term *= h * h / (order * (order - 1))
      sum += term * order / (order + 1)
    }
    return mean * low.squareRoot() * high.squareRoot() * sum
  }
  public var baseCase: Double { quantile(0.5) }

  public func density(_ x: Double) -> Double { x >= low && x <= high ? 1 / (x * logWidth) : 0 }
  public func cdf(_ x: Double) -> Double {
    x <= low ? 0 : x >= high ? 1 : logarithmOfRatio(x, low) / logWidth
  }
  public func survival(_ x: Double) -> Double {
    x <= low ? 1 : x >= high ? 0 : -logarithmOfRatio(x, high) / logWidth
  }
  public func quantile(_ p: Double) -> Double {
    p <= 0.5 ? rising(p) : falling(1 - p)
  }
  public func upperQuantile(_ q: Double) -> Double {
    q <= 0.5 ? falling(q) : rising(1 - q)
  }
  // From the nearer end, whose digits a product far from it would lose.
  private func rising(_ p: Double) -> Double { min(low * exponential(p * logWidth), high) }
  private func falling(_ q: Double) -> Double { max(high * exponential(-q * logWidth), low) }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    x.transformBySides { side in
      side.scale(by: logWidth / 2, shift: 0)
      side.exponentiate()
    }
    for i in x.indices { x[i] = x[i] > 0 ? min(low * x[i], high) : max(high / -x[i], low) }
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    quantile(Uniforms.unit(bits.generator))
  }
}
