// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
public import Experiments

/// What the outcomes of an experiment depend on by designed runs, as a table and for people.
public struct DesignedSensitivityPage {
  private typealias Outcome = DesignedSensitivity.Outcome

  private let result: DesignedSensitivity
  private let screen: Screen

  /// Pairs that are shown of an outcome.
  private static let mostPairs = 8

  /// The page of `result` for `screen`.
  public init(_ result: DesignedSensitivity, screen: Screen = Screen()) {
    self.result = result
    self.screen = screen
  }

  /// One row for each option, metric, input and index: sensitivity.csv.
  public var table: Table {
    var table = Table.sensitivity
    for outcome in result.outcomes {
      for (input, index) in outcome.indices {
        table.append(
          option: option(outcome), metric: outcome.name, input: input, index)
      }
    }
    return table
  }

  /// What has no indices.
  public var warnings: [String] {
    result.outcomes.filter(\.indices.isEmpty).map { outcome in
      "\(option(outcome)), \(outcome.name): no index, for it is the same in every run or infinite"
        + " in some"
    }
  }

  /// For a terminal: for each outcome its inputs, the most important first.
  public var text: String {
    let blocks = result.outcomes.filter { !$0.indices.isEmpty }.map { outcome in
      screen.wrapped("\(option(outcome)), \(outcome.name): \(title)") + lines(outcome)
        + pairs(outcome)
    }
    return (blocks + [closing]).map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private var isMorris: Bool { result.method == .morris }

  private var title: String {
    isMorris
      ? "elementary effects, for a move through the whole distribution"
      : "share of the variance, alone and in all"
  }

  /// What is shown of an input, the measure that gives the order first.
  private var measures: (leading: SensitivityIndex.Measure, other: SensitivityIndex.Measure) {
    isMorris ? (.morrisMuStar, .morrisSigma) : (.sobolTotalOrder, .sobolFirstOrder)
  }

  private func lines(_ outcome: Outcome) -> [String] {
    let (leading, other) = measures
    let all = outcome.indices.filter { $0.index.measure == leading }
    let told = all.filter(\.index.isDistinguishableFromZero)
      .sorted { $0.index.value > $1.index.value }
    let most = isMorris ? told.first?.index.value ?? 1 : 1
    let header =
      isMorris ? ["", "mean size (mu*)", "spread (sigma)"] : ["", "total order", "first order"]
    let rows = told.map { input, index in
      [shortened(input, to: 22), text(index), outcome.index(other, input).map(text) ?? ""]
    }
    let grid = TextGrid(rows: rows.isEmpty ? [] : [header] + rows).lines()
    let longest = grid.map(\.count).max() ?? 0
    let room = max(screen.width - longest - 4, 8)
    let bars = [""] + told.map { screen.bar($0.index.value / most, cells: room) }
    var lines = zip(grid, bars).map { line, bar in
      let padding = String(repeating: " ", count: longest - line.count + 2)
      return "  " + line + (bar.isEmpty ? "" : padding + bar)
    }
    let untold = all.filter { !$0.index.isDistinguishableFromZero }.map(\.input)
    if !untold.isEmpty {
      lines += screen.wrapped(
        "not distinguishable from 0: " + untold.joined(separator: ", "), indent: 4)
    }
    return lines
  }

  /// The largest interactions.
  private func pairs(_ outcome: Outcome) -> [String] {
    let all = outcome.indices.filter { $0.index.measure == .sobolSecondOrder }
    guard !all.isEmpty else { return [] }
    let told = all.filter(\.index.isDistinguishableFromZero)
      .sorted { $0.index.value > $1.index.value }
    guard !told.isEmpty else { return ["no interaction of two is distinguishable from 0"] }
    let rows = told.prefix(Self.mostPairs).map { [shortened($0.input, to: 50), text($0.index)] }
    return ["what two explain only together"] + TextGrid(rows: rows).lines().map { "  \($0)" }
  }

  private var closing: [String] {
    let settings = result.experiment.settings
    func count(_ n: Int) -> String { NumberFormat.grouped(Double(n), decimals: 0) }
    let points = isMorris ? "random points" : "scrambled Sobol' points"
    let caps = result.outcomes.compactMap(\.cap)
    let cap = caps.first.map {
      "; months that never come count as \(NumberFormat.exact($0))"
    }
    return screen.wrapped(
      "\(count(result.trials)) \(points), \(count(result.runs)) runs of the model, seed"
        + " \(settings.seed); \(screen.plusMinus) is half a 95 % interval\(cap ?? "")")
  }

  private func option(_ outcome: Outcome) -> String {
    result.experiment.model.options[outcome.column.option].name
  }

  private func text(_ index: SensitivityIndex) -> String {
    let width = (index.high - index.low) / 2
    guard isMorris else {
      return [index.value, width].map { NumberFormat.grouped($0, decimals: 3) }
        .joined(separator: " \(screen.plusMinus) ")
    }
    return [index.value, width].map(NumberFormat.short).joined(separator: " \(screen.plusMinus) ")
  }

  private func shortened(_ name: String, to most: Int) -> String {
    name.count <= most ? name : name.prefix(most - 2) + ".."
  }
}
