// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
public import Experiments

/// What to set aside, with its curve.
public struct BudgetPage {
  private let plan: BudgetPlan
  private let experiment: Experiment
  private let screen: Screen

  /// The plan of `experiment`, or of several of which it is the first, for `screen`.
  public init(_ plan: BudgetPlan, of experiment: Experiment, screen: Screen = Screen()) {
    self.plan = plan
    self.experiment = experiment
    self.screen = screen
  }

  /// One row for each option and amount.
  public var table: Table { budgetTable(plan.budgets) }

  /// A table for each amount, and the curve of the upfront cost of each option.
  public var text: String {
    var lines: [String] = []
    for metric in Budget.metrics {
      let rows = plan.budgets.filter { $0.metric == metric }
      guard !rows.isEmpty else { continue }
      lines += ["\(metric.rawValue) [\(experiment.currency)]"] + grid(rows) + [""]
    }
    lines += plan.joint.flatMap { screen.wrapped(jointSentence($0)) }
    if !plan.joint.isEmpty { lines.append("") }
    for budget in plan.budgets where budget.metric == .upfrontCost { lines += curve(budget) + [""] }
    let trials = experiment.trialsPhrase(counted: plan.budgets.first?.trials ?? 0)
    lines += screen.wrapped(
      "contingency: P80 less the base case; reserve: P95 less P80; at: the share of trials that do not "
        + "exceed the base case. \(trials), seed \(experiment.settings.seed)")
    return lines.joined(separator: "\n") + "\n"
  }

  private func grid(_ budgets: [Budget]) -> [String] {
    let header = ["", "base", "at", "P50", "P80", "P90", "P95", "contingency", "reserve"]
    let rows = budgets.map { budget in
      [
        "  \(budget.option)", NumberFormat.short(budget.baseCase),
        "P" + NumberFormat.grouped(budget.baseCasePercentile, decimals: 0),
      ] + [50, 80, 90, 95].map { NumberFormat.short(budget.quantile($0).value) } + [
        NumberFormat.short(budget.contingency), NumberFormat.short(budget.managementReserve),
      ]
    }
    let lines = TextGrid(rows: [header] + rows).lines()
    guard lines.contains(where: { $0.count > screen.width }) else { return lines }
    // A column for each option instead of a row.
    let columns = header.indices.map { index in
      [header[index]] + rows.map { $0[index].filter { index > 0 || $0 != " " } }
    }
    return TextGrid(rows: columns).lines()
  }

  private func jointSentence(
    _ joint: (metric: Metric, together: StatisticEstimate, apart: Double)
  ) -> String {
    let share = NumberFormat.short(100 * plan.confidence)
    return
      "All together stay within \(NumberFormat.short(joint.together.value)) "
      + "[\(NumberFormat.short(joint.together.low)), \(NumberFormat.short(joint.together.high))] of "
      + "\(joint.metric.rawValue) with \(share) % confidence; each by itself at \(share) % would take "
      + "\(NumberFormat.short(joint.apart))."
  }

  /// The amounts along the percentiles, as bars from 0.
  private func curve(_ budget: Budget) -> [String] {
    let most = budget.quantiles.map(\.value).max() ?? 0
    guard most > 0, most.isFinite else { return [] }
    let rows = zip(Budget.percentiles, budget.quantiles).map { percentile, quantile in
      ["P\(percentile)", NumberFormat.short(quantile.value)]
    }
    let labels = TextGrid(rows: rows).lines()
    let cells = screen.width - (labels.map(\.count).max() ?? 0) - 2
    return ["\(budget.metric.rawValue) of \(budget.option): what covers how many of the trials"]
      + zip(labels, budget.quantiles).map { label, quantile in
        "\(label)  \(screen.bar(quantile.value / most, cells: cells))"
      }
  }
}

/// `budget.csv`: one row for each option and amount.
func budgetTable(_ budgets: [Budget]) -> Table {
  var table = Table([
    "option", "metric", "base_case", "base_case_percentile", "p50", "p80", "p90", "p95",
    "contingency", "management_reserve",
  ])
  for budget in budgets {
    table.append(
      [
        .text(budget.option), .text(budget.metric.rawValue), .number(budget.baseCase),
        .number(budget.baseCasePercentile),
      ] + [50, 80, 90, 95].map { .number(budget.quantile($0).value) } + [
        .number(budget.contingency), .number(budget.managementReserve),
      ])
  }
  return table
}
