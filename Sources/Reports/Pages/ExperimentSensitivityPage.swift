// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
public import Experiments

/// What the outcomes of an experiment depend on, as a table and for people.
public struct ExperimentSensitivityPage {
  private let result: ExperimentSensitivity
  private let screen: Screen

  /// The page of `result` for `screen`.
  public init(_ result: ExperimentSensitivity, screen: Screen = Screen()) {
    self.result = result
    self.screen = screen
  }

  private var pages: [(outcome: ExperimentSensitivity.Outcome, page: SensitivityPage)] {
    result.outcomes.map { outcome in
      let option = result.experiment.model.options[outcome.column.option].name
      return (outcome, SensitivityPage(outcome.analysis, option: option, screen: screen))
    }
  }

  /// One row for each option, metric, input and index: sensitivity.csv.
  public var table: Table {
    var table = Table.sensitivity
    for (_, page) in pages { table.append(rowsOf: page.table) }
    return table
  }

  /// One row for each tenth of each input's values: deciles.csv.
  public var deciles: Table {
    var table = Table(
      [
        "option", "metric", "input", "decile", "trials", "input_low", "input_high", "mean",
        "never_probability",
      ] + InputDecile.percentileLevels.map { "p\($0)" })
    for outcome in result.outcomes {
      let option = result.experiment.model.options[outcome.column.option].name
      for input in outcome.analysis.inputs {
        for (index, decile) in input.deciles.enumerated() {
          table.append(
            [
              .text(option), .text(outcome.column.metric.rawValue), .text(input.name),
              .number(Double(index + 1)), .number(Double(decile.trials)),
              .number(decile.inputs.lowerBound), .number(decile.inputs.upperBound),
              Table.Cell(decile.mean), .number(decile.neverProbability),
            ] + decile.percentiles.map { .number($0) })
        }
      }
    }
    return table
  }

  /// What makes some numbers worth less, as sentences.
  public var warnings: [String] {
    var warnings = pages.flatMap { outcome, page in
      page.poorFits.map { "\(name(outcome)): \($0)" }
    }
    for (outcome, _) in pages where isCutShort(outcome) {
      warnings.append(
        "\(name(outcome)): infinite in \(share(outcome)) of the trials, so what needs means and"
          + " variances is left out")
    }
    if let constants = pages.first?.page.constants, !constants.isEmpty {
      warnings.append("no index for what does not vary: \(constants.joined(separator: ", "))")
    }
    return warnings
  }

  /// For a terminal: what matters to each outcome.
  public var text: String {
    let blocks = pages.map { outcome, page -> [String] in
      if let constant = outcome.constant {
        return ["\(name(outcome)): \(NumberFormat.short(constant)) in every trial"]
      }
      let lines = page.brief(name(outcome))
      guard outcome.neverProbability > 0, let cap = outcome.analysis.settings.cap else {
        return lines
      }
      return lines
        + screen.wrapped(
          "never in \(share(outcome)) of the trials, which count as \(NumberFormat.exact(cap))"
            + " months in means and variances")
    }
    return (blocks.map { $0.joined(separator: "\n") } + [closing.joined(separator: "\n")])
      .joined(separator: "\n\n") + "\n"
  }

  private var closing: [String] {
    let settings = result.experiment.settings
    let trials = NumberFormat.grouped(Double(result.trials), decimals: 0)
    return screen.wrapped(
      "\(trials) trials, seed \(settings.seed), \(settings.sampling.rawValue) sampling; "
        + "\(screen.plusMinus) is half a 95 % interval, which holds for random trials")
  }

  private func name(_ outcome: ExperimentSensitivity.Outcome) -> String {
    let experiment = result.experiment
    let metric = outcome.column.metric
    return "\(experiment.model.options[outcome.column.option].name), \(metric.rawValue)"
      + " [\(metric.unitName(currency: experiment.currency))]"
  }

  private func isCutShort(_ outcome: ExperimentSensitivity.Outcome) -> Bool {
    outcome.neverProbability > 0 && outcome.analysis.settings.cap == nil
  }

  private func share(_ outcome: ExperimentSensitivity.Outcome) -> String {
    NumberFormat.grouped(100 * outcome.neverProbability, decimals: 1) + " %"
  }
}
