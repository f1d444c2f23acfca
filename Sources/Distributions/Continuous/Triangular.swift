// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels
internal import GSLNumerics
public import RandomStreams

/// A density that rises in a line from `low` to `mode` and falls in a line to `high`.
///
/// Kotz and van Dorp, "Beyond Beta", World Scientific 2004, chapter 1.
public struct Triangular: Distribution {
  public static let family = "triangular"
  /// The lower end.
  public let low: Double
  /// The most likely value, from `low` to `high`.
  public let mode: Double
  /// The upper end, above `low`.
  public let high: Double

  /// - Throws: `ParameterError` unless low <= mode <= high, low < high and all are finite.
  public init(low: Double, mode: Double, high: Double) throws(ParameterError) {
    try requireOrdered(Self.family, low: low, mode: mode, high: high)
    self.low = low
    self.mode = mode
    self.high = high
  }

  public var parameters: [(name: String, value: Double)] {
    [("low", low), ("mode", mode), ("high", high)]
  }
  public var support: Support { Support(low, high) }
  public var mean: Double { low / 3 + mode / 3 + high / 3 }
  public var variance: Double {
    // By side lengths rather than by products of the ends, which cancel far from 0.
    let width = high - low
    let left = mode - low
    return (width * width - width * left + left * left) / 18
  }
  public var baseCase: Double { mode }

  /// P(X <= mode).
  private var share: Double { (mode - low) / (high - low) }
  /// P(X > mode).
  private var upperShare: Double { (high - mode) / (high - low) }

  public func density(_ x: Double) -> Double {
    guard x >= low, x <= high else { return 0 }
    let peak = 2 / (high - low)
    if x < mode { return peak * ((x - low) / (mode - low)) }
    return mode < high ? peak * ((high - x) / (high - mode)) : peak
  }
  // Products of ratios rather than ratios of products, which overflow first. Beyond the mode the part
  // between it and x is added, since 1 − survival has no digits where the mode is the low end.
  public func cdf(_ x: Double) -> Double {
    if x <= low { return 0 }
    if x >= high { return 1 }
    if x <= mode { return (x - low) / (high - low) * ((x - low) / (mode - low)) }
    let t = (x - mode) / (high - mode)
    return share + upperShare * (t * (2 - t))
  }
  public func survival(_ x: Double) -> Double {
    if x <= low { return 1 }
    if x >= high { return 0 }
    if x >= mode { return (high - x) / (high - low) * ((high - x) / (high - mode)) }
    let t = (mode - x) / (mode - low)
    return upperShare + share * (t * (2 - t))
  }
  public func quantile(_ p: Double) -> Double { p <= share ? rising(p) : falling(1 - p) }
  public func upperQuantile(_ q: Double) -> Double {
    q <= upperShare ? falling(q) : rising(1 - q)
  }
  /// The quantile of p on the side of the low end.
  private func rising(_ p: Double) -> Double {
    min(low + (high - low) * (p * share).squareRoot(), high)
  }
  /// The quantile of 1 − q on the side of the high end.
  private func falling(_ q: Double) -> Double {
    max(high - (high - low) * (q * upperShare).squareRoot(), low)
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    guard let start = x.baseAddress else { return }
    bk_triangular_quantile(start, x.count, low, high, share, upperShare)
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    quantile(Uniforms.unit(bits.generator))
  }
}
