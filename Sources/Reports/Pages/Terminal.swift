// SPDX-License-Identifier: GPL-3.0-or-later

/// What the screen that a text goes to can show.
public struct Screen: Sendable, Hashable {
  /// Characters in a line.
  public var width: Int
  /// Whether block characters and ± come out right.
  public var unicode: Bool

  /// Whether long sentences are broken into lines; elsewhere a sentence stays one line.
  public var wrapsLines: Bool

  /// Whether colours come out as such.
  public var colour: Bool

  /// A screen of `width` characters.
  public init(
    width: Int = 80, unicode: Bool = true, wrapsLines: Bool = false, colour: Bool = false
  ) {
    self.colour = colour
    self.width = max(40, width)
    self.unicode = unicode
    self.wrapsLines = wrapsLines
  }

  /// A bar of `share` of `cells` characters.
  func bar(_ share: Double, cells: Int) -> String {
    let clamped = min(max(share, 0), 1)
    guard unicode else {
      return String(repeating: "#", count: Int((clamped * Double(cells)).rounded()))
    }
    let eighths = Int((clamped * Double(cells) * 8).rounded())
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + partial
  }

  var plusMinus: String { unicode ? "±" : "+-" }

  /// A sentence broken into lines that fit, those after the first indented.
  func wrapped(_ text: String, indent: Int = 2) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(
          (lines.isEmpty ? "" : String(repeating: " ", count: indent)) + String(word))
      }
    }
    return lines
  }
}

/// Columns of text, the first to the left and the others to the right unless told otherwise.
struct TextGrid {
  var rows: [[String]] = []
  /// The columns that begin at their left edge.
  var left: Set<Int> = [0]

  /// The lines in as many tables as it takes for each to fit, the first column in all of them.
  func lines(within width: Int, gap: Int = 2) -> [String] {
    let whole = lines(gap: gap)
    let count = rows.map(\.count).max() ?? 0
    guard count > 2, whole.contains(where: { $0.count > width }) else { return whole }
    var last = count - 1
    func part(_ columns: Range<Int>) -> [String] {
      TextGrid(
        rows: rows.map { row in
          row.prefix(1) + columns.filter(row.indices.contains).map { row[$0] }
        }, left: [0]
      ).lines(gap: gap)
    }
    while last > 2, part(1..<last).contains(where: { $0.count > width }) { last -= 1 }
    let rest = TextGrid(rows: rows.map { Array($0.prefix(1) + $0.dropFirst(last)) })
    return part(1..<last) + [""] + rest.lines(within: width, gap: gap)
  }

  func lines(gap: Int = 2) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        if column > 0 { line += String(repeating: " ", count: gap) }
        line += left.contains(column) ? cell + padding : padding + cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
