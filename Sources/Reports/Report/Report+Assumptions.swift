// SPDX-License-Identifier: GPL-3.0-or-later

internal import Charts
internal import Distributions
internal import Experiments

/// What the answer rests on.
extension Report {
  /// Draws that show the shape of an input whose distribution depends on others.
  private static let draws = 2_000
  /// Rows of a table that go to paper.
  private static let printedRows = 16

  /// Every uncertain input with its distribution drawn small, its source, its age and its confidence.
  var assumptionSection: Markup {
    let catalogue = InputCatalogue(experiment: experiment)
    let rows = inOrder(catalogue.entries) { $0.name }.enumerated().map { index, entry -> Markup in
      assumption(entry, index, catalogue)
    }
    guard !rows.isEmpty || !processRows.isEmpty else {
      return """
        <section><h2>What is assumed</h2><p>Nothing is uncertain: every trial is the same.</p></section>

        """
    }
    let checked = experiment.inputs.compactMap(\.notes.checked).min()
    let oldest = checked.map { "; the one looked at longest ago on \($0)" } ?? ""
    let hidden = rows.count - Self.printedRows
    let more: Markup? =
      hidden > 0
      ? "<p class=\"paper quiet\">\(hidden) more are in report.html.</p>" : nil
    return
      """
      <section aria-labelledby="assumptions-title" class="assumptions"><h2 id="assumptions-title">What is assumed</h2>
      <p class="quiet small">\(rows.count) uncertain inputs, each drawn anew in every trial\(oldest). \
      Small curves run from P0.5 to P99.5, with lines at P10, the median and P90.</p>
      <div class="wide" tabindex="0" role="region" aria-label="What is assumed"><table id="assumptions">
      <thead><tr><th scope="col">input</th><th scope="col">drawn</th><th scope="col" class="num">P10</th>\
      <th scope="col" class="num">median</th><th scope="col" class="num">P90</th><th scope="col">unit</th>\
      <th scope="col">source</th><th scope="col">checked</th><th scope="col">confidence</th></tr></thead>
      <tbody>\(rows)\(processRows)</tbody></table></div>\(more)</section>

      """
  }

  /// What moves from month to month: no distribution is drawn, its inputs are above.
  private var processRows: [Markup] {
    guard case .mapping(let entries) = experiment.resolved else { return [] }
    var paths: [(name: String, text: String)] = []
    for entry in entries {
      guard case .mapping(let parts) = entry.value else { continue }
      if entry.key == "processes" {
        paths += parts.map { ($0.key, $0.value.compact) }
      }
      if entry.key == "workload",
        let volatility = parts.first(where: { $0.key == "volatility_per_month" })?.value,
        volatility != .number(0)
      {
        paths.append(("workload", "volatility_per_month: \(volatility.compact)"))
      }
    }
    return paths.map { path in
      """
      <tr><th scope="row">\(path.name)</th><td colspan="4" class="quiet">a path from month to month</td>\
      <td colspan="4"><code>\(path.text)</code></td></tr>

      """
    }
  }

  private func assumption(
    _ entry: InputCatalogue.Entry, _ index: Int, _ catalogue: InputCatalogue
  ) -> Markup {
    var draws: [Double] = []
    if case .dependent = entry.value {
      let seed = experiment.settings.seed
      draws =
        (try? catalogue.draws(of: entry.name, count: Self.draws, seed: seed).sorted()) ?? []
    }
    func quantile(_ p: Double) -> Double? {
      draws.isEmpty ? entry.value.quantile(p) : draws[Int(p * Double(draws.count - 1))]
    }
    let numbers = [0.1, 0.5, 0.9].map { cell(quantile($0)) }
    let picture = density(entry, draws, marks: [0.1, 0.5, 0.9].compactMap(quantile))
      .inline(id: "input-\(index)")
    let notes = entry.notes
    let isPrinted = index < Self.printedRows
    return
      """
      <tr\(isPrinted ? Markup() : " class=\"screen\"")><th scope="row">\(entry.name)\
      <div class="quiet small screen">\(entry.value.text)</div></th>\
      <td class="draw">\(picture)</td>\(numbers)<td>\(notes.unit ?? "")</td>\
      <td class="source"><div>\(notes.source ?? "not said")</div>\(notes.note.map { "<div class=\"quiet small screen\">\($0)</div>" } ?? Markup())</td>\
      <td class="date">\(notes.checked ?? "not said")</td><td>\(notes.confidence ?? "not said")</td></tr>

      """
  }

  private func density(
    _ entry: InputCatalogue.Entry, _ draws: [Double], marks: [Double]
  ) -> Picture {
    let bars = DistributionPlot(entry, draws: draws).bars
    let caption = Caption("Distribution of \(entry.name)", entry.value.text)
    let isSeparate = bars.allSatisfy { $0.low == $0.high }
    let shape: DensityChart.Shape =
      isSeparate
      ? .values(bars.map { ($0.low, $0.probability) })
      : .intervals(
        from: bars.first?.low ?? 0, to: bars.last?.high ?? 1, bars.map(\.probability))
    return DensityChart(caption, shape: shape, marks: marks).picture()
  }

  /// The prices and methods of the book that were used.
  var priceSection: Markup? {
    guard !experiment.prices.isEmpty else { return nil }
    var table = Table(["entry", "option", "gives", "checked", "confidence", "instead"])
    for use in experiment.prices {
      let filled = use.filled.map { "\($0.key) \($0.value.compact)" }.joined(separator: ", ")
      let overrides = use.overrides.map {
        "\($0.key) \($0.used.compact) for \($0.book.compact)"
      }.joined(separator: ", ")
      table.append([
        .text(use.entry), .text(use.option), .text(filled), .text(use.checked),
        .text(use.confidence), .text(overrides),
      ])
    }
    return
      """
      <section class="screen" aria-labelledby="prices-title"><h2 id="prices-title">Prices and methods from the book</h2>
      \(table.html(caption: "Prices and methods from the book"))</section>

      """
  }

  /// Everything else that the run was told, as it was understood.
  var fixedSection: Markup {
    guard case .mapping(let entries) = experiment.resolved else { return Markup() }
    let kept = entries.filter {
      !["inputs", "format", "title", "question", "approval"].contains($0.key)
    }
    var table = Table(["key", "value"])
    for (key, value) in ResolvedValue.mapping(kept).flattened {
      table.append([.text(key), .text(value)])
    }
    return
      """
      <section class="screen"><details><summary>Every other value of the experiment, defaults filled in</summary>
      \(table.html(caption: "Every other value of the experiment"))</details></section>

      """
  }
}
