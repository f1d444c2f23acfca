// SPDX-License-Identifier: GPL-3.0-or-later

/// A table in a text file: comma-separated values with a line of titles (RFC 4180).
struct DelimitedText {
  private let text: Substring.UTF8View

  /// What a column holds.
  enum Column {
    case numbers([Double])
    case noColumn(titles: [String])
    case notNumber(line: Int, text: String)
    case unclosedQuote(line: Int)
  }

  init(_ text: String) {
    // A byte-order mark, as spreadsheets write it, is no part of the first title.
    self.text = (text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]).utf8
  }

  /// The numbers under the title, in the order of the file; lines that are empty are passed over.
  func column(_ title: String) -> Column {
    var rest = text
    var line = 1
    guard let titles = Self.record(&rest, &line) else { return .unclosedQuote(line: 1) }
    let names = titles.map { Self.trimmed($0) }
    guard let place = names.firstIndex(of: title) else { return .noColumn(titles: names) }
    var numbers: [Double] = []
    while !rest.isEmpty {
      let first = line
      guard let fields = Self.record(&rest, &line) else { return .unclosedQuote(line: first) }
      if fields.count == 1, Self.trimmed(fields[0]).isEmpty { continue }
      let field = place < fields.count ? Self.trimmed(fields[place]) : ""
      guard case .number(let number) = NumberText.read(field) else {
        return .notNumber(line: first, text: field)
      }
      numbers.append(number)
    }
    return .numbers(numbers)
  }

  private static func trimmed(_ field: String) -> String {
    let inner = field.drop { $0 == " " || $0 == "\t" }
    return String(inner.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }

  /// Removes one record and its line end from the front; nil when a quote is not closed.
  private static func record(_ rest: inout Substring.UTF8View, _ line: inout Int) -> [String]? {
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\n") { line += 1 }
      if isQuoted {
        if byte != UInt8(ascii: "\"") {
          field.append(byte)
        } else if rest.first == UInt8(ascii: "\"") {
          field.append(byte)
          rest.removeFirst()
        } else {
          isQuoted = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
      case UInt8(ascii: ","):
        fields.append(String(decoding: field, as: UTF8.self))
        field = []
      case UInt8(ascii: "\r") where rest.first == UInt8(ascii: "\n"): continue
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        return fields + [String(decoding: field, as: UTF8.self)]
      default: field.append(byte)
      }
    }
    return isQuoted ? nil : fields + [String(decoding: field, as: UTF8.self)]
  }
}
