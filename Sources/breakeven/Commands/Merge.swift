// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Reports
internal import Simulation

/// The command `breakeven merge`.
struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Make one of the shards that `run --shard` or `sweep --shard` wrote.",
    discussion: """
      Writes what the run or the sweep would have written in one go, byte for byte. A shard that is missing, there twice, \
      damaged or of another run is named, and nothing is written.
      """)

  @Argument(help: "The folders or files of all shards.", completion: .file())
  var parts: [String]

  @Flag(inversion: .prefixedNo, help: "Write report.html and report.ipynb.")
  var report = true

  @Option(help: "Worker threads [default: all processors].")
  var workers: Int?

  @Option(
    name: .shortAndLong, help: "Folder to write to [default: notebooks-out/NAME].",
    completion: .directory)
  var output: String?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    if let workers, workers < 1 || workers > 1024 {
      throw ValidationError("--workers is \(workers); give 1 to 1024")
    }
  }

  func run() throws {
    let control = RunControl()
    let interrupt = Interrupt(cancelling: control)
    defer { withExtendedLifetime(interrupt) {} }
    let watch = Stopwatch()
    let shards = try ShardSet(parts)
    if shards.isSweep { return try merge(try shards.sweep(version: Breakeven.version)) }
    let workers = workers ?? availableProcessors()
    let run = try shards.run(version: Breakeven.version) { options in
      options.workers = workers
      options.control = control
      options.isForReport = report
    }
    let folder = RunFolder(output ?? "notebooks-out/\(run.experiment.name)")
    try folder.prepare()
    let result = try shards.result(of: run)
    let timing = Timing(
      seconds: watch.seconds, workers: workers,
      trials: run.experiment.settings.trials)
    let pages = report ? try result.report(run.options, withCharts: false) : []
    if control.isCancelled { throw SimulationError.interrupted }
    try folder.write(
      pages
        + result.files(
          version: Breakeven.version, timing: timing.json, workers: workers),
      removing: RunResult.optionalFiles, removesCharts: true)
    format.print(result)
    result.experiment.warnings.forEach { Output.complain("warning: \($0)") }
    Output.complain("tables in \(folder.path)")
  }

  private func merge(_ sweep: SweepResult) throws {
    let folder = RunFolder(output ?? "notebooks-out/\(sweep.experiment.name)")
    try folder.prepare()
    try SweepCommand.write(sweep, to: folder, format)
  }
}
