// SPDX-License-Identifier: GPL-3.0-or-later

internal import Charts

/// A table as notebooks show data frames: the first column names the rows.
extension Table {
  /// - Parameter columns: what the columns are called together, as pandas writes over the rows' names.
  func frame(columns: String) -> Markup {
    let head = header.enumerated().map { index, title -> Markup in
      index == 0 ? "<th>\(columns)</th>" : "<th>\(title)</th>"
    }
    let names = header.enumerated().map { index, title -> Markup in
      index == 0 ? "<th>\(title)</th>" : "<th></th>"
    }
    let body = rows.map { row -> Markup in
      let cells = row.enumerated().map { index, cell -> Markup in
        index == 0 ? "<th>\(cell.framed)</th>" : "<td>\(cell.framed)</td>"
      }
      return "<tr>\(cells)</tr>\n"
    }
    return
      """
      <table border="1" class="dataframe">
      <thead><tr style="text-align: right;">\(head)</tr>
      <tr>\(names)</tr></thead>
      <tbody>
      \(body)</tbody>
      </table>
      """
  }

  /// As text in columns.
  var plain: String {
    let head = [""] + header.dropFirst()
    return TextGrid(rows: [head] + rows.map { $0.map(\.framed) }).lines().joined(separator: "\n")
  }
}

extension Table.Cell {
  /// With six significant decimals, as pandas shows them.
  fileprivate var framed: String {
    guard case .number(let value) = self else { return self == .empty ? "NaN" : plain }
    guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
    return NumberFormat.grouped(value, decimals: abs(value) < 1 ? 6 : abs(value) < 1e5 ? 3 : 1)
      .filter { $0 != "," }
  }
}
