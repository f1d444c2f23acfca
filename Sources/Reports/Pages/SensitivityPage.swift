// SPDX-License-Identifier: GPL-3.0-or-later

public import Analysis

/// How an output depends on its inputs.
public struct SensitivityPage {
  let analysis: SensitivityAnalysis
  let screen: Screen
  private let option: String

  /// The page of `analysis`.
  ///
  /// - Parameter option: what the tables say in the column `option`.
  public init(_ analysis: SensitivityAnalysis, option: String = "", screen: Screen = Screen()) {
    self.analysis = analysis
    self.option = option
    self.screen = screen
  }

  /// One row for each input and index.
  public var table: Table {
    var table = Table.sensitivity
    func append(_ metric: String, _ input: String, _ index: SensitivityIndex) {
      table.append(option: option, metric: metric, input: input, index)
    }
    for (input, index) in analysis.indices { append(analysis.outputName, input, index) }
    for input in analysis.inputs {
      for (threshold, curve) in zip(analysis.settings.thresholds, input.probabilities) {
        if let index = curve.firstOrder {
          append("\(analysis.outputName)<=\(NumberFormat.exact(threshold))", input.name, index)
        }
      }
    }
    return table
  }

  /// What makes some numbers worth less, as sentences.
  public var warnings: [String] {
    var warnings = poorFits
    if hasNever, analysis.settings.cap == nil {
      warnings.append(
        "some outputs are infinite: what needs means and variances is left out; give --cap")
    }
    if !constants.isEmpty {
      warnings.append("no index for what does not vary: \(constants.joined(separator: ", "))")
    }
    return warnings
  }

  /// Which regressions follow the output too little for what is told by them.
  var poorFits: [String] {
    var warnings: [String] = []
    let asked = analysis.settings.measures
    if let fit = analysis.regressionFit, fit < SensitivityAnalysis.poorFit,
      asked.contains(.regression)
    {
      warnings.append(poorFit("src says", "the inputs", fit))
    }
    if let fit = analysis.rankRegressionFit, fit < SensitivityAnalysis.poorFit,
      !asked.isDisjoint(with: [.rankRegression, .partialRank])
    {
      warnings.append(poorFit("srrc and partial say", "the inputs' ranks", fit))
    }
    if let fit = analysis.shapleyFit, fit < SensitivityAnalysis.poorFit {
      warnings.append(
        "Shapley effects share the \(NumberFormat.grouped(fit, decimals: 2)) of the variance that"
          + " is followed; the rest is noise or an interaction of three or more inputs")
    }
    return warnings
  }

  /// The inputs that are the same in every trial.
  var constants: [String] { analysis.inputs.filter(\.deciles.isEmpty).map(\.name) }

  private var hasNever: Bool {
    analysis.inputs.contains { $0.deciles.contains { $0.neverProbability > 0 } }
  }

  private func poorFit(_ indices: String, _ inputs: String, _ fit: Double) -> String {
    "a linear regression on \(inputs) explains \(NumberFormat.grouped(fit, decimals: 2)) of the"
      + " variance: \(indices) little here"
  }

  // MARK: For a terminal

