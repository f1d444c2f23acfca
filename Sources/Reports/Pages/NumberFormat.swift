// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers as people read them: grouped thousands, no more digits than mean something.
///
/// Locale-independent on purpose: the same run prints the same text everywhere.
public enum NumberFormat {
  /// With `decimals` places after the point and commas between thousands.
  public static func grouped(_ x: Double, decimals: Int) -> String {
    guard x.isFinite else { return x > 0 ? "inf" : x < 0 ? "-inf" : "nan" }
    guard abs(x) < 1e15 else { return "\(x)" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    var digits = UInt64((abs(x) * scale).rounded())
    let isNegative = x < 0 && digits > 0
    // From the last digit on; at most twenty, with their commas.
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { text in
      var start = text.count
      func put(_ byte: UInt8) {
        start -= 1
        text[start] = byte
      }
      var place = 0
      repeat {
        if place == decimals, decimals > 0 { put(UInt8(ascii: ".")) }
        if place > decimals, (place - decimals) % 3 == 0 { put(UInt8(ascii: ",")) }
        put(UInt8(ascii: "0") + UInt8(digits % 10))
        digits /= 10
        place += 1
      } while digits > 0 || place <= decimals
      if isNegative { put(UInt8(ascii: "-")) }
      return String(decoding: UnsafeBufferPointer(rebasing: text[start...]), as: UTF8.self)
    }
  }

  /// A number's text with a true minus in the place of its sign.
  static func withMinus(_ text: String) -> String {
    text.utf8.first == UInt8(ascii: "-") ? "−" + text.dropFirst() : text
  }

  /// With about four significant digits: 24,582 · 246.2 · 0.004750.
  public static func short(_ x: Double) -> String {
    let size = abs(x)
    // What is smaller is the noise of rounding: nothing here is counted in billionths.
    if size < 1e-9 { return "0" }
    if !x.isFinite || size >= 1_000 { return grouped(x, decimals: 0) }
    if x == x.rounded() { return grouped(x, decimals: 0) }
    if size >= 100 { return grouped(x, decimals: 1) }
    if size >= 10 { return grouped(x, decimals: 2) }
    if size >= 1 { return grouped(x, decimals: 3) }
    var decimals = 3
    var scaled = size
    while scaled < 0.1, decimals < 12 {
      scaled *= 10
      decimals += 1
    }
    return grouped(x, decimals: min(decimals + 1, 12))
  }

  /// In full, without digits that are only noise of binary arithmetic: 12 significant digits.
  public static func exact(_ x: Double) -> String {
    let size = abs(x)
    guard x.isFinite, size > 0, size < 1e12 else { return short(x) }
    var decimals = 0
    var whole = size
    while whole >= 10 {
      whole /= 10
      decimals -= 1
    }
    while whole < 1 {
      whole *= 10
      decimals += 1
    }
    var text = grouped(x, decimals: min(15, max(0, decimals + 11)))
    if text.contains(".") {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    return text
  }

  /// A probability to the digits its error leaves, at least three.
  public static func probability(_ p: Double, error: Double) -> String {
    grouped(p, decimals: error >= 0.0005 || error == 0 ? 3 : error >= 0.00005 ? 4 : 5)
  }
}
