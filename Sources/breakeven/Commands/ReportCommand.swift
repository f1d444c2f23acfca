// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Reports
internal import Simulation

/// The command `breakeven report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make the pages of a run again, or put runs side by side.",
    discussion: """
      Of one folder of a run it writes report.html and report.ipynb again, from what its manifest.json \
      records: the run is repeated, which gives the same numbers, and compared with the tables that lie \
      there. Of several it writes one page with the runs side by side.
      """)

  @Argument(help: "Folders of runs.", completion: .directory)
  var folders: [String]

  @Flag(help: "Also write each chart to charts/NAME.svg in the folder.")
  var charts = false

  @Option(help: "Worker threads [default: all processors].")
  var workers: Int?

  @Option(
    name: .shortAndLong,
    help: "With several runs: the page to write [default: notebooks-out/A-B.html].",
    completion: .file())
  var output: String?

  func validate() throws {
    guard !folders.isEmpty else { throw ValidationError("name the folder of a run") }
    if folders.count == 1, output != nil {
      throw ValidationError("--output is of several runs; the pages of one go to its folder")
    }
    if folders.count > 1, charts {
      throw ValidationError("--charts is of one run")
    }
    if let workers, workers < 1 || workers > 1024 {
      throw ValidationError("--workers is \(workers); give 1 to 1024")
    }
  }

  func run() throws {
    let control = RunControl()
    let interrupt = Interrupt(cancelling: control)
    defer { withExtendedLifetime(interrupt) {} }
    guard folders.count > 1 else {
      let report = try report(of: folders[0], control)
      try RunFolder(folders[0]).write(
        report.files(withCharts: charts), removesCharts: true)
      Output.complain("report.html and report.ipynb in \(folders[0])")
      return
    }
    let page = output ?? "notebooks-out/\(folders.map(Self.name).joined(separator: "-")).html"
    try requireWritable(page)
    let runs = try folders.map { (name: $0, report: try report(of: $0, control)) }
    try writeWhole(SideBySidePage(runs).html, to: page)
    Output.complain("runs side by side in \(page)")
  }

  /// The last part of a path.
  private static func name(_ folder: String) -> String {
    folder.split(separator: "/").last { $0 != "." && $0 != ".." }.map(String.init) ?? "run"
  }

  /// The report of the run that a folder holds.
  private func report(of folder: String, _ control: RunControl) throws -> Report {
    RunFolder(folder).settle()
    var (experiment, options) = try Experiment.read(
      manifest: "\(folder)/manifest.json", version: Breakeven.version)
    options.workers = workers ?? availableProcessors()
    options.control = control
    options.isForReport = true
    let progress = ProgressLine(control, trials: experiment.settings.trials)
    defer { progress.finish() }
    let result = try experiment.run(options)
    experiment = result.experiment
    try RunFolder(folder).check(
      result, version: Breakeven.version, workers: options.workers)
    let appraisal = try experiment.appraisal(of: Set(result.metrics), options)
    let report = Report(
      result, appraisal: appraisal, version: Breakeven.version, workers: options.workers)
    guard report.hasAnswer else {
      throw InvalidInput(
        file: "\(folder)/manifest.json", fault: "its run did not compute payback_months",
        remedy: "run the experiment without --metrics, or with payback_months among them")
    }
    return report
  }
}
