// SPDX-License-Identifier: GPL-3.0-or-later

public import Experiments

/// Rows under a header: what every file and every listing is made from.
public struct Table: Sendable, Hashable {
  /// The column names.
  public let header: [String]
  /// One cell for each column.
  public private(set) var rows: [[Cell]] = []

  /// One value of a table.
  public enum Cell: Sendable, Hashable {
    /// A name.
    case text(String)
    /// A number, possibly infinite.
    case number(Double)
    /// A count.
    case count(Int)
    /// Nothing: the value does not exist.
    case empty
  }

  /// A table without rows.
  public init(_ header: [String]) { self.header = header }

  /// Adds a row with as many cells as the header.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == header.count, "a row has one cell for each column")
    rows.append(row)
  }
}

extension Table.Cell {
  /// A number that may not exist.
  public init(_ number: Double?) { self = number.map { .number($0) } ?? .empty }

  /// The value with `.` decimals and as few digits as read back the same.
  var plain: String {
    switch self {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .count(let count): "\(count)"
    case .empty: ""
    }
  }
}

extension Table {
  /// As CSV of RFC 4180: header first, lines end in CR LF, quotes where needed.
  ///
  /// A text that a spreadsheet would run as a formula gets an apostrophe before it and quotes around both.
  /// Numbers are left alone.
  public var csv: String {
    var text = ""
    text.reserveCapacity(16 * header.count * (rows.count + 1))
    for (place, name) in header.enumerated() {
      if place > 0 { text += "," }
      text += Self.cell(name)
    }
    text += "\r\n"
    for row in rows {
      for (place, cell) in row.enumerated() {
        if place > 0 { text += "," }
        if case .text(let name) = cell { text += Self.cell(name) } else { text += cell.plain }
      }
      text += "\r\n"
    }
    return text
  }

  /// What makes a spreadsheet take a text for a formula, in the wide forms of East Asian keyboards too.
  private static let formulaSigns = "=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars

  private static func cell(_ text: String) -> String {
    if let first = text.unicodeScalars.first, formulaSigns.contains(first) {
      return quoted("'" + text)
    }
    let needsQuotes = text.utf8.contains { byte in
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
      default: false
      }
    }
    return needsQuotes ? quoted(text) : text
  }

  private static func quoted(_ text: String) -> String {
    "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// As a list of objects, one for each row; infinity is the text `"inf"`, what is missing null.
  public var json: ResolvedValue {
    .list(
      rows.map { row in
        .mapping(
          zip(header, row).map { name, cell in
            ResolvedValue.Entry(name, cell.json)
          })
      })
  }

  /// As a table of GitHub-flavoured Markdown.
  public var markdown: String {
    func line(_ cells: [String]) -> String {
      let escaped = cells.map(Self.escaped)
      return "| " + escaped.joined(separator: " | ") + " |"
    }
    let rule = zip(header.indices, header).map { index, _ in
      rows.allSatisfy { $0[index].isText } ? "---" : "---:"
    }
    let body = rows.map { row in line(row.map(\.readable)) }
    return ([line(header), line(rule)] + body).joined(separator: "\n") + "\n"
  }
}

extension Table {
  /// A text as Markdown that shows it as it is: marks escaped, on one line.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: mayNeedEscape) else { return text }
    var result = ""
    for character in text {
      if character.isNewline {
        result += " "
      } else {
        if "\\`*<>|[]#".contains(character) { result += "\\" }
        result.append(character)
      }
    }
    return result
  }

  /// Whether a byte is a mark of Markdown, or part of a character that may be a line break.
  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x0A...0x0D).contains(byte) || "\\`*<>|[]#".utf8.contains(byte)
  }
}

extension Table.Cell {
  var isText: Bool { if case .text = self { true } else { false } }

  var json: ResolvedValue {
    switch self {
    case .text(let text): .text(text)
    case .number(let number): .number(number)
    case .count(let count): .number(Double(count))
    case .empty: .null
    }
  }

  /// The value as people read it.
  var readable: String {
    switch self {
    case .number(let number): NumberFormat.short(number)
    case .count(let count): NumberFormat.grouped(Double(count), decimals: 0)
    case .text, .empty: plain
    }
  }
}
