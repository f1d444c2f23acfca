// SPDX-License-Identifier: GPL-3.0-or-later

internal import Charts
internal import Experiments

extension Table {
  /// The table as HTML; each number also has its full value, which programs read.
  ///
  /// - Parameters:
  ///   - caption: for those who hear the table.
  ///   - printed: how many rows go to paper; nil for all.
  func html(caption: String, printed: Int? = nil) -> Markup {
    let isText = header.indices.map { column in
      rows.allSatisfy { if case .text = $0[column] { true } else { $0[column] == .empty } }
        && rows.contains { $0[column] != .empty }
    }
    let head = header.enumerated().map { column, title -> Markup in
      "<th scope=\"col\"\(isText[column] ? Markup() : " class=\"num\"")>\(title)</th>"
    }
    let body = rows.enumerated().map { index, row -> Markup in
      let cells = row.enumerated().map { column, cell -> Markup in
        if column == 0 { return "<th scope=\"row\">\(cell.shown)</th>" }
        return isText[column]
          ? "<td>\(cell.shown)</td>"
          : "<td class=\"num\" data-value=\"\(cell.plain)\">\(cell.shown)</td>"
      }
      let isHidden = printed.map { index >= $0 } ?? false
      return "<tr\(isHidden ? " class=\"screen\"" : Markup())>\(cells)</tr>"
    }
    return
      """
      <div class="wide" tabindex="0" role="region" aria-label="\(caption)"><table>\
      <caption class="heard">\(caption)</caption><thead><tr>\(head)</tr></thead>\
      <tbody>\(body)</tbody></table></div>
      """
  }
}

extension Table.Cell {
  /// As people read it on a page.
  fileprivate var shown: String {
    if case .number(let value) = self { Report.short(value) } else { readable }
  }
}
