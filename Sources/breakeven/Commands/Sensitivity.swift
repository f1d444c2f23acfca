// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import ArgumentParser
internal import Experiments
internal import Reports
internal import Simulation

/// The command `breakeven sensitivity`.
struct Sensitivity: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensitivity",
    abstract: "Say which inputs an outcome depends on, and how much.",
    discussion: """
      Of an experiment: simulates it and writes sensitivity.csv to notebooks-out/NAME/, for each option but \
      the baseline and each metric. A process counts as one input, all its months together. Trials are \
      random unless --sampling says otherwise, since the intervals hold for those only. Months that never \
      come count as the horizon in means and variances.

      Of a table (--data): a CSV file with a line of titles and a row for each trial, at least 100. An \
      output may be `inf`: it never comes. Rank correlations, delta, PAWN and the worst outcomes take that \
      as the largest value; with --cap the other measures take it as that number.

      Inputs may be dependent. Not so for --method sobol and morris, which run an experiment anew with one \
      input at a time exchanged: at --trials points, each with as many runs as there are inputs and one or \
      two more.
      """)

  @Argument(help: "The experiment file; - reads standard input.", completion: .file())
  var experiment: String?

  @OptionGroup(title: "Of an experiment")
  var simulation: ExperimentQuestion

  @OptionGroup(title: "Of a table")
  var table: TableQuestion

  @Option(
    name: .shortAndLong,
    help: "Folder to write to [default: notebooks-out/NAME]; with --data the title of the output.")
  var output: String?

  @Option(
    help: """
      Of rank, regression, given-data, shapley, tornado, regional [default: all]; of an experiment also \
      sobol or morris.
      """)
  var method: String?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    guard (experiment == nil) != (table.data == nil) else {
      throw ValidationError("give an experiment file, or --data with a table of trials")
    }
    try experiment == nil ? table.validate(output: output) : simulation.validate()
    let misplaced = experiment == nil ? simulation.given : table.given
    guard misplaced.isEmpty else {
      let kind = experiment == nil ? "an experiment" : "a table (--data)"
      throw ValidationError("\(misplaced.joined(separator: ", ")) only with \(kind)")
    }
  }

  func run() throws {
    let control = RunControl()
    let interrupt = Interrupt(cancelling: control)
    defer { withExtendedLifetime(interrupt) {} }
    if let experiment {
      try simulation.answer(experiment, method: method, folder: output, format, control)
    } else {
      try table.answer(output: output ?? "", method: method, format, control)
    }
  }
}
