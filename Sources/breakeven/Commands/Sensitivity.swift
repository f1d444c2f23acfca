// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import ArgumentParser
internal import Experiments
internal import Reports
internal import Simulation

/// The command `breakeven sensitivity`.
struct Sensitivity: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say which inputs an output depends on, and how much.",
    discussion: """
      The data are a CSV file with a line of titles and a row for each trial, at least 100. An output \
      may be `inf`: it never comes. Rank correlations, delta, PAWN and the worst outcomes take that as \
      the largest value; with --cap the other measures take it as that number. Inputs may be \
      dependent.
      """)

  @Option(help: "A CSV file; - is standard input.", completion: .file())
  var data: String

  @Option(help: "Titles of the inputs, separated by commas.")
  var inputs: String

  @Option(help: "Title of the output.")
  var output: String

  @Option(
    help: "Of rank, regression, given-data, shapley, tornado, regional [default: all].")
  var method: String?

  @Option(help: "What infinite outputs count as in means and variances, such as the horizon.")
  var cap: Double?

  @Option(help: "Which outcomes are bad: high or low.")
  var worst: BadEnd = .high

  @Option(name: .customLong("at-most"), help: "Also: how P(output <= this) moves with each input.")
  var threshold: [Double] = []

  @Option(help: "Write sensitivity.csv to this file.", completion: .file())
  var outputFile: String?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  /// Which end of the output is bad.
  enum BadEnd: String, ExpressibleByArgument, CaseIterable {
    /// Large values: costs, months.
    case high
    /// Small values: savings.
    case low
  }

  func validate() throws {
    if let cap, !cap.isFinite { throw ValidationError("--cap is \(cap); give a finite number") }
    if threshold.contains(where: { !$0.isFinite }) {
      throw ValidationError("--at-most must be a finite number")
    }
  }

  func run() throws {
    let control = RunControl()
    let interrupt = Interrupt(cancelling: control)
    defer { withExtendedLifetime(interrupt) {} }
    var settings = SensitivityAnalysis.Settings()
    settings.cap = cap
    settings.badTail = worst == .high ? .upper : .lower
    settings.thresholds = threshold
    if let method {
      settings.measures = try SensitivityIndex.Measure.set(from: method, name: "--method")
    }
    let titles = inputs.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    if let outputFile { try requireWritable(outputFile) }
    let sample = try DataSample(reading: data, inputs: titles, output: output)
    let analysis = try sample.analysis(settings, control: control)
    let page = SensitivityPage(analysis, screen: Output.screen)
    if let outputFile { try writeWhole(page.table.csv, to: outputFile) }
    Output.print(page.table, text: page.text, format)
    page.warnings.forEach { Output.complain("warning: \($0)") }
  }
}
