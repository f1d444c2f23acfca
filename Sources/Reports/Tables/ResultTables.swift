// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
public import CostModel
public import Experiments

/// The tables of a run, as they go to files.
extension RunResult {
  private static let summaryPercentiles = [5, 10, 25, 50, 75, 80, 90, 95]

  /// One row for each metric of each option.
  public var summaryTable: Table {
    var table = Table(
      [
        "option", "metric", "unit", "trials", "mean", "standard_error", "standard_deviation",
        "never_probability",
      ] + Self.summaryPercentiles.map { "p\($0)" })
    for column in columns {
      let summary = column.summary
      table.append(
        name(column) + [
          .count(summary.count), Table.Cell(summary.mean), Table.Cell(summary.standardError),
          Table.Cell(summary.standardDeviation), .number(summary.neverProbability),
        ] + Self.summaryPercentiles.map { Table.Cell(column.quantile($0)?.value) })
    }
    return table
  }

  /// One row for each percentile of each metric of each option.
  public var percentileTable: Table {
    var table = Table(["option", "metric", "unit", "percentile", "value", "ci_low", "ci_high"])
    for column in columns {
      for (percentile, quantile) in zip(Self.percentiles, column.quantiles) {
        table.append(
          name(column) + [
            .count(percentile), .number(quantile.value), .number(quantile.low),
            .number(quantile.high),
          ])
      }
    }
    return table
  }

  /// One row for each level of the bad tail of each amount of money.
  public var riskTable: Table {
    var table = Table([
      "option", "metric", "unit", "tail", "level", "value_at_risk", "conditional_value_at_risk",
      "standard_error",
    ])
    for column in columns {
      for (level, risk) in zip(Self.riskLevels, column.tails) {
        table.append(
          name(column) + [
            .text(risk.tail.rawValue), .count(level), .number(risk.valueAtRisk),
            .number(risk.conditionalValueAtRisk), Table.Cell(risk.standardError),
          ])
      }
    }
    return table
  }

  /// One row for each event of each option.
  public var probabilityTable: Table {
    var table = Table(["option", "event", "probability", "ci_low", "ci_high"])
    for event in events {
      table.append([
        .text(experiment.model.options[event.option].name), .text(event.event.name),
        .number(event.estimate.probability), .number(event.estimate.low),
        .number(event.estimate.high),
      ])
    }
    return table
  }

  /// One row for each month of each option and series.
  public var cashflowTable: Table {
    var table = Table(
      ["option", "month", "metric", "trials", "mean"] + CashflowRow.percentiles.map { "p\($0)" })
    for row in cashflow {
      table.append(
        [
          .text(experiment.model.options[row.option].name), .count(row.month),
          .text(row.series.rawValue), .count(row.trials), .number(row.mean),
        ] + row.quantiles.map { .number($0) })
    }
    return table
  }

  /// One row for each statistic of each metric of each option at each number of trials.
  public var convergenceTable: Table {
    var table = Table([
      "option", "metric", "unit", "trials", "statistic", "value", "ci_low", "ci_high",
    ])
    for row in convergence {
      let cells = name(row.column) + [.count(row.trials)]
      let mean = row.summary.mean
      let half = row.summary.halfWidth
      table.append(
        cells + [.text("mean"), Table.Cell(mean)]
          + [-1, 1].map { side in Table.Cell(mean.flatMap { m in half.map { m + side * $0 } }) })
      for (percentile, quantile) in zip(ConvergenceRow.percentiles, row.quantiles) {
        table.append(
          cells + [
            .text("p\(percentile)"), .number(quantile.value), .number(quantile.low),
            .number(quantile.high),
          ])
      }
    }
    return table
  }

  private func name(_ column: ColumnResult) -> [Table.Cell] { name(column.column) }

  private func name(_ column: OutputColumn) -> [Table.Cell] {
    [
      .text(experiment.model.options[column.option].name),
      .text(column.metric.rawValue),
      .text(column.metric.unitName(currency: experiment.currency)),
    ]
  }
}

extension Metric {
  /// The unit as tables print it.
  public func unitName(currency: String) -> String {
    switch unit {
    case .money: currency
    case .months: "months"
    case .requests: "requests"
    case .requestsPerMonth: "requests/month"
    case .moneyPer1kRequests: "\(currency)/1000 requests"
    }
  }
}
