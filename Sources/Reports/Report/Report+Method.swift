// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import Charts
internal import CostModel
internal import Experiments

/// Percentiles in full, and how all of it came about.
extension Report {
  private static let shownMetrics: [Metric] = [
    .paybackMonths, .upfrontCost, .npv, .totalCost, .peakExposure, .sustainedPaybackMonths,
    .costPer1kRequests, .retrainingCost,
  ]
  private static let shownPercentiles = [5, 10, 25, 50, 75, 80, 90, 95]

  /// Percentiles of the metrics by which people decide, of all options.
  var percentileSection: Markup {
    let options = [experiment.model.baseline] + challengers
    let rows = Self.shownMetrics.flatMap { metric in
      options.compactMap { result.column(metric, option: $0) }
    }
    // On paper: the first four metrics of the first four options.
    let body = rows.map { column -> Markup in
      let place = Self.shownMetrics.firstIndex(of: column.column.metric) ?? 0
      let isPrinted =
        place < 4 && column.column.option != experiment.model.baseline
        && ordered.prefix(3).contains(column.column.option)
      let unit = column.column.metric.unitName(currency: experiment.currency)
      return
        "<tr data-option=\"\(name(column.column.option))\" data-metric=\"\(column.column.metric.rawValue)\"\(isPrinted ? Markup() : " class=\"screen\"")><th scope=\"row\">\(column.column.metric.rawValue)</th><td class=\"name\">\(name(column.column.option))</td><td>\(unit)</td>\(cells(column))</tr>\n"
    }
    let head = Self.shownPercentiles.map { "<th scope=\"col\" class=\"num\">P\($0)</th>" as Markup }
    return
      """
      <section aria-labelledby="percentiles-title"><h2 id="percentiles-title">Percentiles</h2>
      <div class="wide" tabindex="0" role="region" aria-label="Percentiles"><table id="percentiles"><thead><tr>\
      <th scope="col">metric</th><th scope="col">option</th><th scope="col">unit</th>\
      <th scope="col" class="num">mean ± s.e.</th>\(head)<th scope="col" class="num">never</th></tr></thead>
      <tbody>\(body)</tbody></table></div>
      <p class="quiet small">A mean that does not exist, because some trials never pay back, is left out. All of them with \
      their intervals: percentiles.csv, summary.csv.</p></section>

      """
  }

  private func cells(_ column: ColumnResult) -> Markup {
    let summary = column.summary
    let error = summary.standardError.map { " ± \(NumberFormat.short($0))" } ?? ""
    let mean = cell(
      summary.mean, " data-column=\"mean\"",
      summary.mean.map { Self.short($0) + error })
    let percentiles = Self.shownPercentiles.map { percentile in
      cell(column.quantile(percentile)?.value, " data-column=\"p\(percentile)\"")
    }
    let never = cell(
      summary.neverProbability, " data-column=\"never_probability\"",
      percent(summary.neverProbability))
    return mean + percentiles.joined() + never
  }

  /// Method, seed, trials, errors, version, digests, and the command that makes it again.
  var methodSection: Markup {
    let settings = experiment.settings
    let files = experiment.files.enumerated().map { index, file -> Markup in
      "<div\(index < 8 ? Markup() : " class=\"screen\"")><code>\(file.name)</code> <span class=\"quiet\">SHA-256 <code class=\"digest\">\(file.digest)</code></span></div>"
    }
    let influence: Markup? = (appraisal?.sensitivity?.trials ?? appraisal?.information?.trials).map
    {
      "<dt>tornado, information</dt><dd>from \(NumberFormat.grouped(Double($0), decimals: 0)) trials of the same seed, each with its 95\u{A0}% interval</dd>"
    }
    let discount: String =
      switch experiment.model.discountRate {
      case .constant(let rate): "\(NumberFormat.exact(rate * 100)) % a year"
      case .input(let index): experiment.inputs[index].name
      }
    let warnings = experiment.warnings.enumerated().map { index, warning -> Markup in
      "<li\(index < 2 ? Markup() : " class=\"screen\"")>\(warning)</li>"
    }
    let warned: Markup? =
      warnings.isEmpty ? nil : "<dt>warnings</dt><dd><ul>\(warnings)</ul></dd>"
    return
      """
      <section aria-labelledby="method-title" id="method"><h2 id="method-title">How it was computed</h2>
      <dl><dt>method</dt><dd>Monte Carlo simulation: every uncertain input is drawn, every option costed month by month \
      against \(name(experiment.model.baseline)), \(experiment.trialsPhrase(counted: result.trials)) over</dd>
      <dt>horizon</dt><dd>\(horizonText); discounted at \(discount)</dd>
      <dt>seed, sampling</dt><dd>\("\(settings.seed)"), \(settings.sampling.rawValue), draws by \(settings.sampler.rawValue)</dd>
      <dt>errors</dt><dd>\(errorsText)</dd>
      \(influence)
      <dt>cash flow</dt><dd>from the first \(NumberFormat.grouped(Double(min(result.cashflowTrials, settings.trials)), decimals: 0)) trials</dd>
      <dt>version</dt><dd>Breakeven \(version)</dd>
      <dt>read</dt><dd>\(files)</dd>\(warned)</dl>
      <p class="small">The same bytes again, from the folder of this page:</p>
      <code class="command">breakeven run --manifest manifest.json -o again</code></section>

      """
  }

  private var errorsText: String {
    experiment.settings.sampling == .random
      ? "percentiles are order statistics with distribution-free 95\u{A0}% intervals, probabilities have Wilson intervals, "
        + "means standard errors"
      : "from independent replicates of the design: 95\u{A0}% intervals for percentiles and probabilities, standard "
        + "errors for means"
  }
}
