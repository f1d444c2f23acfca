// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import Charts
internal import CostModel
internal import Experiments

/// What options cost.
extension Report {
  private var allOptions: [Int] { Array(experiment.model.options.indices) }

  private func isDrawn(_ option: Int) -> Bool {
    option == experiment.model.baseline || drawn.contains(option)
  }

  /// Cost per 1,000 requests of each option, with its spread.
  var unitCostFigure: ReportFigure? {
    let percentiles = [5, 25, 50, 75, 95]
    let shown = allOptions.compactMap { option in
      result.column(.costPer1kRequests, option: option).map { (option: option, column: $0) }
    }
    guard !shown.isEmpty else { return nil }
    var table = Table(["option", "mean"] + percentiles.map { "P\($0)" })
    let rows = shown.compactMap { option, column -> (series: Int, row: IntervalChart.Row)? in
      let values = percentiles.map { column.quantile($0)?.value ?? .nan }
      table.append(
        [.text(name(option)), Table.Cell(column.summary.mean)] + values.map { .number($0) })
      guard isDrawn(option) else { return nil }
      return (
        series(option),
        .init(
          name(option), percentiles: values, label: NumberFormat.short(values[2]),
          details: zip(percentiles, values).map { "P\($0) \(NumberFormat.short($1))" })
      )
    }
    let title = "What do 1,000 requests cost?"
    let finding =
      "Everything paid over \(horizonText), upfront cost included, per 1,000 requests served: "
      + "median, middle half (bar) and P5 to P95 (line).\(leftOut)"
    let chart = IntervalChart(
      Caption(title, finding), rows: rows, unit: "\(experiment.currency) per 1,000 requests")
    return ReportFigure(
      id: "unit-cost", title: title, finding: finding, table: table,
      draw: { chart.picture(width: $0) })
  }

  /// Where the money goes: the mean total cost of each option and its parts.
  var spendingFigure: ReportFigure? {
    let all = ["one-time", "serving", "retraining", "other"]
    var table = Table(["option"] + all + ["total"])
    let rows = allOptions.compactMap { option -> StackedBarChart.Row? in
      func mean(_ metric: Metric) -> Double? { result.column(metric, option: option)?.summary.mean }
      guard let total = mean(.totalCost), let upfront = mean(.upfrontCost),
        let serving = mean(.servingCost), let retraining = mean(.retrainingCost)
      else { return nil }
      // What is left by rounding is nothing.
      let rest = total - upfront - serving - retraining
      let other = abs(rest) < 1e-9 * abs(total) ? 0 : rest
      let values = [upfront, serving, retraining, other]
      table.append([.text(name(option))] + (values + [total]).map { .number($0) })
      guard isDrawn(option) else { return nil }
      return .init(
        name(option), parts: values, label: money(total),
        details: zip(all, values).filter { $1 != 0 }.map {
          "\($0) \(money($1)) (\(percent(total == 0 ? 0 : $1 / total)))"
        })
    }
    guard !rows.isEmpty else { return nil }
    // What no option pays has no colour.
    let hasOther = rows.contains { $0.parts[3] != 0 }
    let parts = hasOther ? all : Array(all.dropLast())
    let title = "Where does the money go?"
    let finding =
      "Mean cost over \(horizonText), not discounted. In trials that miss parity the option pays for "
      + "the baseline's serving.\(leftOut)"
    let chart = StackedBarChart(
      Caption(title, finding),
      rows: hasOther ? rows : rows.map { $0.droppingLast() }, partNames: parts,
      unit: "mean total cost, \(experiment.currency)")
    return ReportFigure(
      id: "spending", title: title, finding: finding, table: table,
      draw: { chart.picture(width: $0) })
  }
}
