// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import CostModel
internal import Experiments
internal import Foundation
internal import Reports
internal import Simulation

/// The command `breakeven sweep`.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Simulate an experiment over a grid of numbers, on the same draws.",
    discussion: """
      Writes sweep.csv, a row for each point, option and statistic, and sweep.svg, a heat map of \
      P(payback_months <= 12) over one or two numbers. An input is fixed as --stress fixes it; a constant is \
      exchanged. Whatever is not swept keeps its draws at every point. `merge` makes these files of shards.
      """)

  @Argument(help: "The experiment file; - reads standard input.", completion: .file())
  var experiment: String

  @Option(
    help: """
      A number and its values, as volume=50k,100k,1M or share=0.1..0.5:5 or volume=10k..1M:20:log; the number \
      is an input or the keys to a constant, as options/hosted/project/setup. May be repeated.
      """)
  var over: [String]

  @OptionGroup var simulation: SimulationOptions

  @Option(help: "Compute only these metrics, separated by commas.")
  var metrics: String?

  @Option(
    help: "Simulate one part of the grid's points, as 3/16, for `merge`; auto under a scheduler.")
  var shard: String?

  @Option(name: .shortAndLong, help: "Folder to write to [default: notebooks-out/NAME].")
  var output: String?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    let control = RunControl()
    let interrupt = Interrupt(cancelling: control)
    defer { withExtendedLifetime(interrupt) {} }
    let axes = try over.map { try SweepAxis(from: $0, name: "--over") }
    var options = simulation.options(control)
    options.metrics =
      try metrics.map { try Metric.set(from: $0, name: "--metrics") }
      ?? Sweep.usualMetrics
    let shard = try shard.map {
      try Shard(from: $0, name: "--shard", environment: ProcessInfo.processInfo.environment)
    }
    let sweep = try Sweep(
      try simulation.editable(experiment), axes: axes, shard: shard,
      stresses: try simulation.stresses.parsed(), workers: options.workers)
    let part = shard.map { "-shard-\($0.number)-of-\($0.count)" } ?? ""
    let folder = RunFolder(output ?? "notebooks-out/\(sweep.experiment.name)\(part)")
    try folder.prepare()
    let record = try Manifest.json(sweep, options, version: Breakeven.version)
    let result = sweep.result(of: try simulate(sweep, options, control))
    if control.isCancelled { throw SimulationError.interrupted }
    guard let shard else { return try Self.write(result, to: folder, format) }
    try folder.create()
    try result.write(shard, record: record, to: folder.path)
    Output.complain(
      "points \(sweep.points.lowerBound + 1) to \(sweep.points.upperBound) in \(folder.path)")
  }

  /// Writes what came out of a whole grid.
  static func write(
    _ result: SweepResult, to folder: RunFolder, _ format: OutputFormat
  ) throws {
    let page = SweepPage(result, screen: Output.screen)
    let files = page.files
    try folder.write(files, removing: SweepPage.optionalFiles)
    Output.print(page.table, text: page.text, format)
    Output.complain("\(files.map(\.name).joined(separator: " and ")) in \(folder.path)")
  }

  private func simulate(
    _ sweep: Sweep, _ options: RunOptions, _ control: RunControl
  ) throws -> [RunResult] {
    let trials = sweep.experiment.settings.trials * sweep.points.count
    let progress = ProgressLine(control, trials: trials)
    defer { progress.finish() }
    return try sweep.run(options)
  }
}
