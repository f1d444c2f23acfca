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
    case tooManyFields(line: Int)
  }

  /// Most columns of a table, as many as spreadsheets have: a line of commas alone shall not fill the memory.
  static let mostFields = 16_384

  init(_ text: String) {
    // A byte-order mark, as spreadsheets write it, is no part of the first title.
    self.text = (text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]).utf8
  }

  /// One field of the table; line and column count from 1, the column in characters.
  struct Field {
    let line: Int
    let column: Int
    let text: String
  }

  /// The numbers under the title, in the order of the file; lines that are empty are passed over.
  func column(_ title: String) -> Column {
    var numbers: [Double] = []
    var wrong: Field?
    let fault = rows(of: [title]) { fields in
      guard case .number(let number) = NumberText.read(fields[0].text) else {
        wrong = fields[0]
        return false
      }
      numbers.append(number)
      return true
    }
    if let wrong { return .notNumber(line: wrong.line, text: wrong.text) }
    return fault ?? .numbers(numbers)
  }

  /// Hands each row's fields under the titles to `body`, until that returns false; lines that are
  /// empty are passed over.
  ///
  /// - Returns: what is wrong with the table; `noColumn` when one of the titles is missing.
  func rows(of titles: [String], _ body: ([Field]) -> Bool) -> Column? {
    var rest = text
    var line = 1
    guard let header = Self.record(&rest, &line) else { return .unclosedQuote(line: 1) }
    guard header.count <= Self.mostFields else { return .tooManyFields(line: 1) }
    let names = header.map { Self.trimmed($0.text) }
    let places = titles.compactMap { names.firstIndex(of: $0) }
    guard places.count == titles.count else { return .noColumn(titles: names) }
    while !rest.isEmpty {
      let first = line
      guard let fields = Self.record(&rest, &line) else { return .unclosedQuote(line: first) }
      guard fields.count <= Self.mostFields else { return .tooManyFields(line: first) }
      if fields.count == 1, Self.trimmed(fields[0].text).isEmpty { continue }
      let wanted = places.map { place in
        guard place < fields.count else { return Field(line: first, column: 1, text: "") }
        let field = fields[place]
        return Field(line: field.line, column: field.column, text: Self.trimmed(field.text))
      }
      guard body(wanted) else { return nil }
    }
    return nil
  }

  private static func trimmed(_ field: String) -> String {
    let inner = field.drop { $0 == " " || $0 == "\t" }
    return String(inner.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }

  /// Removes one record and its line end from the front, or as much of it as has too many fields; nil when a
  /// quote is not closed.
  private static func record(_ rest: inout Substring.UTF8View, _ line: inout Int) -> [Field]? {
    var fields: [Field] = []
    var field: [UInt8] = []
    var isQuoted = false
    var column = 1
    var start = (line: line, column: column)
    func ended() -> Field {
      Field(
        line: start.line, column: start.column, text: String(decoding: field, as: UTF8.self))
    }
    while let byte = rest.popFirst() {
      // Bytes after the first of a character are no columns.
      if byte & 0xC0 != 0x80 { column += 1 }
      if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 1) }
      if isQuoted {
        if byte != UInt8(ascii: "\"") {
          field.append(byte)
        } else if rest.first == UInt8(ascii: "\"") {
          field.append(byte)
          rest.removeFirst()
          column += 1
        } else {
          isQuoted = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
      case UInt8(ascii: ","):
        fields.append(ended())
        guard fields.count <= mostFields else { return fields }
        field = []
        start = (line, column)
      case UInt8(ascii: "\r") where rest.first == UInt8(ascii: "\n"): continue
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return fields + [ended()]
      default: field.append(byte)
      }
    }
    return isQuoted ? nil : fields + [ended()]
  }
}
