// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Reports

/// The command `breakeven trial`.
struct Trial: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trial",
    abstract: "Replay one trial of a run: its inputs, its months, its outcome.",
    discussion: "Trials are numbered from 0. CSV holds the months.")

  @Argument(help: "The experiment file; - reads standard input.", completion: .file())
  var experiment: String

  @Argument(help: "The trial's number, from 0.")
  var number: UInt64

  @OptionGroup var files: FileOptions

  @Option(help: "Seed of the random numbers, replacing the file's.")
  var seed: UInt64?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    var experiment = try files.read(experiment)
    if let seed { experiment.settings.seed = seed }
    let page = TrialPage(try experiment.trial(number), index: number, screen: Output.screen)
    switch format {
    case .table: Output.page(page.text)
    case .csv: Output.print(page.monthTable.csv)
    case .json: Output.print(page.json)
    case .markdown: Output.print(page.markdown)
    }
  }
}
