// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis

extension Table {
  /// The empty table of sensitivity.csv.
  static var sensitivity: Table {
    Table(["option", "metric", "input", "method", "index", "value", "ci_low", "ci_high"])
  }

  /// Adds an index to a table of sensitivities.
  mutating func append(
    option: String, metric: String, input: String, _ index: SensitivityIndex
  ) {
    append([
      option.isEmpty ? .empty : .text(option), .text(metric), .text(input),
      .text(index.measure.method), .text(index.measure.index), .number(index.value),
      .number(index.low), .number(index.high),
    ])
  }

  /// Adds the rows of a table with the same header.
  mutating func append(rowsOf other: Table) { other.rows.forEach { append($0) } }
}
