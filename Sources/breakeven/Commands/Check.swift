// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Reports
internal import Simulation

/// The command `breakeven check`.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Hold the experiment's approval rules against a simulation.",
    discussion: """
      Writes gates.csv and prints a verdict for each rule: pass or fail when the whole 95 % interval \
      does, undecided when it has the threshold inside. Exit codes: 0 all pass, 3 one fails, 4 none \
      fails but one is undecided.
      """)

  @Argument(help: "The experiment file; - reads standard input.", completion: .file())
  var experiment: String

  @OptionGroup var simulation: SimulationOptions

  @OptionGroup var region: ConditionOption

  @Flag(help: "Double the trials until no gate is undecided, up to 16,777,216.")
  var settle = false

  @Option(help: "The day for which the age of prices is told, as 2026-11-23 [default: today].")
  var date: String?

  @Option(
    name: .shortAndLong, help: "Folder to write to [default: notebooks-out/NAME].",
    completion: .directory)
  var output: String?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    if let date, CalendarDate(date) == nil {
      throw ValidationError("--date is \(date), which is no day; write it as 2026-11-23")
    }
  }

  func run() throws {
    let control = RunControl()
    let interrupt = Interrupt(cancelling: control)
    defer { withExtendedLifetime(interrupt) {} }
    var experiment = try simulation.read(self.experiment)
    try region.apply(to: &experiment)
    guard !experiment.approval.isEmpty else {
      throw InvalidInput(
        file: self.experiment, fault: "no approval rules",
        remedy: "add `approval: [{ option: NAME, require: \"P(payback_months <= 12) >= 0.8\" }]`")
    }
    let folder = RunFolder(output ?? "notebooks-out/\(experiment.name)")
    try folder.prepare()
    let (gates, final, counted) = try experiment.gates(
      simulation.options(control), settle: settle,
      today: date.flatMap { CalendarDate($0) } ?? .today)
    let page = GatesPage(gates, of: final, counted: counted, screen: Output.screen)
    try folder.write([("gates.csv", page.table.csv)])
    Output.print(page.table, text: page.text, format)
    Output.complain("gates.csv in \(folder.path)")
    switch gates.verdict {
    case .pass: break
    case .fail: throw ExitCode(ExitStatus.checkFailed)
    case .undecided: throw ExitCode(ExitStatus.checkUndecided)
    }
  }
}
