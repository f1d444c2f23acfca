// SPDX-License-Identifier: GPL-3.0-or-later

public import CostModel

/// An experiment as it was read and checked: everything a run needs.
public struct Experiment: Sendable {
  /// What the experiment is called.
  public let title: String
  /// The question it answers, in the author's words.
  public let question: String?
  /// The currency of all money.
  public let currency: String
  /// How it is to be simulated.
  public var settings: SimulationSettings
  /// The economics, with inputs by their place in `inputs`.
  public internal(set) var model: CostModel
  /// The uncertain quantities the model reads, in the order in which they can be drawn.
  public internal(set) var inputs: [Input]
  /// Which of them vary together.
  public let correlations: Correlations
  /// The names of the model's price paths.
  public let processNames: [String]
  /// The names of the model's price changes.
  public let priceChangeNames: [String]
  /// The files it was read from, the experiment first.
  public internal(set) var files: [TextFile]
  /// The entries of the price book and of the methods that it uses.
  public internal(set) var prices: [PriceUse]
  /// What could be tried before choosing, to know more; nil for nothing.
  public internal(set) var pilot: Pilot?
  /// What its author might want to know, though nothing is wrong.
  public internal(set) var warnings: [String]

  /// What must hold in every trial that counts; nil where all trials do.
  public internal(set) var condition: Condition?

  /// What approvers require of it.
  public internal(set) var approval: [ApprovalRule] = []

  /// The experiment with every default filled in, in the form of an experiment file.
  let resolvedBody: [ResolvedValue.Entry]
  let rangeChecks: [InputTable.RangeCheck]

  /// The name of the file without folder and ending: where its results go by default.
  public var name: String {
    let file = files.first?.name ?? "-"
    guard file != "-" else { return "stdin" }
    var name = file.split(separator: "/").last.map(String.init) ?? ""
    for ending in [".yaml", ".yml", ".json"] where name.hasSuffix(ending) {
      name = String(name.dropLast(ending.count))
      break
    }
    // No name that would lead out of the folder for results.
    return ["", ".", ".."].contains(name) ? "experiment" : name
  }

  /// The resolved form with the settings in force.
  public var resolved: ResolvedValue {
    .mapping(
      resolvedBody.map { entry in
        entry.key == "simulation" ? ResolvedValue.Entry("simulation", settings.resolved) : entry
      })
  }
}

extension SimulationSettings {
  var resolved: ResolvedValue {
    let rule = stopWhen.map { ResolvedValue.Entry("stop_when", $0.resolved) }
    return .mapping(
      [
        ResolvedValue.Entry("trials", .number(Double(trials))),
        ResolvedValue.Entry("seed", .whole(seed)),
        ResolvedValue.Entry("sampling", .text(sampling.rawValue)),
        ResolvedValue.Entry("sampler", .text(sampler.rawValue)),
      ] + (rule.map { [$0] } ?? []))
  }
}
