// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
public import Experiments

/// What an experiment's approval rules come to.
public struct GatesPage {
  private let gates: [Gate]
  private let experiment: Experiment
  private let counted: Int
  private let screen: Screen

  /// The gates of `experiment`, with the trials that they took and those of them that count.
  public init(
    _ gates: [Gate], of experiment: Experiment, counted: Int, screen: Screen = Screen()
  ) {
    self.counted = counted
    self.gates = gates
    self.experiment = experiment
    self.screen = screen
  }

  /// One row for each gate.
  public var table: Table {
    var table = Table([
      "option", "requirement", "statistic", "ci_low", "ci_high", "threshold", "verdict",
    ])
    for gate in gates {
      let exists = !gate.estimate.value.isNaN
      table.append([
        .text(name(gate)), .text("\(gate.requirement)"),
        exists ? .number(gate.estimate.value) : .empty,
        exists ? .number(gate.estimate.low) : .empty,
        exists ? .number(gate.estimate.high) : .empty,
        .number(gate.threshold), .text(gate.verdict.rawValue),
      ])
    }
    return table
  }

  /// The verdict, a line for each gate, and what would settle those that are undecided.
  public var text: String {
    let rows = gates.map { gate in
      [gate.verdict.rawValue, name(gate), "\(gate.requirement)", found(gate)]
    }
    let grid = TextGrid(rows: rows, left: [0, 1, 2, 3]).lines()
    let fits = grid.allSatisfy { $0.count <= screen.width }
    let lines = fits ? grid : rows.flatMap { stacked($0) }
    let trials = experiment.trialsPhrase(counted: counted)
    let source =
      "\(trials), seed \(experiment.settings.seed), "
      + "\(experiment.settings.sampling.rawValue) sampling; in brackets 95 % intervals"
    return
      ([headline, ""] + lines + [""] + remedies + screen.wrapped(source))
      .joined(separator: "\n") + "\n"
  }

  private var headline: String {
    let counts = Gate.Verdict.allCases.compactMap { verdict -> String? in
      let count = gates.filter { $0.verdict == verdict }.count
      let word =
        switch verdict {
        case .pass: count == 1 ? "passes" : "pass"
        case .fail: count == 1 ? "fails" : "fail"
        case .undecided: count == 1 ? "is undecided" : "are undecided"
        }
      return count == 0 ? nil : "\(count) \(word)"
    }
    return "\(gates.verdict.rawValue): of \(gates.count) gates \(counts.joined(separator: ", "))"
  }

  private func name(_ gate: Gate) -> String {
    gate.option.map { experiment.model.options[$0].name } ?? ""
  }

  private func found(_ gate: Gate) -> String {
    let estimate = gate.estimate
    if estimate.value.isNaN { return "does not exist: some trials never get there" }
    if case .priceAge = gate.requirement, estimate.value < 0 {
      return "no price of the book is used"
    }
    if case .present = gate.requirement { return estimate.value == 1 ? "there" : "not there" }
    let value = NumberFormat.short(estimate.value)
    var text = value
    if estimate.low != estimate.high {
      text += " [\(NumberFormat.short(estimate.low)), \(NumberFormat.short(estimate.high))]"
    }
    if case .outlivesPayback = gate.requirement {
      text +=
        gate.threshold.isFinite
        ? "; switched off in month \(NumberFormat.short(gate.threshold))" : "; no end is known"
    }
    return text
  }

  /// A gate on lines of its own, where the screen is narrow.
  private func stacked(_ row: [String]) -> [String] {
    let first = row[1].isEmpty ? row[0] : "\(row[0])  \(row[1])"
    return [first] + screen.wrapped("  \(row[2]):  \(row[3])").map { "  \($0)" }
  }

  private var remedies: [String] {
    let undecided = gates.filter { $0.verdict == .undecided }
    let lines = undecided.flatMap { gate in
      let needed = gate.trialsToSettle(after: experiment.settings.trials)
      let trials = needed.map {
        "about \(NumberFormat.grouped(Double($0), decimals: 0)) trials would settle it"
      }
      return screen.wrapped(
        "\(gate.requirement): \(trials ?? "no number of trials is sure to settle it")"
          + (needed == nil ? "" : " (--settle)"))
    }
    return lines.isEmpty ? [] : lines + [""]
  }
}
