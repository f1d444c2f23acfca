// SPDX-License-Identifier: GPL-3.0-or-later

/// How wide a text is, for placing labels without a browser.
///
/// An estimate on the safe side for the sans-serif fonts of common systems.
enum TextMetrics {
  /// The width of `text` at a font of `size` pixels.
  static func width(_ text: String, size: Double) -> Double {
    text.reduce(0) { $0 + width($1) } * size
  }

  /// The size of a text that is as wide as a bold one of `size`.
  static func bold(_ size: Double) -> Double { size * 1.12 }

  /// Of DejaVu Sans, the widest of the fonts that a page asks for.
  private static func width(_ character: Character) -> Double {
    switch character {
    case "i", "j", "l", "'": 0.28
    case "I", ".", ",", ":", ";", "|", " ", "\u{A0}", "/": 0.34
    case "f", "t", "r", "(", ")", "[", "]", "-", "·", "!": 0.41
    case "m", "M", "w", "W", "@", "%", "—", "→", "…": 0.99
    case "≤", "−", "±", "+", "=", "<", ">": 0.84
    case "A"..."Z": 0.77
    case "a"..."z", "0"..."9", "_": 0.64
    default: character.isASCII ? 0.7 : character.utf8.count > 2 ? 1.05 : 0.68
    }
  }

  /// As much of `text` as fits, with an ellipsis where something is left out.
  static func shortened(_ text: String, to width: Double, size: Double) -> String {
    let line = String(text.map { $0.isNewline ? " " : $0 })
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
}
