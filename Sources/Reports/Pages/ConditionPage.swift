// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
public import Experiments

/// What comes out in the trials for which a condition holds.
public struct ConditionPage {
  private let summary: ConditionSummary
  private let screen: Screen

  /// The file that the table goes to.
  public static let file = "condition.csv"

  /// The page of `summary` for `screen`.
  public init(_ summary: ConditionSummary, screen: Screen = Screen()) {
    self.summary = summary
    self.screen = screen
  }

  /// One row for each statistic of each metric and option: condition.csv.
  public var table: Table {
    var table = Table([
      "condition", "option", "metric", "unit", "trials", "statistic", "value", "ci_low", "ci_high",
    ])
    for column in summary.columns {
      func append(
        _ metric: String, _ unit: Table.Cell, _ statistic: String, _ value: Double?, _ low: Double?,
        _ high: Double?
      ) {
        table.append([
          .text(summary.condition.text), .text(option(column)), .text(metric), unit,
          .count(summary.trials.kept), .text(statistic), Table.Cell(value), Table.Cell(low),
          Table.Cell(high),
        ])
      }
      let metric = column.column.metric
      let unit = Table.Cell.text(metric.unitName(currency: summary.experiment.currency))
      let mean = column.summary.mean
      let half = column.summary.halfWidth
      func bound(_ sign: Double) -> Double? { mean.flatMap { m in half.map { m + sign * $0 } } }
      append(metric.rawValue, unit, "mean", mean, bound(-1), bound(1))
      for (percentile, quantile) in zip(ConditionSummary.percentiles, column.quantiles) {
        append(
          metric.rawValue, unit, "p\(percentile)", quantile.value, quantile.low, quantile.high)
      }
      for event in column.events {
        let estimate = event.estimate
        append(
          event.event.name, .empty, "probability", estimate.probability, estimate.low,
          estimate.high)
      }
    }
    return table
  }

  /// For a terminal: how many trials remain, and a table of them.
  public var text: String {
    let percentiles = [5, 50, 95]
    let header = ["", "mean"] + percentiles.map { "P\($0)" } + ["never"]
    let rows = summary.columns.map { column in
      [
        "\(option(column)), \(column.column.metric.rawValue)",
        column.summary.mean.map(NumberFormat.short) ?? "none",
      ]
        + percentiles.map { percentile in
          let place = ConditionSummary.percentiles.firstIndex(of: percentile) ?? 0
          return NumberFormat.short(column.quantiles[place].value)
        } + [NumberFormat.probability(column.summary.neverProbability, error: 0)]
    }
    let events = summary.columns.flatMap { column in
      column.events.map { event in
        let estimate = event.estimate
        let half = (estimate.high - estimate.low) / 2
        return [
          "\(option(column)), \(event.event.name)",
          "\(NumberFormat.probability(estimate.probability, error: half)) \(screen.plusMinus)"
            + " \(NumberFormat.probability(half, error: half))",
        ]
      }
    }
    return (heading + TextGrid(rows: [header] + rows).lines() + TextGrid(rows: events).lines())
      .joined(separator: "\n") + "\n"
  }

  private var heading: [String] {
    let (kept, drawn) = summary.trials
    let count = NumberFormat.grouped(Double(kept), decimals: 0)
    let share = NumberFormat.grouped(100 * Double(kept) / Double(drawn), decimals: 1)
    return screen.wrapped(
      "where \(summary.condition.text): \(count) trials, \(share) % of all; everything below is of"
        + " these")
  }

  private func option(_ column: ConditionSummary.Column) -> String {
    summary.experiment.model.options[column.column.option].name
  }
}
