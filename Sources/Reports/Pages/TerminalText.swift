// SPDX-License-Identifier: GPL-3.0-or-later

/// A page on its way to a terminal: what that cannot show is written otherwise, what is too wide is broken,
/// what has a colour gets it.
public struct TerminalText {
  private let screen: Screen

  /// For `screen`; a text that goes elsewhere stays as it is.
  public init(_ screen: Screen) { self.screen = screen }

  /// The page as it is written.
  ///
  /// - Parameter hasHeadline: whether what stands before the first empty line is the answer.
  public func written(_ page: String, hasHeadline: Bool = false) -> String {
    var text = screen.unicode ? page : Self.plain(page)
    if screen.wrapsLines {
      text = lines(text).flatMap(fitted).joined(separator: "\n")
    }
    return screen.colour ? painted(text, hasHeadline: hasHeadline) : text
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  // MARK: Without Unicode

  private static let replacements: [Character: String] = [
    "±": "+-", "–": "-", "—": "-", "−": "-", "×": "x", "→": "->", "←": "<-", "≤": "<=", "≥": ">=",
    "“": "\"", "”": "\"", "‘": "'", "’": "'", "…": "...", "·": "-", "•": "*", "Δ": "delta",
    "σ": "sigma", "²": "^2", "✓": "+", "✗": "x",
  ]

  /// The text in ASCII, but for letters of names.
  public static func plain(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 128 }) else { return text }
    var result = ""
    for character in text {
      if let other = replacements[character] {
        result += other
      } else {
        result.append(character)
      }
    }
    return result
  }

  // MARK: Width

  /// A line in pieces that fit, broken at spaces; pieces after the first are indented further.
  private func fitted(_ line: String) -> [String] {
    guard line.count > screen.width else { return [line] }
    let indent = String(repeating: " ", count: min(line.prefix { $0 == " " }.count + 2, 12))
    var pieces: [String] = []
    var rest = line[...]
    while rest.count + (pieces.isEmpty ? 0 : indent.count) > screen.width {
      let room = screen.width - (pieces.isEmpty ? 0 : indent.count)
      let start = pieces.isEmpty ? rest.prefix { $0 == " " }.count : 0
      let end = rest.index(rest.startIndex, offsetBy: room)
      let first = rest.index(rest.startIndex, offsetBy: min(start + 1, rest.count))
      // The last space that fits, or the first at all: a word is not cut.
      let fitting = rest[..<rest.index(after: end)].lastIndex(of: " ").flatMap {
        $0 > first ? $0 : nil
      }
      guard let space = fitting ?? rest[first...].firstIndex(of: " ") else { break }
      pieces.append((pieces.isEmpty ? "" : indent) + Self.trimmed(rest[..<space]))
      rest = rest[space...].drop { $0 == " " }
    }
    if !rest.isEmpty { pieces.append((pieces.isEmpty ? "" : indent) + rest) }
    return pieces
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  // MARK: Colour

  /// What colours mean.
  private enum Style: String {
    case answer = "1"
    case bar = "36"
    case never = "33"
    case pass = "32"
    case fail = "31"

    func callAsFunction(_ text: some StringProtocol) -> String {
      "\u{1B}[\(rawValue)m\(text)\u{1B}[0m"
    }
  }

  private func painted(_ text: String, hasHeadline: Bool) -> String {
    var isHeadline = hasHeadline
    return lines(text).map { line in
      if line.isEmpty { isHeadline = false }
      return isHeadline ? Style.answer(line) : painted(line)
    }.joined(separator: "\n")
  }

  private func painted(_ line: String) -> String {
    let indent = line.prefix { $0 == " " }
    let word = line.dropFirst(indent.count).prefix { $0.isLetter }
    let verdicts: [Substring: Style] = ["pass": .pass, "fail": .fail, "undecided": .never]
    if let style = verdicts[word] {
      return "\(indent)\(style(word))\(line.dropFirst(indent.count + word.count))"
    }
    return bars(line, word == "never" ? .never : .bar)
  }

  /// The line with its runs of blocks in a colour.
  private func bars(_ line: String, _ style: Style) -> String {
    let blocks: Set<Character> = screen.unicode ? Set("█▉▊▋▌▍▎▏") : ["#"]
    var (result, run) = ("", "")
    func flush() {
      if !run.isEmpty { result += style(run) }
      run = ""
    }
    for character in line {
      if blocks.contains(character) {
        run.append(character)
      } else {
        flush()
        result.append(character)
      }
    }
    flush()
    return result
  }
}
