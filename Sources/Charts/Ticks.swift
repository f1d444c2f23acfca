// SPDX-License-Identifier: GPL-3.0-or-later

/// What the numbers along an axis are, for choosing and writing its ticks.
public enum AxisKind: Sendable, Hashable {
  /// Amounts: steps of 1, 2 or 5 times a power of ten, thousands as k, millions as M.
  case amount
  /// Months: steps that divide years or that years divide.
  case months
  /// Shares from 0 to 1, written in percent.
  case share
}

/// The marks along an axis.
public struct Ticks: Sendable, Hashable {
  /// Ascending, at equal distances.
  public let values: [Double]
  /// The distance between them.
  public let step: Double
  private let kind: AxisKind

  /// At most `most` round numbers within `low` and `high`, at least 1.
  ///
  /// - Parameters:
  ///   - low: finite.
  ///   - high: finite, above `low`.
  public init(from low: Double, to high: Double, most: Int, kind: AxisKind) {
    let steps = Self.steps(kind, near: (high / 2 - low / 2) / Double(max(most, 1)))
    /// The multiples of `step` in the interval, its ends included in spite of rounding.
    func multiples(_ step: Double) -> (first: Double, count: Double) {
      let first = (low / step - 1e-9).rounded(.up)
      return (first, (high / step + 1e-9).rounded(.down) - first + 1)
    }
    let step = steps.first { multiples($0).count <= Double(max(most, 1)) } ?? steps.last ?? 1
    let (first, count) = multiples(step)
    self.step = step
    self.kind = kind
    values = (0..<Int(min(max(count, 0), 100))).map {
      Self.clean((first + Double($0)) * step, step)
    }
  }

  /// Ascending candidates from one that is certainly too small.
  private static func steps(_ kind: AxisKind, near size: Double) -> [Double] {
    let months: [Double] = kind == .months ? [0.25, 0.5, 1, 2, 3, 6, 12, 24, 36, 60, 120, 240] : []
    var power = 1.0
    let target = max(size, 1e-300)
    while power > target { power /= 10 }
    while power * 10 <= target { power *= 10 }
    let round = [0.1, 1, 10, 100].flatMap { scale in [1, 2, 5].map { $0 * power * scale } }
    guard let longest = months.last else { return round }
    return months + round.filter { $0 > longest }
  }

  /// Without the noise of binary multiplication around 0.
  private static func clean(_ value: Double, _ step: Double) -> Double {
    abs(value) < step * 1e-9 ? 0 : value
  }

  /// The text of a tick.
  public func label(_ value: Double) -> String {
    switch kind {
    case .share: "\(Self.plain(value * 100, step: step * 100)) %"
    case .months: Self.plain(value, step: step)
    case .amount: compact(value)
    }
  }

  /// Thousands, millions, billions and trillions by a letter where the ticks are as large.
  private func compact(_ value: Double) -> String {
    let largest = values.map(abs).max() ?? 0
    guard largest < 1e15 else { return value == 0 ? "0" : Self.scientific(value) }
    for (size, letter) in [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")] {
      if largest >= size * (letter == "k" ? 2 : 1) {
        return value == 0 ? "0" : Self.plain(value / size, step: step / size) + letter
      }
    }
    guard largest == 0 || largest >= 1e-6 else { return value == 0 ? "0" : Self.scientific(value) }
    return Self.plain(value, step: step)
  }

  static func scientific(_ value: Double) -> String {
    var (digits, power) = (abs(value), 0)
    while digits >= 9.995 { (digits, power) = (digits / 10, power + 1) }
    while digits < 0.9995 { (digits, power) = (digits * 10, power - 1) }
    let mantissa = (digits * 100).rounded() / 100
    let text = mantissa == mantissa.rounded() ? "\(Int(mantissa))" : "\(mantissa)"
    return "\(value < 0 ? "−" : "")\(text)e\(power)"
  }

  /// With the decimals that the step has.
  private static func plain(_ value: Double, step: Double) -> String {
    var (decimals, rest) = (0, abs(step))
    while decimals < 9, abs(rest - rest.rounded()) > 1e-6 * rest {
      (decimals, rest) = (decimals + 1, rest * 10)
    }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let units = (abs(value) * scale).rounded()
    guard units < 1e15 else { return scientific(value) }
    var digits = String(Int64(units))
    while digits.count <= decimals { digits = "0" + digits }
    var text = String(digits.dropLast(decimals))
    var place = text.count - 3
    while place > 0 {
      text.insert(",", at: text.index(text.startIndex, offsetBy: place))
      place -= 3
    }
    if decimals > 0 { text += "." + digits.suffix(decimals) }
    return (value < 0 && units > 0 ? "−" : "") + text
  }
}
