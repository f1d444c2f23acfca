// SPDX-License-Identifier: GPL-3.0-or-later

public import ArgumentParser
public import Experiments
internal import Reports
internal import Simulation

/// The command `breakeven information`.
struct Information: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "information",
    abstract: "Say what it is worth to know more before choosing.",
    discussion: """
      What knowing everything (EVPI), one input (EVPPI), a group of inputs or the pilot's answer (EVSI) \
      is worth in money, and at which values of an input the best option changes. Writes \
      value_of_information.csv and switch_values.csv to the folder of the run, beside what is there.
      """)

  @Argument(help: "The experiment file; - reads standard input.", completion: .file())
  var experiment: String

  @OptionGroup var simulation: SimulationOptions

  @OptionGroup var region: ConditionOption

  @Option(help: "How one chooses: total_cost, the least on average, or npv, the greatest.")
  var metric: InformationSettings.Criterion = .totalCost

  @Option(help: ArgumentHelp("Inputs to be known together.", valueName: "name=a,b,c"))
  var group: [String] = []

  @Option(help: "The probability of payback within 12 months whose passing is a switch.")
  var threshold = 0.5

  @Option(
    help: ArgumentHelp(
      "Find a number: \"volume such that P(payback_months <= 12) = 0.8 of OPTION\".",
      valueName: "goal"))
  var solve: [String] = []

  @Option(
    name: .shortAndLong, help: "Folder to write to [default: notebooks-out/NAME].",
    completion: .directory)
  var output: String?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    if region.condition != nil, !solve.isEmpty {
      throw ValidationError("--solve looks at all trials; give it without --where")
    }
    guard threshold > 0, threshold < 1 else {
      throw ValidationError("--threshold is \(threshold); give a probability above 0 and below 1")
    }
  }

  func run() throws {
    let control = RunControl()
    let interrupt = Interrupt(cancelling: control)
    defer { withExtendedLifetime(interrupt) {} }
    var experiment = try simulation.read(experiment)
    try region.apply(to: &experiment)
    var settings = InformationSettings()
    settings.criterion = metric
    settings.threshold = threshold
    settings.groups = try group.map { try experiment.group(from: $0, option: "--group") }
    let goals = try solve.map { try experiment.goal(from: $0, flag: "--solve") }
    let options = simulation.options(control)
    let folder = RunFolder(output ?? "notebooks-out/\(experiment.name)")
    try folder.prepare()
    let result = try experiment.information(settings, options)
    let found = try goals.map { try experiment.seek($0, options) }
    if control.isCancelled { throw SimulationError.interrupted }
    try folder.write(result.files)
    let page = InformationPage(result, goals: found, screen: Output.screen)
    switch format {
    case .table: Output.page(page.text)
    case .csv: Output.print(result.informationTable.csv)
    case .json: Output.print(page.json)
    case .markdown: Output.print(page.markdown)
    }
    experiment.warnings.forEach { Output.complain("warning: \($0)") }
    Output.complain("tables in \(folder.path)")
  }
}

extension InformationSettings.Criterion: ExpressibleByArgument {}
