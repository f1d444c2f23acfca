// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import Charts
internal import CostModel
internal import Experiments

/// Cumulative saving over the months.
extension Report {
  private static let names = CashflowRow.percentiles.map { "P\($0)" }

  /// The fan of an option; empty where its cash flow was not kept.
  private func fan(_ option: Int) -> [FanChart.Month] {
    let rows = result.cashflow.filter { $0.option == option && $0.series == .cumulativeSaving }
    guard !rows.isEmpty else { return [] }
    var months = rows.map { FanChart.Month(Double($0.month), $0.quantiles) }
    // At the start nothing has been saved and the upfront cost is spent.
    if let upfront = result.column(.upfrontCost, option: option) {
      let start = CashflowRow.percentiles.map { upfront.quantile(100 - $0).map { -$0.value } ?? 0 }
      months.insert(FanChart.Month(0, start), at: 0)
    }
    return months
  }

  /// Where the median of a fan comes up to 0, linear inside the month; nil where it does not.
  private func crossing(_ months: [FanChart.Month]) -> Double? {
    let middle = Self.names.count / 2
    for (before, after) in zip(months, months.dropFirst()) {
      let (a, b) = (before.values[middle], after.values[middle])
      if a < 0, b >= 0 { return before.month + (after.month - before.month) * (-a / (b - a)) }
    }
    return nil
  }

  private func fanFigure(_ option: Int, _ months: [FanChart.Month]) -> ReportFigure {
    let title = "What has \(inProse(option)) saved so far?"
    let crossing = crossing(months)
    let trials = result.cashflow.first { $0.option == option }?.trials ?? 0
    let finding =
      (crossing.map {
        "The median is back at 0 in month \(NumberFormat.grouped($0, decimals: 1)). "
      }
        ?? "The median is not back at 0 within \(horizonText). ")
      + "Bands hold 50, 80 and 90 % of \(NumberFormat.grouped(Double(trials), decimals: 0)) trials."
    var table = Table(["month"] + Self.names)
    for month in months where Int(month.month) % monthStep == 0 {
      table.append([.count(Int(month.month))] + month.values.map { .number($0) })
    }
    let currency = experiment.currency
    let chart = FanChart(
      Caption(title, finding), months: months, names: Self.names, series: series(option),
      unit: "cumulative saving, \(currency)",
      crossing: crossing.map {
        ($0, "median back at 0: month \(NumberFormat.grouped($0, decimals: 1))")
      },
      format: { "\(NumberFormat.withMinus(NumberFormat.short($0))) \(currency)" })
    return ReportFigure(
      id: "saving-\(option)", title: title, finding: finding, table: table,
      isPrinted: option == lead, draw: { chart.picture(width: $0) })
  }

  /// A fan for each option, that of the lead first.
  var savingFigures: [ReportFigure] {
    ordered.prefix(Self.mostFigures).compactMap { option in
      let months = fan(option)
      return months.isEmpty ? nil : fanFigure(option, months)
    }
  }

  /// The fans of all options side by side on one scale; nil where there are fewer than two.
  var savingsTogether: ReportFigure? {
    let fans = drawn.map { (option: $0, months: fan($0)) }.filter { !$0.months.isEmpty }
    guard fans.count > 1, let range = FanChart.range(of: fans.map(\.months)) else { return nil }
    let title = "Cumulative saving of all options, on one scale"
    var table = Table(["option", "month"] + Self.names)
    for fan in fans {
      for month in fan.months where Int(month.month) % monthStep == 0 {
        table.append(
          [.text(name(fan.option)), .count(Int(month.month))] + month.values.map { .number($0) })
      }
    }
    let currency = experiment.currency
    return ReportFigure(
      id: "savings", title: title, finding: "The same scale for every option.\(leftOut)",
      table: table,
      isPrinted: false
    ) { width in
      let columns = width < 400 ? 1 : 2
      let panels = fans.map { fan in
        let panel = FanChart(
          Caption(name(fan.option)), months: fan.months, names: Self.names,
          series: series(fan.option), unit: currency, crossing: nil, range: range,
          format: { "\(NumberFormat.short($0)) \(currency)" })
        let size = (width - 16 * Double(columns - 1)) / Double(columns)
        return (name: name(fan.option), picture: panel.picture(width: size, plotHeight: 120))
      }
      return SmallMultiples(Caption(title), panels: panels).picture(columns: columns)
    }
  }
}
