// SPDX-License-Identifier: GPL-3.0-or-later

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

  public func density(_ x: Double) -> Double {
    guard x >= low, x <= high else { return 0 }
    if x < mode { return 2 * (x - low) / ((high - low) * (mode - low)) }
    return mode < high ? 2 * (high - x) / ((high - low) * (high - mode)) : 2 / (high - low)
  }
  public func cdf(_ x: Double) -> Double {
    if x <= low { return 0 }
    if x >= high { return 1 }
    return x <= mode
      ? (x - low) * (x - low) / ((high - low) * (mode - low)) : 1 - survival(x)
  }
  public func survival(_ x: Double) -> Double {
    if x <= low { return 1 }
    if x >= high { return 0 }
    return x >= mode
      ? (high - x) * (high - x) / ((high - low) * (high - mode)) : 1 - cdf(x)
  }
  public func quantile(_ p: Double) -> Double {
    p <= share
      ? low + (p * (high - low) * (mode - low)).squareRoot() : upperQuantile(1 - p)
  }
  public func upperQuantile(_ q: Double) -> Double {
    q <= 1 - share
      ? high - (q * (high - low) * (high - mode)).squareRoot() : quantile(1 - q)
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    let share = share
    let rising = (high - low) * (mode - low)
    let falling = (high - low) * (high - mode)
    for i in x.indices {
      let u = x[i]
      let isRising = u <= share
      let root = (isRising ? u * rising : (1 - u) * falling).squareRoot()
      x[i] = isRising ? low + root : high - root
    }
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    quantile(Uniforms.unit(bits.generator))
  }
}
