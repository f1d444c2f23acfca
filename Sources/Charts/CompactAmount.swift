// SPDX-License-Identifier: GPL-3.0-or-later

/// Amounts in few characters, for labels on charts.
enum CompactAmount {
  /// Three significant digits with k, M, B or T for powers of a thousand: 24.6k · −7.15k · 0.222 · 132.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return value > 0 ? "never" : "−inf" }
    let size = abs(value)
    if size < 1e-9 { return "0" }
    let sign = value < 0 ? "−" : ""
    let units: [(size: Double, letter: String)] = [
      (1, ""), (1e3, "k"), (1e6, "M"), (1e9, "B"), (1e12, "T"),
    ]
    for (unit, letter) in units {
      let scaled = size / unit
      // What rounds to 1,000 belongs to the next unit.
      if scaled < 999.5 { return sign + threeDigits(scaled) + letter }
    }
    return sign + Ticks.scientific(size)
  }

  private static func threeDigits(_ size: Double) -> String {
    var (scale, limit) = (1.0, 100.0)
    var decimals = 0
    while size < limit * 0.999_999, decimals < 9 {
      (scale, limit, decimals) = (scale * 10, limit / 10, decimals + 1)
    }
    let units = Int64((size * scale).rounded())
    var digits = String(units)
    while digits.count <= decimals { digits = "0" + digits }
    var text = String(digits.dropLast(decimals))
    if decimals > 0 { text += "." + digits.suffix(decimals) }
    if text.contains(".") {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    return text
  }
}
