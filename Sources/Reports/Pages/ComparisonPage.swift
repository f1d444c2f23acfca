// SPDX-License-Identifier: GPL-3.0-or-later

public import Experiments

/// What changed between two experiments, in their files and in what comes out.
public struct ComparisonPage {
  private let comparison: Comparison
  private let screen: Screen

  /// The comparison for `screen`.
  public init(_ comparison: Comparison, screen: Screen = Screen()) {
    self.comparison = comparison
    self.screen = screen
  }

  /// One row for each measure of each option.
  public var table: Table {
    var table = Table([
      "option", "metric", "first", "second", "difference", "ci_low", "ci_high", "paired_error",
      "unpaired_error", "trials", "only_first", "only_second",
    ])
    func cell(_ number: Double) -> Table.Cell { number.isNaN ? .empty : .number(number) }
    for row in comparison.rows {
      table.append([
        .text(row.option), .text(row.measure), Table.Cell(row.first), Table.Cell(row.second),
        cell(row.difference.value), cell(row.difference.low), cell(row.difference.high),
        cell(row.pairedError), cell(row.unpairedError), .count(row.trials), .count(row.onlyFirst),
        .count(row.onlySecond),
      ])
    }
    return table
  }

  /// The keys that differ, then the differences of each option.
  public var text: String {
    let names = comparison.experiments.map { $0.files.first?.name ?? "-" }
    var lines = screen.wrapped("second: \(names[1]), less first: \(names[0])") + [""]
    if comparison.changes.isEmpty { lines.append("The files say the same.") }
    lines += comparison.changes.flatMap { change in
      screen.wrapped("\(change.key): \(change.first ?? "absent") → \(change.second ?? "absent")")
    }
    var options: [String] = []
    for row in comparison.rows where !options.contains(row.option) { options.append(row.option) }
    for option in options { lines += [""] + grid(option) }
    let settings = comparison.experiments[0].settings
    let trials = NumberFormat.grouped(Double(settings.trials), decimals: 0)
    lines +=
      [""]
      + screen.wrapped(
        "In brackets 95 % intervals, from \(trials) trials on the same chances (seed \(settings.seed)); "
          + "narrower: by how much that beats separate draws. A difference counts the trials in which "
          + "both get there.")
    return lines.joined(separator: "\n") + "\n"
  }

  private func grid(_ option: String) -> [String] {
    let rows = comparison.rows.filter { $0.option == option }.map { row in
      let ratio = row.unpairedError / row.pairedError
      return [
        "  \(row.measure)", row.first.map(NumberFormat.short) ?? "",
        row.second.map(NumberFormat.short) ?? "", difference(row),
        ratio.isFinite ? NumberFormat.grouped(ratio, decimals: 1) + "×" : "",
      ]
    }
    let header = [option, "first", "second", "second − first", "narrower"]
    let full = TextGrid(rows: [header] + rows).lines()
    guard full.contains(where: { $0.count > screen.width }) else { return full }
    return TextGrid(rows: ([header] + rows).map { [$0[0], $0[3]] }).lines()
  }

  private func difference(_ row: Comparison.Row) -> String {
    let estimate = row.difference
    guard !estimate.value.isNaN else { return "none" }
    if row.pairedError == 0 { return NumberFormat.short(estimate.value) }
    return "\(NumberFormat.short(estimate.value)) "
      + "[\(NumberFormat.short(estimate.low)), \(NumberFormat.short(estimate.high))]"
  }
}
