// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Reports
internal import Simulation

/// The command `breakeven budget`.
struct Budget: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "budget",
    abstract: "Say what to set aside: for each option, or for several experiments together.",
    discussion: """
      Writes budget.csv: the base case and the percentile it sits at, P50 to P95, contingency and \
      management reserve, for the upfront cost, the first twelve months and the peak exposure. With \
      several experiments also the amounts that cover all of them at once; FILE:OPTION names the \
      option to approve, else the one that is expected to cost least is taken.
      """)

  @Argument(help: "Experiment files, or FILE:OPTION.", completion: .file())
  var experiments: [String]

  @OptionGroup var simulation: SimulationOptions

  @OptionGroup var region: ConditionOption

  @Option(help: "The joint confidence of several experiments, above 0 and below 1.")
  var confidence: Double = 0.8

  @Flag(help: "Draw inputs that experiments share by name apart, not as one.")
  var independent = false

  @Option(
    name: .shortAndLong,
    help: "Folder to write to [default: notebooks-out/NAME, notebooks-out/portfolio for several].")
  var output: String?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    guard confidence > 0, confidence < 1 else {
      throw ValidationError("--confidence is \(confidence); give a share above 0 and below 1")
    }
    if experiments.isEmpty { throw ValidationError("give at least one experiment file") }
    if region.condition != nil, experiments.count > 1 {
      throw ValidationError("--where is for one experiment: others have other trials")
    }
    if independent, experiments.count < 2 {
      throw ValidationError("--independent is for several experiments")
    }
  }

  func run() throws {
    let control = RunControl()
    let interrupt = Interrupt(cancelling: control)
    defer { withExtendedLifetime(interrupt) {} }
    let named = experiments.map(Self.split)
    let read = try named.map { item in
      var experiment = try simulation.read(item.file)
      try region.apply(to: &experiment)
      return experiment
    }
    let isPortfolio = read.count > 1
    let folder = RunFolder(
      output ?? "notebooks-out/\(isPortfolio ? "portfolio" : read[0].name)")
    try folder.prepare()
    let options = simulation.options(control)
    let plan: BudgetPlan
    if isPortfolio {
      let items = try zip(read, named).map { try BudgetItem($0, option: $1.option, options) }
      plan = try BudgetPlan(
        items, confidence: confidence, independent: independent, options)
    } else {
      plan = try BudgetPlan(read[0], option: named[0].option, options)
    }
    let page = BudgetPage(plan, of: read[0], screen: Output.screen)
    try folder.write([("budget.csv", page.table.csv)])
    Output.print(page.table, text: page.text, format)
    Output.complain("budget.csv in \(folder.path)")
  }

  /// The file and, behind a colon after its ending, the option.
  private static func split(_ text: String) -> (file: String, option: String?) {
    for ending in [".yaml:", ".yml:", ".json:"] {
      guard let place = text.firstRange(of: ending) else { continue }
      let end = text.index(before: place.upperBound)
      return (String(text[..<end]), String(text[place.upperBound...]))
    }
    return (text, nil)
  }
}
