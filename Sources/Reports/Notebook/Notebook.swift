// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Experiments

/// The notebook of a run: its charts, and the tables beside it as data frames.
///
/// It opens executed. Its cells need IPython and pandas, and the files of the run in the same folder.
struct Notebook: Sendable {
  let report: Report

  /// The notebook in the form of nbformat 4.5.
  var json: String {
    ResolvedValue.mapping([
      .init("cells", .list(cells.enumerated().map { $0.element.json($0.offset + 1) })),
      .init(
        "metadata",
        .mapping([
          .init(
            "kernelspec",
            .mapping([
              .init("display_name", .text("Python 3")), .init("language", .text("python")),
              .init("name", .text("python3")),
            ])),
          .init("language_info", .mapping([.init("name", .text("python"))])),
        ])),
      .init("nbformat", .number(4)),
      .init("nbformat_minor", .number(5)),
    ]).json() + "\n"
  }

  private var cells: [NotebookCell] {
    [.prose(heading), .setup(Self.setup)] + charts
      + [.prose("## Probabilities"), .table(Self.probabilities, probabilities)]
      + [.prose("## Percentiles\n\nOf any metric of `percentiles.csv`; `inf` is never.")]
      + percentiles + summary + cashflow + [.prose(closing)]
  }

  private var heading: String {
    var parts = ["# \(Table.escaped(report.experiment.title))"]
    if let question = report.experiment.question { parts.append(Table.escaped(question)) }
    if let verdict = Verdict(report) {
      parts.append(
        "**\(verdict.likelihood.rawValue).** \(Table.escaped(verdict.sentence)) "
          + Table.escaped(verdict.reason))
    }
    return parts.joined(separator: "\n\n")
  }

  private static let setup = """
    import pathlib
    import re

    import pandas as pd
    from IPython.display import SVG


    def chart(name):
        \"""A chart of report.html, which lies beside this notebook.\"""
        page = pathlib.Path("report.html").read_text(encoding="utf-8")
        style = re.search("<style>.*?</style>", page, re.DOTALL)[0]
        picture = re.search(f'<svg class="chart" id="{name}-wide".*?</svg>', page, re.DOTALL)[0]
        start = '<svg xmlns="http://www.w3.org/2000/svg" style="background: var(--paper)" width="640"'
        return SVG(picture.replace("<svg", start, 1).replace(">", ">" + style, 1))
    """

  private var charts: [NotebookCell] {
    report.drawing(report.figures) { figure -> [NotebookCell] in
      [
        .prose("## \(Table.escaped(figure.title))\n\n\(Table.escaped(figure.finding))"),
        .picture("chart(\"\(figure.id)\")", svg: figure.file),
      ]
    }.flatMap { $0 }
  }

  private static let probabilities = """
    probabilities = pd.read_csv("probabilities.csv")
    probabilities.pivot(index="event", columns="option", values="probability")
    """

  /// Event by option, both in the order of their names, as pandas has them.
  private var probabilities: Table {
    let source = report.result.probabilityTable
    let events = Set(source.rows.map { $0[1].text }).sorted()
    let options = Set(source.rows.map { $0[0].text }).sorted()
    var table = Table(["event"] + options)
    for event in events {
      table.append(
        [.text(event)]
          + options.map { option in
            source.rows.first { $0[0].text == option && $0[1].text == event }?[2] ?? .empty
          })
    }
    return table
  }

  private var percentiles: [NotebookCell] {
    [Metric.upfrontCost, .paybackMonths].compactMap { metric in
      let source = report.result.percentileTable.rows.filter { $0[1].text == metric.rawValue }
      guard !source.isEmpty else { return nil }
      let options = Set(source.map { $0[0].text }).sorted()
      var table = Table(["percentile"] + options)
      for percentile in RunResult.percentiles {
        table.append(
          [.count(percentile)]
            + options.map { option in
              source.first { $0[0].text == option && $0[3] == .count(percentile) }?[4] ?? .empty
            })
      }
      return .table(
        """
        percentiles = pd.read_csv("percentiles.csv")
        of_metric = percentiles[percentiles.metric == "\(metric.rawValue)"]
        of_metric.pivot(index="percentile", columns="option", values="value")
        """, table)
    }
  }

  private var summary: [NotebookCell] {
    let kept = ["mean", "standard_error", "never_probability", "p5", "p50", "p80", "p95"]
    let source = report.result.summaryTable
    let rows = source.rows.filter { $0[1].text == Metric.npv.rawValue }
    guard !rows.isEmpty else { return [] }
    let places = kept.compactMap { source.header.firstIndex(of: $0) }
    var table = Table(["option"] + kept)
    for row in rows { table.append([row[0]] + places.map { row[$0] }) }
    let columns = kept.map { "\"\($0)\"" }.joined(separator: ", ")
    return [
      .prose("## Net present value"),
      .table(
        """
        summary = pd.read_csv("summary.csv")
        value = summary[summary.metric == "npv"].set_index("option")
        value[[\(columns)]]
        """, table, columns: ""),
    ]
  }

  private var cashflow: [NotebookCell] {
    let source = report.result.cashflowTable.rows.filter {
      $0[2].text == CashflowRow.Series.cumulativeSaving.rawValue
    }
    guard !source.isEmpty else { return [] }
    let options = Set(source.map { $0[0].text }).sorted()
    var table = Table(["month"] + options)
    for month in 1...report.horizon where month % 12 == 0 {
      table.append(
        [.count(month)]
          + options.map { option in
            source.first { $0[0].text == option && $0[1] == .count(month) }?[8] ?? .empty
          })
    }
    return [
      .prose("## Cumulative saving at the end of each year, median"),
      .table(
        """
        cashflow = pd.read_csv("cashflow.csv")
        saving = cashflow[cashflow.metric == "cumulative_saving"]
        saving[saving.month % 12 == 0].pivot(index="month", columns="option", values="p50")
        """, table),
    ]
  }

  private var closing: String {
    let settings = report.experiment.settings
    return """
      ---

      \(Table.escaped(report.experiment.trialsPhrase(counted: report.result.trials))), seed \(settings.seed), \
      \(settings.sampling.rawValue) sampling, Breakeven \(report.version). The same bytes again: \
      `breakeven run --manifest manifest.json`.
      """
  }
}

extension Table.Cell {
  fileprivate var text: String { plain }
}

extension Report {
  /// The notebook of the run.
  public var notebook: String { Notebook(report: self).json }
}
