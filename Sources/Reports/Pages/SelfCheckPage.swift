// SPDX-License-Identifier: GPL-3.0-or-later

public import Experiments
internal import Foundation

/// Known answers beside those of this machine.
public struct SelfCheckPage {
  private let check: SelfCheck
  private let screen: Screen

  /// A page for a screen.
  public init(_ check: SelfCheck, screen: Screen = Screen()) {
    self.check = check
    self.screen = screen
  }

  /// A row for each question.
  public var table: Table {
    var table = Table(["check", "expected", "found", "error", "bound", "error_unit", "verdict"])
    for row in check.checks {
      table.append([
        .text(row.name), .text(row.expected), .text(row.found), Table.Cell(row.error),
        Table.Cell(row.bound), row.unit.isEmpty ? .empty : .text(row.unit), .text(verdict(row)),
      ])
    }
    return table
  }

  /// As the terminal shows it.
  public var text: String {
    let failures = check.checks.count { !$0.passes }
    let answer =
      failures == 0
      ? "all \(check.checks.count) checks pass"
      : "\(failures) of \(check.checks.count) checks fail: do not use this program on this machine"
    var grid = TextGrid(rows: [["check", "expected", "found", "error", ""]])
    grid.left = [0, 1, 2]
    for row in check.checks {
      grid.rows.append([
        row.name, shortened(row.expected), shortened(row.found), error(row), verdict(row),
      ])
    }
    return ([answer, ""] + grid.lines(within: max(screen.width, 80))).joined(separator: "\n")
      + "\n"
  }

  private func verdict(_ row: SelfCheck.Check) -> String { row.passes ? "pass" : "FAIL" }

  private func error(_ row: SelfCheck.Check) -> String {
    guard let error = row.error else { return row.passes ? "same" : "differs" }
    guard row.unit == "relative" else { return "\(String(format: "%.2g", error)) s.e." }
    // Two digits of what may be as small as the last bit.
    guard error > 0, error.isFinite else { return "\(error)" }
    var (digits, exponent) = (error, 0)
    while digits < 1 { (digits, exponent) = (digits * 10, exponent - 1) }
    return "\((digits * 10).rounded() / 10)e\(exponent)"
  }

  /// Numbers to nine digits; digests are told by their beginning.
  private func shortened(_ text: String) -> String {
    if let number = Double(text) { return String(format: "%.9g", number) }
    return text.count > 14 ? "\(text.prefix(12))\(screen.unicode ? "…" : "..")" : text
  }
}
