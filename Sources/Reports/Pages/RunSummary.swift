// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
public import Experiments

/// The answer of a run in words and small tables, for the terminal and for Markdown.
public struct RunSummary {
  private let result: RunResult
  private let screen: Screen

  /// The summary of `result` for `screen`.
  public init(_ result: RunResult, screen: Screen = Screen()) {
    self.result = result
    self.screen = screen
  }

  private var experiment: Experiment { result.experiment }

  private var challengers: [Int] {
    experiment.model.options.indices.filter { $0 != experiment.model.baseline }
  }

  // MARK: The answer

  /// One sentence: with what probability each option pays back in time.
  public var headline: String {
    let parts = challengers.compactMap { option -> String? in
      guard let event = soonEvent(option) else { return nil }
      return
        "\(name(option)) pays back within \(event.months) months with probability "
        + probability(event.estimate)
    }
    guard !parts.isEmpty else {
      return "\(experiment.title): \(result.experiment.settings.trials) trials"
    }
    return parts.joined(separator: "; ")
  }

  /// The payback probability for 12 months, or for the horizon if that is shorter.
  private func soonEvent(_ option: Int) -> (months: Int, estimate: ProbabilityEstimate)? {
    let horizon = experiment.model.horizonMonths
    for event in result.events where event.option == option {
      switch event.event {
      case .paybackWithin(let months) where months == 12: return (12, event.estimate)
      case .paysBack where horizon < 12: return (horizon, event.estimate)
      default: continue
      }
    }
    return nil
  }

  private func probability(_ estimate: ProbabilityEstimate) -> String {
    let error = (estimate.high - estimate.low) / 2
    return
      "\(NumberFormat.probability(estimate.probability, error: error)) "
      + "\(screen.plusMinus) \(NumberFormat.probability(error, error: error))"
  }

  /// For each option, when it pays back, whether ever, and what to budget.
  var findings: [String] {
    let horizon = experiment.model.horizonMonths
    return challengers.map { option in
      var facts: [String] = []
      if let payback = result.column(.paybackMonths, option: option) {
        let never = payback.summary.neverProbability
        facts.append("never within \(horizon) months \(NumberFormat.probability(never, error: 0))")
        if let median = payback.quantile(50), median.value.isFinite {
          facts.append("median payback \(NumberFormat.short(median.value)) months")
        }
      }
      if let upfront = result.column(.upfrontCost, option: option),
        let p50 = upfront.quantile(50), let p80 = upfront.quantile(80)
      {
        facts.append(
          "upfront budget P50 \(NumberFormat.short(p50.value)), "
            + "P80 \(NumberFormat.short(p80.value)) \(experiment.currency)")
      }
      if let event = result.events.first(where: { $0.option == option && $0.event == .cheapest }) {
        facts.append("cheapest of all \(probability(event.estimate))")
      }
      return facts.isEmpty ? "" : "\(name(option)): \(facts.joined(separator: "; "))"
    }.filter { !$0.isEmpty }
  }

  private func name(_ option: Int) -> String { experiment.model.options[option].name }

  // MARK: Tables

  /// A metric as lines: its name, then a row for each option with as many percentiles as fit.
  private func table(_ metric: Metric) -> [String] {
    let unit = metric.unitName(currency: experiment.currency)
    var lines: [String] = []
    for percentiles in [[5, 50, 80, 95], [50, 80, 95], [50, 80], [50]] {
      let rows = rows(metric, percentiles)
      guard !rows.isEmpty else { return [] }
      let header = ["", "mean \(screen.plusMinus) s.e."] + percentiles.map { "P\($0)" } + ["never"]
      lines = TextGrid(rows: [header] + rows).lines().map { "  \($0)" }
      if lines.allSatisfy({ $0.count <= screen.width }) { break }
      // The narrowest: without errors.
      guard percentiles == [50] else { continue }
      lines = TextGrid(rows: ([header] + rows).map { [$0[0]] + $0.dropFirst(2) }).lines()
        .map { "  \($0)" }
    }
    return ["\(metric.rawValue) [\(unit)]"] + lines
  }

  /// The rows of one metric: mean with its error, percentiles, share of never.
  private func rows(_ metric: Metric, _ percentiles: [Int]) -> [[String]] {
    result.columns.filter { $0.column.metric == metric }.map { column in
      let mean = column.summary.mean.map { mean in
        let error = column.summary.standardError.map {
          " \(screen.plusMinus) \(NumberFormat.short($0))"
        }
        return NumberFormat.short(mean) + (error ?? "")
      }
      let never = column.summary.neverProbability
      return [name(column.column.option), mean ?? "none"]
        + percentiles.map { percentile in
          column.quantile(percentile).map { NumberFormat.short($0.value) } ?? ""
        } + [never > 0 ? NumberFormat.probability(never, error: 0) : "0"]
    }
  }

