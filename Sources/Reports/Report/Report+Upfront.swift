// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import Charts
internal import CostModel
internal import Experiments

/// What has to be approved.
extension Report {
  /// The S-curve of the upfront cost with P50, P80, P90 and the budget.
  ///
  /// - Parameter range: of the axis; as far as the curves reach when nil.
  func upfrontFigure(range: ClosedRange<Double>? = nil) -> ReportFigure? {
    func columns(_ options: [Int]) -> [(option: Int, column: ColumnResult)] {
      options.compactMap { option in
        result.column(.upfrontCost, option: option).map { (option: option, column: $0) }
      }
    }
    let shown = columns(drawn)
    guard !shown.isEmpty else { return nil }
    let percentiles = RunResult.percentiles
    var table = Table(["option"] + percentiles.map { "P\($0)" })
    for entry in columns(challengers) {
      table.append([.text(name(entry.option))] + entry.column.quantiles.map { .number($0.value) })
    }
    let lines = shown.map { entry in
      CumulativeChart.Line(
        name(entry.option), points: curve(entry.column), marks: upfrontMarks(entry.column))
    }
    let limits = budgetLimits
    let chart = CumulativeChart(
      Caption("One-time cost: share of trials that cost no more", upfrontFinding(limits)),
      lines: lines, limits: limits, kind: .amount, unit: "one-time cost, \(experiment.currency)",
      range: range)
    return ReportFigure(
      id: "upfront", title: "How much money should be approved?",
      finding: upfrontFinding(limits) + leftOut, table: table, draw: { chart.picture(width: $0) })
  }

  /// Points of the curve: from the counts where there are any, else a step at the value that all trials have.
  private func curve(_ column: ColumnResult) -> [(x: Double, probability: Double)] {
    guard let histogram = column.histogram else {
      let values = zip(RunResult.percentiles, column.quantiles)
      let points = values.map { (x: $1.value, probability: Double($0) / 100) }
      guard let first = points.first, let last = points.last else { return [] }
      // Where it is the same in all trials, the curve is a step.
      return first.x < last.x ? points : [(first.x, 0), (first.x, 1)]
    }
    return Self.curve(Self.cumulative(histogram), through: column)
  }

  private func upfrontMarks(_ column: ColumnResult) -> [CumulativeChart.Mark] {
    [50, 80, 90].compactMap { percentile in
      column.quantile(percentile).map { quantile in
        .init(
          "P\(percentile)", x: quantile.value, probability: Double(percentile) / 100,
          value: NumberFormat.short(quantile.value),
          detail:
            "P\(percentile) \(money(quantile.value)) (95\u{A0}% interval \(money(quantile.low)) to "
            + "\(money(quantile.high)))")
      }
    }
  }

  /// What the approval rules allow, and what the lead's base case says.
  private var budgetLimits: [CumulativeChart.Limit] {
    var limits: [CumulativeChart.Limit] = []
    for rule in experiment.approval {
      if case .statistic(let statistic, .atMost, let limit) = rule.requirement,
        statistic.metric == .upfrontCost, !limits.contains(where: { $0.x == limit })
      {
        limits.append(.init(limit, "budget \(NumberFormat.short(limit))"))
      }
    }
    if let lead,
      let budget = result.budgets.first(where: {
        $0.metric == .upfrontCost && $0.option == name(lead)
      })
    {
      limits.append(.init(budget.baseCase, "base case \(NumberFormat.short(budget.baseCase))"))
    }
    return limits
  }

  private func upfrontFinding(_ limits: [CumulativeChart.Limit]) -> String {
    guard let lead, let column = result.column(.upfrontCost, option: lead),
      let p80 = column.quantile(80)
    else { return "" }
    var sentence =
      "\(money(p80.value)) cover \(inProse(lead)) in 80 % of the trials"
    if let budget = result.budgets.first(where: {
      $0.metric == .upfrontCost && $0.option == name(lead)
    }) {
      let share = NumberFormat.grouped(budget.baseCasePercentile, decimals: 0)
      sentence += "; the base case of \(money(budget.baseCase)) covers \(share) %"
    }
    return sentence + ". P1 to P99 are drawn."
  }
}
