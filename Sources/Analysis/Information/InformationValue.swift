// SPDX-License-Identifier: GPL-3.0-or-later

/// What it is worth to know something before one of several options is chosen: how much lower the
/// expected cost of the choice becomes.
///
/// It is never negative, for what is known can be ignored.
public struct InformationValue: Sendable, Hashable {
  /// The estimate, in the unit of the costs.
  public let value: Double
  /// Lower bound of a 95 % interval, at least 0.
  public let low: Double
  /// Upper bound of a 95 % interval.
  public let high: Double
  /// How far the estimate may be off on average; the interval has it added at either end.
  public let bias: Double

  /// Whether there is a value at all, as far as the sample tells.
  public var isDistinguishableFromZero: Bool { low > 0 }

  /// - Parameters:
  ///   - value: the estimate; a negative one is noise around 0.
  ///   - halfWidth: of the 95 % interval.
  ///   - most: what the value cannot exceed.
  init(_ value: Double, halfWidth: Double, bias: Double = 0, atMost most: Double = .infinity) {
    self.value = min(max(value, 0), most)
    low = min(max(value - halfWidth - bias, 0), self.value)
    high = max(value + halfWidth + bias, self.value)
    self.bias = bias
  }

  /// In a unit of which one of this is `factor`.
  func scaled(by factor: Double) -> InformationValue {
    InformationValue(
      value: value * factor, low: low * factor, high: high * factor, bias: bias * factor)
  }

  private init(value: Double, low: Double, high: Double, bias: Double) {
    self.value = value
    self.low = low
    self.high = high
    self.bias = bias
  }
}
