// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import Charts
internal import CostModel
internal import Experiments

/// Several runs on one page, to be compared.
public struct SideBySidePage {
  private let runs: [(name: String, report: Report)]

  /// The page of runs under the names of their folders.
  public init(_ runs: [(name: String, report: Report)]) { self.runs = runs }

  private var title: String { runs.map(\.name).joined(separator: " · ") }

  /// The page: verdicts, key numbers, charts and what was assumed otherwise.
  public var html: String {
    let body: Markup =
      """
      <main>
      <h1>Runs side by side</h1>
      <div class="figures">\(verdicts)</div>
      \(numbers)
      <div class="figures">\(charts)</div>
      \(differences)
      </main>
      """
    return Report.document(title: title, body: body).source
  }

  private var verdicts: [Markup] {
    runs.map { run in
      """
      <section><h2>\(run.name)</h2>
      <p class="quiet">\(run.report.experiment.title)</p>\(run.report.verdictBox)\(run.report.gateList)</section>

      """
    }
  }

  // MARK: Numbers

  /// One row for each number of each option, a column for each run.
  private var numbers: Markup {
    var options: [String] = []
    for run in runs {
      for option in run.report.ordered where !options.contains(run.report.name(option)) {
        options.append(run.report.name(option))
      }
    }
    let horizons = Set(runs.map(\.report.horizon))
    let rows = options.flatMap { option in
      Self.quantities(horizons.count == 1 ? horizons.first : nil).map { quantity -> Markup in
        let cells = runs.map { run -> Markup in
          guard let place = run.report.challengers.first(where: { run.report.name($0) == option }),
            let found = quantity.value(run.report, place)
          else { return "<td class=\"num\">–</td>" }
          return run.report.cell(found.value, Markup(), found.text)
        }
        return
          "<tr><th scope=\"row\">\(option)</th><td>\(quantity.name)</td>\(cells)</tr>\n"
      }
    }
    let head = runs.map { "<th scope=\"col\" class=\"num\">\($0.name)</th>" as Markup }
    return
      """
      <section aria-labelledby="numbers-title"><h2 id="numbers-title">The same numbers of each run</h2>
      <div class="wide" tabindex="0" role="region" aria-label="The same numbers of each run"><table>\
      <thead><tr><th scope="col">option</th><th scope="col">number</th>\(head)</tr></thead>
      <tbody>\(rows)</tbody></table></div>
      <p class="quiet small">In brackets 95\u{A0}% intervals. Differences on common random numbers: breakeven compare.</p></section>

      """
  }

  private struct Quantity {
    let name: String
    let value: (Report, Int) -> (value: Double, text: String)?
  }

  private static func quantities(_ horizon: Int?) -> [Quantity] {
    func event(_ event: Event, _ name: String) -> Quantity {
      Quantity(name: name) { report, option in
        report.estimate(event, option).map {
          ($0.probability, "\(report.percent($0)) (\(report.interval($0)))")
        }
      }
    }
    func quantile(_ metric: Metric, _ percentile: Int, _ name: String) -> Quantity {
      Quantity(name: name) { report, option in
        report.result.column(metric, option: option)?.quantile(percentile).map {
          (
            $0.value,
            "\(Report.short($0.value)) (\(Report.short($0.low)) to \(Report.short($0.high)))"
          )
        }
      }
    }
    let within = horizon.map { "within \($0) months" } ?? "within its horizon"
    return [
      event(.paybackWithin(months: 12), "pays back within 12 months"),
      event(.paysBack, "pays back \(within)"),
      quantile(.paybackMonths, 50, "payback P50, months"),
      quantile(.paybackMonths, 80, "payback P80, months"),
      quantile(.upfrontCost, 50, "one-time cost P50"),
      quantile(.upfrontCost, 80, "one-time cost P80"),
      Quantity(name: "mean net present value") { report, option in
        let summary = report.result.column(.npv, option: option)?.summary
        return summary?.mean.map { mean in
          let error = summary?.standardError.map { " ± \(NumberFormat.short($0)) s.e." } ?? ""
          return (mean, Report.short(mean) + error)
        }
      },
      event(.cheapest, "costs least of all"),
    ]
  }

  // MARK: Charts

  /// The payback and the upfront cost of each run.
  private var charts: [Markup] {
    // On common axes.
    let month = runs.map(\.report.lastMonth).max()
    let amounts = runs.flatMap { run in
      run.report.challengers.flatMap { option in
        run.report.result.column(.upfrontCost, option: option)?.quantiles.map(\.value) ?? []
      }
    }
    let range = amounts.min().flatMap { low in amounts.max().map { low...$0 } }
    let figures = runs.map { run in
      [
        run.report.paybackFigure(until: month.map { min($0, run.report.horizon) }),
        run.report.upfrontFigure(range: range),
      ]
    }
    return (0..<2).flatMap { row in
      zip(runs, figures).enumerated().compactMap { index, entry -> Markup? in
        entry.1[row].map { figure in
          ReportFigure(
            id: "run-\(index)-\(figure.id)", title: "\(entry.0.name): \(figure.title)",
            finding: figure.finding, table: figure.table, draw: figure.draw
          ).html
        }
      }
    }
  }

  // MARK: Assumptions

  /// Every value that is not the same in all runs, defaults filled in.
  private var differences: Markup {
    let all = runs.map { run -> [String: String] in
      let pairs = run.report.experiment.resolved.flattened
      return Dictionary(pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
    var keys: [String] = []
    for run in runs {
      for (key, _) in run.report.experiment.resolved.flattened where !keys.contains(key) {
        keys.append(key)
      }
    }
    var table = Table(["key"] + runs.map(\.name))
    for key in keys where Set(all.map { $0[key] }).count > 1 {
      table.append([.text(key)] + all.map { $0[key].map { .text($0) } ?? .empty })
    }
    let count = table.rows.count
    let heading =
      count == 0
      ? "The runs were told the same" : "\(count) \(count == 1 ? "value differs" : "values differ")"
    return
      """
      <section aria-labelledby="differences-title"><h2 id="differences-title">\(heading)</h2>
      \(count == 0 ? Markup() : table.html(caption: heading, printed: 30))</section>

      """
  }
}
