// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// Each whole number from `low` to `high`, both included, alike.
public struct IntegerRange: Distribution {
  public static let family = "integers"
  /// The smallest number.
  public let low: Double
  /// The largest number, not below `low`.
  public let high: Double

  /// - Throws: `ParameterError` unless both are whole, at most 10⁹ in size, and low <= high.
  public init(low: Double, high: Double) throws(ParameterError) {
    for (name, value) in [("low", low), ("high", high)] {
      try require(
        value == value.rounded() && abs(value) <= 1e9, Self.family, name, value,
        "must be a whole number from -1e9 to 1e9")
    }
    try require(low <= high, Self.family, "high", high, "must not be below low, \(low)")
    self.low = low
    self.high = high
  }

  /// How many numbers there are.
  private var count: Double { high - low + 1 }

  public var parameters: [(name: String, value: Double)] { [("low", low), ("high", high)] }
  public var support: Support { Support(low, high, isInteger: true) }
  public var mean: Double { low / 2 + high / 2 }
  public var variance: Double { (count * count - 1) / 12 }
  public var baseCase: Double { mean.rounded(.down) }

  public func density(_ x: Double) -> Double {
    x >= low && x <= high && x == x.rounded() ? 1 / count : 0
  }
  public func cdf(_ x: Double) -> Double {
    x < low ? 0 : x >= high ? 1 : (x.rounded(.down) - low + 1) / count
  }
  public func survival(_ x: Double) -> Double {
    x < low ? 1 : x >= high ? 0 : (high - x.rounded(.down)) / count
  }
  public func quantile(_ p: Double) -> Double {
    // The least k with (k + 1) / count >= p, as `cdf` rounds it: p · count may round across it.
    var k = (p * count).rounded(.up) - 1
    if k / count >= p { k -= 1 }
    if (k + 1) / count < p { k += 1 }
    return min(max(low + k, low), high)
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    // ⌈p·n⌉ − 1 by truncation, which the base instruction set has: p·n > 0.
    let count = count
    for i in x.indices {
      let scaled = x[i] * count
      let whole = Double(Int32(scaled))
      x[i] = low + (scaled > whole ? whole : whole - 1)
    }
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    low + Double(Uniforms.integer(bits.generator, below: UInt(count)))
  }
}
