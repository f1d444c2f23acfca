// SPDX-License-Identifier: GPL-3.0-or-later

/// A piece of HTML or SVG.
///
/// What stands in a literal is markup as it is; a text that is put into one is escaped, and markup that is
/// put into one stays what it is. A text cannot become markup in any other way, so none is ever put on a
/// page unescaped.
public struct Markup: Sendable, Hashable {
  /// The markup as it goes to a file.
  public fileprivate(set) var source: String

  /// Nothing.
  public init() { source = "" }

  /// A text, escaped.
  public init(text: String) { source = Self.escaped(text) }

  /// Adds `other` at the end.
  public static func += (markup: inout Markup, other: Markup) { markup.source += other.source }

  /// `other` after `markup`.
  public static func + (markup: Markup, other: Markup) -> Markup {
    var sum = markup
    sum += other
    return sum
  }

  /// A text in which nothing is markup, for element content and quoted attributes.
  ///
  /// Characters that XML has no place for become U+FFFD.
  static func escaped(_ text: String) -> String {
    // Most texts have nothing to escape.
    guard text.utf8.contains(where: mayNeedEscape) else { return text }
    var text = text
    return text.withUTF8 { bytes in
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count + 32)
      var place = 0
      while place < bytes.count {
        let (replacement, length) = replacement(in: bytes, at: place)
        if let replacement {
          result.append(contentsOf: replacement.utf8)
        } else {
          result.append(contentsOf: bytes[place..<place + length])
        }
        place += length
      }
      return String(decoding: result, as: UTF8.self)
    }
  }

  /// Whether a byte is escaped, or begins a character that may be.
  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
      UInt8(ascii: "'"), 0x00...0x1F, 0x7F, 0xC2, 0xEF:
      true
    default: false
    }
  }

  /// What stands for the character or byte at `place`, nil for itself, and how many bytes it has.
  private static func replacement(
    in bytes: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> (String?, length: Int) {
    func next(_ distance: Int) -> UInt8 {
      place + distance < bytes.count ? bytes[place + distance] : 0
    }
    switch bytes[place] {
    case UInt8(ascii: "&"): return ("&amp;", 1)
    case UInt8(ascii: "<"): return ("&lt;", 1)
    case UInt8(ascii: ">"): return ("&gt;", 1)
    case UInt8(ascii: "\""): return ("&quot;", 1)
    case UInt8(ascii: "'"): return ("&#39;", 1)
    case 0x09, 0x0A, 0x0D: return (nil, 1)
    case 0x00...0x1F, 0x7F: return ("\u{FFFD}", 1)
    // U+0080 to U+009F.
    case 0xC2: return ((0x80...0x9F).contains(next(1)) ? "\u{FFFD}" : nil, 2)
    // U+FFFE and U+FFFF.
    case 0xEF: return (next(1) == 0xBF && next(2) >= 0xBE ? "\u{FFFD}" : nil, 3)
    default: return (nil, 1)
    }
  }
}

extension Markup: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { source = value }

  public init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

  /// Takes the parts of a literal.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var source = ""

    public init(literalCapacity: Int, interpolationCount: Int) {
      source.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    public mutating func appendLiteral(_ literal: String) { source += literal }

    /// A text, escaped.
    public mutating func appendInterpolation(_ text: String) { source += Markup.escaped(text) }

    /// Markup as it is.
    public mutating func appendInterpolation(_ markup: Markup) { source += markup.source }

    /// Pieces of markup one after the other.
    public mutating func appendInterpolation(_ pieces: [Markup]) {
      for piece in pieces { source += piece.source }
    }

    /// Markup where there is any.
    public mutating func appendInterpolation(_ markup: Markup?) { source += markup?.source ?? "" }

    /// A whole number.
    public mutating func appendInterpolation(_ number: Int) { source += "\(number)" }

    /// A coordinate, to a hundredth of a pixel.
    public mutating func appendInterpolation(_ coordinate: Double) {
      let bounded = coordinate.isNaN ? 0 : min(max(coordinate, -1e6), 1e6)
      let hundredths = Int((bounded * 100).rounded())
      let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
      if hundredths < 0 { source += "-" }
      source += "\(whole)"
      guard rest > 0 else { return }
      source += rest < 10 ? ".0\(rest)" : rest % 10 == 0 ? ".\(rest / 10)" : ".\(rest)"
    }
  }
}

extension Sequence<Markup> {
  /// The pieces one after the other, with `separator` between them.
  public func joined(separator: Markup = Markup()) -> Markup {
    var result = Markup()
    for (index, piece) in enumerated() {
      if index > 0 { result += separator }
      result += piece
    }
    return result
  }
}
