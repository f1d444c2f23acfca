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
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
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
      let rounded = (bounded * 100).rounded() / 100
      source += rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
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
