// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import Charts
internal import CostModel
internal import Experiments

/// The top of the page: the question, the answer, the gates, the options at a glance.
extension Report {
  var heading: Markup {
    let question: Markup? = experiment.question.map { "<p class=\"question\">\($0)</p>" }
    return "<h1>\(experiment.title)</h1>\(question)\n"
  }

  var verdictBox: Markup {
    guard let verdict = Verdict(self) else {
      return
        "<div class=\"verdict open\"><p class=\"sentence\">This run did not compute when options pay back.</p></div>\n"
    }
    return
      """
      <div class="verdict \(verdict.likelihood.style)"><p class="word">\(verdict.likelihood.rawValue)</p>\
      <p class="sentence">\(verdict.sentence)</p><p>\(verdict.reason)</p></div>

      """
  }

  // MARK: Gates

  var gateSection: Markup? {
    gateList.map {
      """
      <section aria-labelledby="gates-title"><h2 id="gates-title">\(gateHeadline)</h2>
      \($0)</section>

      """
    }
  }

  /// A line for each gate; nil where nothing is required.
  var gateList: Markup? {
    guard !experiment.approval.isEmpty else { return nil }
    let judged = result.gates.enumerated().map { index, gate -> Markup in
      let (word, style) =
        switch gate.verdict {
        case .pass: ("✓ passes", "good")
        case .fail: ("✗ fails", "bad")
        case .undecided: ("? open", "open")
        }
      let option: Markup? = gate.option.map { "<span>\(name($0))</span>" }
      return
        "<li data-verdict=\"\(gate.verdict.rawValue)\"\(index < 6 ? Markup() : " class=\"screen\"")><b class=\"\(style)\">\(word)</b>\(option)<code>\("\(gate.requirement)")</code><span class=\"quiet\">\(found(gate))</span></li>"
    }
    let judgedRules = Set(result.gates.map(\.requirement))
    let open = experiment.approval.map(\.requirement).filter { !judgedRules.contains($0) }
      .map { requirement -> Markup in
        let reason =
          if case .priceAge = requirement {
            "depends on the day: breakeven check tells"
          } else { "not judged in this run: breakeven check tells" }
        return
          "<li data-verdict=\"none\" class=\"screen\"><b class=\"quiet\">– later</b><code>\("\(requirement)")</code><span class=\"quiet\">\(reason)</span></li>"
      }
    return "<ul class=\"gates\">\(judged)\(open)</ul>"
  }

  private var gateHeadline: String {
    let gates = result.gates
    guard !gates.isEmpty else { return "Gates" }
    let passed = gates.count { $0.verdict == .pass }
    if passed == gates.count {
      return gates.count == 1 ? "The gate passes" : "All \(gates.count) gates pass"
    }
    let failed = gates.count { $0.verdict == .fail }
    let open = gates.count - passed - failed
    var parts = ["\(passed) of \(gates.count) gates pass"]
    if failed > 0 { parts.append("\(failed) \(failed == 1 ? "fails" : "fail")") }
    if open > 0 { parts.append("\(open) \(open == 1 ? "is" : "are") undecided") }
    return parts.joined(separator: ", ")
  }

  private func found(_ gate: Gate) -> String {
    let estimate = gate.estimate
    if estimate.value.isNaN { return "does not exist: some trials never get there" }
    if case .present = gate.requirement { return estimate.value == 1 ? "there" : "not there" }
    func short(_ value: Double) -> String {
      if case .statistic(.probability, _, _) = gate.requirement { return percent(value) }
      if case .statistic(.bestProbability, _, _) = gate.requirement { return percent(value) }
      return Self.short(value)
    }
    var text = "is \(short(estimate.value))"
    if estimate.low != estimate.high {
      text += " (95\u{A0}% interval \(short(estimate.low)) to \(short(estimate.high)))"
    }
    if case .outlivesPayback = gate.requirement {
      text +=
        gate.threshold.isFinite
        ? "; switched off in month \(NumberFormat.short(gate.threshold))" : "; no end is known"
    }
    return text
  }

  // MARK: Options

  /// The few numbers by which options are compared.
  var glanceSection: Markup {
    var header = ["option"]
    if horizon > 12 { header.append("paid back in 12 months") }
    header += [
      "paid back in \(horizonText)", "payback P50", "P80", "one-time cost P50", "P80",
      "mean net present value", "costs least of all",
    ]
    let rows = ordered.enumerated().map { place, option -> Markup in
      var cells: [Markup] = []
      func share(_ event: Event) {
        let found = estimate(event, option)
        cells.append(
          cell(found?.probability, " data-event=\"\(event.name)\"", found.map { percent($0) }))
      }
      func quantile(_ metric: Metric, _ percentile: Int) {
        cells.append(
          cell(
            result.column(metric, option: option)?.quantile(percentile)?.value,
            " data-metric=\"\(metric.rawValue)\" data-column=\"p\(percentile)\""))
      }
      if horizon > 12 { share(.paybackWithin(months: 12)) }
      share(.paysBack)
      for percentile in [50, 80] { quantile(.paybackMonths, percentile) }
      for percentile in [50, 80] { quantile(.upfrontCost, percentile) }
      cells.append(
        cell(
          result.column(.npv, option: option)?.summary.mean,
          " data-metric=\"npv\" data-column=\"mean\""))
      share(.cheapest)
      return
        "<tr data-option=\"\(name(option))\"\(place < 6 ? Markup() : " class=\"screen\"")><th scope=\"row\">\(name(option))</th>\(cells)</tr>"
    }
    let head = header.enumerated().map { index, title -> Markup in
      "<th scope=\"col\"\(index == 0 ? Markup() : " class=\"num\"")>\(title)</th>"
    }
    return
      """
      <section aria-labelledby="glance-title"><h2 id="glance-title">The options at a glance</h2>
      <div class="wide" tabindex="0" role="region" aria-label="The options at a glance"><table id="glance">\
      <thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table></div>
      <p class="quiet small">Payback in months, money in \(experiment.currency), against \(name(experiment.model.baseline)).</p>
      </section>

      """
  }
}
