// SPDX-License-Identifier: GPL-3.0-or-later

internal import Charts
internal import CostModel
public import Experiments

/// What came out of a sweep: a table with a row for each number, a page for people and a picture.
public struct SweepPage {
  private let sweep: SweepResult
  private let screen: Screen

  /// - Parameter sweep: all points of the grid, or some.
  public init(_ sweep: SweepResult, screen: Screen = Screen()) {
    self.sweep = sweep
    self.screen = screen
  }

  /// sweep.csv: the swept numbers, then option, metric or event, statistic and value with its interval.
  public var table: Table {
    var table = Table(
      sweep.axes.map(\.name) + ["option", "metric", "statistic", "value", "ci_low", "ci_high"])
    let names = sweep.experiment.model.options.map(\.name)
    for row in sweep.rows {
      table.append(
        sweep.values(at: row.point).map { .number($0) }
          + [.text(names[row.option]), .text(row.name), .text(row.statistic)]
          + [Table.Cell(row.value), Table.Cell(row.low), Table.Cell(row.high)])
    }
    return table
  }

  /// What is written to a folder.
  public var files: [(name: String, text: String)] {
    [("sweep.csv", table.csv)] + (svg.map { [("sweep.svg", $0)] } ?? [])
  }

  /// The files that only some sweeps write.
  public static let optionalFiles = ["sweep.svg"]

  /// Twelve months, or the horizon where it is shorter.
  private var event: Event {
    sweep.experiment.model.horizonMonths >= 12 ? .paybackWithin(months: 12) : .paysBack
  }

  private var question: String {
    event == .paysBack ? "P(pays back)" : "P(payback_months <= 12)"
  }

  /// The options but the baseline for which the event was counted.
  private var options: [Int] {
    let counted = Set(probabilities.map(\.option))
    return sweep.experiment.model.options.indices.filter { counted.contains($0) }
  }

  /// The event's rows, point after point.
  private var probabilities: [SweepRow] {
    sweep.rows.filter { $0.name == event.name && $0.statistic == SweepRow.probability }
  }

  /// A grid of the event's probability has one or two axes and no part of it missing.
  private var isGrid: Bool { sweep.axes.count <= 2 && sweep.points.count == sweep.count }

  /// The event's probability: a row for each value of the second axis, or one row.
  private func shares(_ option: Int) -> [[Double]] {
    let rows = sweep.axes.count == 2 ? sweep.axes[1].values.count : 1
    let columns = sweep.axes[0].values.count
    var shares = [[Double]](repeating: [Double](repeating: .nan, count: columns), count: rows)
    for row in probabilities where row.option == option {
      shares[row.point % rows][row.point / rows] = row.value ?? .nan
    }
    return shares
  }

  /// The heat map of the event's probability, a panel for each option; nil where there is none.
  public var svg: String? {
    guard isGrid, !options.isEmpty else { return nil }
    let model = sweep.experiment.model
    let across = (sweep.axes[0].name, sweep.axes[0].values)
    let up = sweep.axes.count == 2 ? (sweep.axes[1].name, sweep.axes[1].values) : nil
    let caption = Caption(
      question,
      "Of \(sweep.experiment.title), in percent, over \(sweep.axes.map(\.name).joined(separator: " and "))."
    )
    let panels = options.map { option in
      let map = HeatMap(
        caption, across: across, up: up, shares: shares(option), series: option)
      return (
        "\(question), %: \(model.options[option].name)",
        map.picture(width: max(360, min(900, 60 + 34 * Double(across.1.count))))
      )
    }
    return SmallMultiples(caption, panels: panels).picture(columns: 1).file.source
  }

  /// As the terminal shows it.
  public var text: String {
    var lines = [
      "\(sweep.count) points over \(sweep.axes.map(\.name).joined(separator: ", ")), \(NumberFormat.grouped(Double(sweep.experiment.settings.trials), decimals: 0)) trials each"
    ]
    guard isGrid else {
      lines.append("all of them are in sweep.csv")
      return lines.joined(separator: "\n") + "\n"
    }
    for option in options {
      lines += ["", "\(question) of \(sweep.experiment.model.options[option].name), %"]
      lines += grid(option)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The values of the first axis across, those of the second upwards.
  private func grid(_ option: Int) -> [String] {
    let second = sweep.axes.count == 2 ? sweep.axes[1] : nil
    let corner = second.map { "\($0.name) \\ \(sweep.axes[0].name)" } ?? sweep.axes[0].name
    var rows = [[corner] + sweep.axes[0].values.map { NumberFormat.short($0) }]
    for (index, row) in shares(option).enumerated().reversed() {
      let name = second.map { NumberFormat.short($0.values[index]) } ?? ""
      rows.append([name] + row.map { shaded($0) })
    }
    return TextGrid(rows: rows).lines(within: screen.width)
  }

  private func shaded(_ share: Double) -> String {
    guard share.isFinite else { return "" }
    let percent = NumberFormat.grouped(100 * share, decimals: 1)
    guard screen.unicode else { return percent }
    let shades = [" ", "░", "▒", "▓", "█"]
    return "\(shades[min(4, Int(share * 5))]) \(percent)"
  }
}
