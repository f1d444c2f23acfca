// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import ArgumentParser
internal import Experiments
internal import Reports
internal import Simulation

/// What `breakeven sensitivity --data` asks of a table.
struct TableQuestion: ParsableArguments {
  @Option(help: "A CSV file; - is standard input.", completion: .file())
  var data: String?

  @Option(help: "Titles of the inputs, separated by commas.")
  var inputs: String?

  @Option(help: "What infinite outputs count as in means and variances, such as the horizon.")
  var cap: Double?

  @Option(help: "Which outcomes are bad: high or low [default: high].")
  var worst: BadEnd?

  @Option(name: .customLong("at-most"), help: "Also: how P(output <= this) moves with each input.")
  var threshold: [Double] = []

  @Option(help: "Write sensitivity.csv to this file.", completion: .file())
  var outputFile: String?

  /// Which end of the output is bad.
  enum BadEnd: String, ExpressibleByArgument, CaseIterable {
    /// Large values: costs, months.
    case high
    /// Small values: savings.
    case low
  }

  /// The flags that were given.
  var given: [String] {
    [
      ("--inputs", inputs != nil), ("--cap", cap != nil), ("--worst", worst != nil),
      ("--at-most", !threshold.isEmpty), ("--output-file", outputFile != nil),
    ].filter(\.1).map(\.0)
  }

  func validate(output: String?) throws {
    guard inputs != nil, output != nil else {
      throw ValidationError("--data needs --inputs and --output, the titles of its columns")
    }
    if let cap, !cap.isFinite { throw ValidationError("--cap is \(cap); give a finite number") }
    if threshold.contains(where: { !$0.isFinite }) {
      throw ValidationError("--at-most must be a finite number")
    }
  }

  func answer(
    output: String, method: String?, _ format: OutputFormat, _ control: RunControl
  ) throws {
    var settings = SensitivityAnalysis.Settings()
    settings.cap = cap
    settings.badTail = worst == .low ? .lower : .upper
    settings.thresholds = threshold
    if let method {
      settings.measures = try SensitivityIndex.Measure.set(from: method, name: "--method")
    }
    let titles = (inputs ?? "").split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    if let outputFile { try requireWritable(outputFile) }
    let sample = try DataSample(reading: data ?? "-", inputs: titles, output: output)
    let analysis = try sample.analysis(settings, control: control)
    let page = SensitivityPage(analysis, screen: Output.screen)
    if let outputFile { try writeWhole(page.table.csv, to: outputFile) }
    Output.print(page.table, text: page.text, format)
    page.warnings.forEach { Output.complain("warning: \($0)") }
  }
}