  // MARK: Payback histogram

  /// Months to payback as bars, with a bar for the trials that never pay back.
  private func histogram(_ option: Int) -> [String] {
    guard let histogram = result.column(.paybackMonths, option: option)?.histogram else {
      return []
    }
    let bars = bars(histogram)
    let most = max(1, bars.map(\.count).max() ?? 1)
    let labels = bars.map(\.label.count).max() ?? 0
    let cells = min(50, screen.width - labels - 14)
    return ["payback of \(name(option)), months"]
      + bars.map { label, count in
        let share = Double(count) / Double(histogram.total)
        let padding = String(repeating: " ", count: labels - label.count)
        let bar = screen.bar(Double(count) / Double(most), cells: cells)
        return "  \(padding)\(label) \(bar) \(NumberFormat.grouped(share * 100, decimals: 1)) %"
      }
  }

  /// At most twelve bars of equal width over nearly all paybacks, one for the later ones, one for
  /// never.
  private func bars(_ histogram: Histogram) -> [(label: String, count: Int)] {
    let finite = histogram.counts.reduce(0, +)
    var covered = 0
    let bins = histogram.counts.firstIndex { count in
      covered += count
      return Double(covered) >= 0.99 * Double(finite)
    }
    let needed = (bins ?? 0) + 1
    let width = [1, 2, 4, 8, 12, 16, 24, 48, 96, 200].first { $0 * 12 >= needed } ?? needed
    var bars: [(label: String, count: Int)] = []
    for start in stride(from: 0, to: needed, by: width) {
      let end = min(start + width, histogram.counts.count)
      let months = [start, end].map { NumberFormat.exact(histogram.edges[$0]) }
      let label = months.joined(separator: screen.unicode ? "–" : "-")
      bars.append((label, histogram.counts[start..<end].reduce(0, +)))
    }
    let shown = bars.map(\.count).reduce(0, +)
    if shown < finite { bars.append(("later", finite - shown)) }
    bars.append(("never", histogram.never))
    return bars
  }

  // MARK: Pages

  /// For a terminal: the answer, the findings, the paybacks as bars, a table for each metric.
  public var text: String {
    var lines = screen.wrapsLines ? wrapped(headline) : [headline]
    lines.append("")
    lines += findings.flatMap { wrapped($0) }
    for option in challengers {
      let bars = histogram(option)
      if !bars.isEmpty { lines += [""] + bars }
    }
    for metric in result.metrics {
      let table = table(metric)
      if !table.isEmpty { lines += [""] + table }
    }
    lines += [""] + wrapped(closing)
    return lines.joined(separator: "\n") + "\n"
  }

  /// As a Markdown page.
  public var markdown: String {
    var parts = ["# \(Table.escaped(experiment.title))", Table.escaped(headline) + "."]
    if let question = experiment.question { parts.insert("*\(Table.escaped(question))*", at: 1) }
    if !findings.isEmpty {
      parts.append(findings.map { "- \(Table.escaped($0))" }.joined(separator: "\n"))
    }
    parts.append(result.summaryTable.markdown)
    parts.append(result.probabilityTable.markdown)
    parts.append(closing)
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// As a JSON object: the answer, the summary and the probabilities.
  public var json: String {
    ResolvedValue.mapping([
      .init("title", .text(experiment.title)),
      .init("headline", .text(headline)),
      .init("trials", .number(Double(experiment.settings.trials))),
      .init("seed", .whole(experiment.settings.seed)),
      .init("summary", result.summaryTable.json),
      .init("probabilities", result.probabilityTable.json),
    ]).json() + "\n"
  }

  private var closing: String {
    let settings = experiment.settings
    let trials = experiment.trialsPhrase(counted: result.trials)
    return
      "\(trials), seed \(settings.seed), \(settings.sampling.rawValue) sampling; "
      + "\(screen.plusMinus) after a probability is half its 95 % interval" + storage
  }

  /// What a streaming run's percentiles are not.
  private var storage: String {
    guard result.isStreamed else { return "" }
    return "; streamed: percentiles are within "
      + "\(NumberFormat.exact(RunResult.streamingError * 100)) % of those of the trials"
  }

  private func wrapped(_ text: String) -> [String] { screen.wrapped(text) }
}
