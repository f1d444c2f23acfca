// SPDX-License-Identifier: GPL-3.0-or-later

public import Experiments

/// Whether prices can still be relied on, as a table.
public struct PriceCheckPage {
  private let findings: [PriceCheck.Finding]
  private let check: PriceCheck
  private let screen: Screen

  /// The findings of `check` for `screen`.
  public init(_ findings: [PriceCheck.Finding], of check: PriceCheck, screen: Screen = Screen()) {
    self.findings = findings
    self.check = check
    self.screen = screen
  }

  /// One row for each finding.
  public var table: Table {
    var table = Table([
      "experiment", "option", "entry", "checked", "age_days", "end_of_life", "verdict", "detail",
    ])
    for finding in findings {
      table.append([
        finding.experiment.map { .text($0) } ?? .empty, finding.option.map { .text($0) } ?? .empty,
        .text(finding.entry.reference), finding.checked.map { .text("\($0)") } ?? .empty,
        finding.age.map { .count($0) } ?? .empty,
        finding.entry.endOfLife.map { .text("\($0)") } ?? .empty,
        .text(finding.verdict.rawValue), .text(finding.detail),
      ])
    }
    return table
  }

  /// A line for each finding, then the reasons of those that are not well.
  public var text: String {
    guard !findings.isEmpty else { return "Nothing of the price book is used.\n" }
    let usesExperiments = findings.contains { $0.experiment != nil }
    let names = usesExperiments ? ["experiment", "option"] : []
    let rows = findings.map { finding in
      (usesExperiments ? [finding.experiment ?? "", finding.option ?? ""] : []) + [
        finding.entry.reference, finding.checked?.description ?? "none",
        finding.age.map { "\($0)" } ?? "", finding.verdict.rawValue,
      ]
    }
    let header = names + ["entry", "checked", "days ago", "verdict"]
    let count = header.count
    var lines = fitted([header] + rows, left: Set(0..<count - 2).union([count - 1]))
    // Why a price is stale stands in its line: the days.
    let reasons = findings.filter { $0.verdict != .ok && $0.verdict != .stale }
      .flatMap { finding in
        screen.wrapped(
          "\(finding.entry.reference) \(finding.verdict.rawValue): \(finding.detail)")
      }
    if !reasons.isEmpty { lines += [""] + reasons }
    let question = "Days ago as of \(check.date); above \(check.maxAge) a price is stale."
    lines += [""] + screen.wrapped(question)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Leaves out the first columns, which say where an entry is used, where there is no room.
  private func fitted(_ rows: [[String]], left: Set<Int>) -> [String] {
    let lines = TextGrid(rows: rows, left: left).lines()
    let width = lines.map(\.count).max() ?? 0
    guard width > screen.width, rows.first?.count ?? 0 > 4 else { return lines }
    return fitted(
      rows.map { Array($0.dropFirst()) }, left: Set(left.map { $0 - 1 }.filter { $0 >= 0 }))
  }
}
