// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import Charts
internal import CostModel
internal import Experiments

/// What the answer depends on, and what knowing more is worth.
extension Report {
  private static let mostRows = 8

  /// A tornado of the net present value for each option, that of the lead first.
  var tornadoFigures: [ReportFigure] {
    guard let sensitivity = appraisal?.sensitivity else { return [] }
    return ordered.prefix(Self.mostFigures).compactMap { option in
      sensitivity.outcomes
        .first { $0.column == OutputColumn(option: option, metric: .npv) }
        .flatMap { tornado(option, $0, trials: sensitivity.trials) }
    }
  }

  private typealias Ends = (name: String, low: SensitivityIndex, high: SensitivityIndex)

  private func tornado(
    _ option: Int, _ outcome: ExperimentSensitivity.Outcome, trials: Int
  ) -> ReportFigure? {
    let all = inOrder(outcome.analysis.inputs) { $0.name }.compactMap { input -> Ends? in
      guard let low = input[.tornadoP10], let high = input[.tornadoP90] else { return nil }
      return (input.name, low, high)
    }
    guard let centre = all.first?.low.neutral else { return nil }
    let clear =
      all.filter { $0.low.isDistinguishableFromZero || $0.high.isDistinguishableFromZero }
      .sorted { abs($0.high.value - $0.low.value) > abs($1.high.value - $1.low.value) }
    let rows = clear.prefix(Self.mostRows).map { entry in
      TornadoChart.Row(
        label(entry.name), low: entry.low.value, high: entry.high.value,
        details: [("P10", entry.low), ("P90", entry.high)].map { end, index in
          "at its \(end): \(money(index.value)) ± \(NumberFormat.short(index.high - index.value))"
        })
    }
    var table = Table([
      "input", "npv_at_p10", "p10_ci_low", "p10_ci_high", "npv_at_p90", "p90_ci_low",
      "p90_ci_high",
    ])
    for entry in clear {
      table.append(
        [.text(entry.name)]
          + [entry.low, entry.high].flatMap { index -> [Table.Cell] in
            [.number(index.value), .number(index.low), .number(index.high)]
          })
    }
    let title = "What moves the value of \(inProse(option))?"
    let finding =
      (rows.first.map { "\($0.name) moves it most. " } ?? "No input moves it visibly. ")
      + "Mean net present value where one input is low or high and all others as they come; "
      + "\(NumberFormat.grouped(Double(trials), decimals: 0)) trials."
    let chart = TornadoChart(
      Caption(title, finding), rows: Array(rows), centre: centre,
      centreName: "mean \(Self.short(centre))",
      unit: "net present value, \(experiment.currency)", series: series(option))
    return ReportFigure(
      id: "tornado-\(option)", title: title, finding: finding, table: table,
      isPrinted: option == lead, draw: { chart.picture(width: $0) })
  }

  /// What it is worth to know each input before choosing.
  var informationFigure: ReportFigure? {
    guard let information = appraisal?.information else { return nil }
    func row(_ name: String, _ value: InformationValue) -> BarChart.Row {
      BarChart.Row(
        name, value: value.value, low: value.low, high: value.high,
        label: NumberFormat.short(value.value),
        details: [
          "\(money(value.value))", "95\u{A0}% interval \(money(value.low)) to \(money(value.high))",
        ])
    }
    let variables = inOrder(information.variables) { $0.name }
    let clear = variables.filter(\.value.isDistinguishableFromZero)
      .sorted { $0.value.value > $1.value.value }
    let rows =
      [row("everything", information.perfect)]
      + clear.prefix(Self.mostRows - 1).map { row(label($0.name), $0.value) }
    var table = Table(["known", "value", "ci_low", "ci_high"])
    func append(_ name: String, _ value: InformationValue) {
      table.append([
        .text(name), .number(value.value), .number(value.low), .number(value.high),
      ])
    }
    append("everything", information.perfect)
    for entry in variables { append(entry.name, entry.value) }
    let title = "What is it worth to know more before choosing?"
    let chart = BarChart(
      Caption(title, informationFinding(information, clear)), rows: rows,
      unit: "value of information, \(experiment.currency)", series: 0)
    return ReportFigure(
      id: "information", title: title, finding: informationFinding(information, clear),
      table: table, draw: { chart.picture(width: $0) })
  }

  private func informationFinding(
    _ information: InformationResult, _ clear: [InformationResult.Named]
  ) -> String {
    let best = inProse(information.best)
    let choice = "Today one would choose \(best), which costs least on average. "
    guard information.perfect.isDistinguishableFromZero else {
      return choice
        + (information.perfect.value > 0
          ? "Whether anything that could be found out would change that, these trials do not tell."
          : "Nothing that could be found out would change that.")
    }
    let most = "Knowing everything first would be worth \(money(information.perfect.value))"
    guard let first = clear.first else {
      return choice + most + "; no single input tells enough to change the choice."
    }
    return choice + most + ", knowing \(label(first.name)) \(money(first.value.value)). "
      + "An input without a bar needs no study. Lines are 95\u{A0}% intervals."
  }
}
