// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import CostModel
internal import Experiments
internal import Reports
internal import Simulation

/// The command `breakeven compare`.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two experiments on the same chances, with what changed between them.",
    discussion: """
      Inputs and processes of the same name draw the same numbers in both, and options of the same \
      name are compared trial by trial, so that only what the change did is left. Nothing is written \
      but what goes to standard output.
      """)

  @Argument(help: "The first experiment file.", completion: .file())
  var first: String

  @Argument(help: "The second experiment file.", completion: .file())
  var second: String

  @OptionGroup var simulation: SimulationOptions

  @Option(help: "Compare only these metrics, separated by commas.")
  var metrics: String?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    let control = RunControl()
    let interrupt = Interrupt(cancelling: control)
    defer { withExtendedLifetime(interrupt) {} }
    let metrics = try metrics.map { try Metric.set(from: $0, name: "--metrics") }
    let comparison = try Comparison(
      try simulation.read(first), try simulation.read(second),
      metrics: metrics ?? Set(Metric.allCases), simulation.options(control))
    let page = ComparisonPage(comparison, screen: Output.screen)
    Output.print(page.table, text: page.text, format)
  }
}