  /// Bars of the first measure there is, all indices, tornado, the worst outcomes, thresholds.
  public var text: String {
    let blocks = [heading, bars, indices, fits, tornado, regional(), curves()]
    return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private var heading: [String] {
    let trials = NumberFormat.grouped(Double(analysis.trials), decimals: 0)
    let count = analysis.inputs.count
    return screen.wrapped(
      "\(analysis.outputName): \(trials) trials, \(count) \(count == 1 ? "input" : "inputs")")
  }

  /// The measure that the bars show, and that gives the order of inputs.
  var leading: SensitivityIndex.Measure? {
    let choices: [SensitivityIndex.Measure] = [
      .shapley, .firstOrder, .delta, .pawn, .spearman, .regression, .partialRank,
      .rankRegression, .regional,
    ]
    return choices.first { measure in analysis.inputs.contains { $0[measure] != nil } }
  }

  /// The most important first; without the measure last.
  var ordered: [SensitivityAnalysis.InputResult] {
    guard let leading else { return analysis.inputs }
    func size(_ input: SensitivityAnalysis.InputResult) -> Double {
      input[leading].map { abs($0.value) } ?? -1
    }
    return analysis.inputs.enumerated()
      .sorted { (size($0.element), $1.offset) > (size($1.element), $0.offset) }.map(\.element)
  }

  private var bars: [String] {
    guard let leading else { return [] }
    let shown = ordered.compactMap { input in input[leading].map { (input.name, $0) } }
    let rows = shown.map { name, index in
      let width = max(index.high - index.value, index.value - index.low)
      return [
        shortName(name, 24),
        index.isDistinguishableFromZero
          ? "\(three(index.value)) \(screen.plusMinus) \(three(width))"
          : "not distinguishable from 0",
      ]
    }
    let lines = TextGrid(rows: rows, left: [0, 1]).lines()
    let longest = lines.map(\.count).max() ?? 0
    let room = max(screen.width - longest - 2, 8)
    return [Self.titles[leading] ?? leading.rawValue]
      + zip(lines, shown).map { line, entry in
        guard entry.1.isDistinguishableFromZero else { return line }
        let padding = String(repeating: " ", count: longest - line.count + 2)
        return line + padding + screen.bar(abs(entry.1.value), cells: room)
      }
  }

  static let titles: [SensitivityIndex.Measure: String] = [
    .shapley: "share of the explained variance (Shapley effect)",
    .firstOrder: "share of the variance that the input alone explains (first order)",
    .delta: "how far the output's density moves with the input (delta)",
    .pawn: "how far the output's distribution moves with the input (PAWN)",
    .spearman: "rank correlation (Spearman)",
    .regression: "regression coefficient in standard deviations",
    .partialRank: "partial rank correlation",
    .rankRegression: "regression coefficient between ranks",
    .regional: "distance between the worst outcomes and the others",
  ]

  /// How much of the output the regressions follow, R²: what their coefficients are worth.
  var fits: [String] {
    let asked = analysis.settings.measures
    var parts: [String] = []
    if asked.contains(.regression), let fit = analysis.regressionFit {
      parts.append("on the inputs \(three(fit))")
    }
    if !asked.isDisjoint(with: [.rankRegression, .partialRank]),
      let fit = analysis.rankRegressionFit
    {
      parts.append("on their ranks \(three(fit))")
    }
    guard !parts.isEmpty else { return [] }
    let name = screen.unicode ? "R²" : "R2"
    return screen.wrapped("\(name) of linear regressions: " + parts.joined(separator: ", "))
  }

  private var indices: [String] {
    let all: [(SensitivityIndex.Measure, String)] = [
      (.shapley, "Shapley"), (.firstOrder, "first"), (.delta, "delta"), (.pawn, "PAWN"),
      (.spearman, "Spearman"), (.partialRank, "partial"), (.regression, "SRC"),
      (.rankRegression, "SRRC"),
    ]
    let columns = all.filter { column in
      analysis.inputs.contains { $0[column.0] != nil }
    }
    guard columns.count > 1 else { return [] }
    var hidden = false
    let rows = ordered.map { input in
      [shortName(input.name, 16)]
        + columns.map { column in
          guard let index = input[column.0] else { return "" }
          if !index.isDistinguishableFromZero { hidden = true }
          return index.isDistinguishableFromZero ? three(index.value) : dash
        }
    }
    let lines = TextGrid(rows: [[""] + columns.map(\.1)] + rows).lines(gap: 2)
    return lines + (hidden ? ["\(dash): not distinguishable from 0"] : [])
  }

  private var tornado: [String] {
    let rows = ordered.compactMap { input -> [String]? in
      let low = [input[.tornadoP10], input[.tornadoP80AtP10]]
      let high = [input[.tornadoP90], input[.tornadoP80AtP90]]
      guard low.contains(where: { $0 != nil }) || high.contains(where: { $0 != nil }) else {
        return nil
      }
      let isClear = (low + high).contains { $0?.isDistinguishableFromZero ?? false }
      return [shortName(input.name, 20)]
        + [low[0], high[0], low[1], high[1]].map { $0.map { NumberFormat.short($0.value) } ?? "" }
        + [isClear ? "" : "no effect seen"]
    }
    guard !rows.isEmpty else { return [] }
    let head = ["", "mean at P10", "at P90", "P80 at P10", "at P90", ""]
    return ["\(analysis.outputName) where one input is low or high"]
      + TextGrid(rows: [head] + rows, left: [0, 5]).lines()
  }

  /// How the inputs differ in the worst outcomes, those that differ most first.
  func regional(most: Int = .max) -> [String] {
    let found = ordered.compactMap { input -> (String, RegionalSensitivity)? in
      guard let regional = input.regional, input[.regional] != nil else { return nil }
      return (input.name, regional)
    }
    guard let share = found.first?.1.worstShare else { return [] }
    let sorted = found.sorted { $0.1.distance.value > $1.1.distance.value }
    let rows = sorted.prefix(most).map { name, regional in
      [
        shortName(name, 20), NumberFormat.short(regional.medianInside),
        NumberFormat.short(regional.medianOutside), three(regional.distance.value),
        regional.probability < 0.001 ? "<0.001" : three(regional.probability),
      ]
    }
    let percent = NumberFormat.grouped(100 * share, decimals: 1)
    return ["the worst \(percent) % of outcomes against the others"]
      + TextGrid(rows: [["", "median in", "median out", "distance", "p"]] + rows).lines()
  }

  /// How the probability of staying at or below each threshold moves with the inputs.
  func curves(most: Int = .max) -> [String] {
    analysis.settings.thresholds.enumerated().flatMap { place, threshold -> [String] in
      let rows = ordered.prefix(most).compactMap { input -> [String]? in
        let curve = input.probabilities[place]
        guard let first = curve.points.first, let last = curve.points.last,
          let index = curve.firstOrder
        else { return nil }
        return [
          shortName(input.name, 20), three(first.estimate.probability), sparkline(curve),
          three(last.estimate.probability),
          index.isDistinguishableFromZero ? "first order \(three(index.value))" : "",
        ]
      }
      guard !rows.isEmpty else { return [] }
      return [
        "P(\(analysis.outputName) <= \(NumberFormat.short(threshold))) from the lowest to the"
          + " highest twentieth of the input"
      ] + TextGrid(rows: rows, left: [0, 2, 4]).lines()
    }
  }

  private func sparkline(_ curve: ConditionalProbability) -> String {
    let marks = Array(screen.unicode ? "▁▂▃▄▅▆▇█" : "01234567")
    return String(
      curve.points.map { marks[min(Int($0.estimate.probability * 8), 7)] })
  }

  private var dash: String { screen.unicode ? "·" : "-" }

  func three(_ x: Double) -> String { NumberFormat.grouped(x, decimals: 3) }

  func shortName(_ name: String, _ most: Int) -> String {
    let line = String(name.map { $0.isNewline ? " " : $0 })
    return line.count <= most ? line : line.prefix(most - 2) + ".."
  }
}
