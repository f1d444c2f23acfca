// SPDX-License-Identifier: GPL-3.0-or-later

/// How wide a text is, for placing labels without a browser.
///
/// An estimate on the safe side for the sans-serif fonts of common systems.
enum TextMetrics {
  /// The width of `text` at a font of `size` pixels.
  static func width(_ text: String, size: Double) -> Double {
    (plainWidth(text) ?? text.reduce(0) { $0 + width($1) }) * size
  }

  /// The size of a text that is as wide as a bold one of `size`.
  static func bold(_ size: Double) -> Double { size * 1.12 }

  /// The width of a text of which each scalar is known and a character of its own; nil for others.
  private static func plainWidth(_ text: String) -> Double? {
    var sum = 0.0
    for scalar in text.unicodeScalars {
      guard let width = width(scalar) else { return nil }
      sum += width
    }
    return sum
  }

  private static func width(_ character: Character) -> Double {
    let scalars = character.unicodeScalars
    if scalars.count == 1, let width = scalars.first.flatMap(width(_:)) { return width }
    return character.isASCII ? 0.7 : character.utf8.count > 2 ? 1.05 : 0.68
  }

  /// Of DejaVu Sans, the widest of the fonts that a page asks for.
  private static func width(_ scalar: Unicode.Scalar) -> Double? {
    switch scalar {
    case "i", "j", "l", "'": 0.28
    case "I", ".", ",", ":", ";", "|", " ", "\u{A0}", "/": 0.34
    case "f", "t", "r", "(", ")", "[", "]", "-", "·", "!": 0.41
    case "m", "M", "w", "W", "@", "%", "—", "→", "…": 0.99
    case "≤", "−", "±", "+", "=", "<", ">": 0.84
    case "A"..."Z": 0.77
    case "a"..."z", "0"..."9", "_": 0.64
    // Two line ends may be one character.
    case "\r", "\n": nil
    default: scalar.isASCII ? 0.7 : nil
    }
  }

  /// As much of `text` as fits, with an ellipsis where something is left out.
  static func shortened(_ text: String, to width: Double, size: Double) -> String {
    let line = mayBreak(text) ? String(text.map { $0.isNewline ? " " : $0 }) : text
    guard self.width(line, size: size) > width else { return line }
    var kept = ""
    var used = 0.62 * size
    for character in line {
      used += self.width(character) * size
      if used > width { break }
      kept.append(character)
    }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  /// Whether a text has a byte that is or ends a line break: LF to CR, U+0085, U+2028, U+2029.
  private static func mayBreak(_ text: String) -> Bool {
    text.utf8.contains { byte in
      (0x0A...0x0D).contains(byte) || byte == 0x85 || byte == 0xA8 || byte == 0xA9
    }
  }
}
