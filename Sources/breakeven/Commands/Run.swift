// SPDX-License-Identifier: GPL-3.0-or-later

public import ArgumentParser
internal import CostModel
internal import Dispatch
public import Experiments
internal import Reports
internal import Simulation

/// The command `breakeven run`.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate an experiment and write its tables.",
    discussion: """
      Writes summary.csv, percentiles.csv, probabilities.csv, risk.csv, cashflow.csv and manifest.json to \
      notebooks-out/NAME/ and prints the answer. The same file, seed and version give the same \
      bytes with any number of workers; what depends on the clock is in timing.json alone.
      """)

  @Argument(help: "The experiment file; - reads standard input.", completion: .file())
  var experiment: String?

  @Option(help: "Make the run of this manifest.json again.", completion: .file())
  var manifest: String?

  @Option(help: "Folder of shared distributions [default: distributions beside the experiment].")
  var library: String?

  @Option(help: "Number of trials, replacing the file's.")
  var trials: String?

  @Option(help: "Seed of the random numbers, replacing the file's.")
  var seed: UInt64?

  @Option(help: "How points are chosen: random, replacing the file's.")
  var sampling: SimulationSettings.Sampling?

  @Option(help: "How uniforms become draws: quantile or gsl, replacing the file's.")
  var sampler: SimulationSettings.Sampler?

  @Option(help: "Compute and keep only these metrics, separated by commas.")
  var metrics: String?

  @Option(help: "Trials whose cash flow is kept, from the first on.")
  var cashflowTrials: Int?

  @Option(help: "Worker threads [default: all processors].")
  var workers: Int?

  @Option(name: .shortAndLong, help: "Folder to write to [default: notebooks-out/NAME].")
  var output: String?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    guard (experiment == nil) != (manifest == nil) else {
      throw ValidationError("give an experiment file, or --manifest with a manifest.json")
    }
    if let workers, workers < 1 || workers > 1024 {
      throw ValidationError("--workers is \(workers); give 1 to 1024")
    }
    if let cashflowTrials, cashflowTrials < 0 || cashflowTrials > 1_000_000 {
      throw ValidationError("--cashflow-trials is \(cashflowTrials); give 0 to 1,000,000")
    }
  }

  func run() throws {
    // From the first line to the last: a signal before the writing stops the run, one during it
    // waits until the files are whole.
    let control = RunControl()
    let interrupt = Interrupt(cancelling: control)
    defer { withExtendedLifetime(interrupt) {} }
    let (experiment, options) = try plan(control)
    let folder = RunFolder(output ?? "notebooks-out/\(experiment.name)")
    try folder.prepare()
    let start = DispatchTime.now()
    let result = try simulate(experiment, options)
    let nanoseconds = DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds
    let timing = Timing(
      seconds: Double(nanoseconds) / 1e9, workers: options.workers,
      trials: experiment.settings.trials)
    if control.isCancelled { throw SimulationError.interrupted }
    try folder.write(result.files(version: Breakeven.version, timing: timing.json))
    print(result)
    experiment.warnings.forEach { Output.complain("warning: \($0)") }
    Output.complain("tables in \(folder.path)")
  }

  private func plan(_ control: RunControl) throws -> (Experiment, RunOptions) {
    var options = RunOptions(workers: workers ?? availableProcessors(), control: control)
    var experiment: Experiment
    if let manifest {
      (experiment, options.metrics, options.cashflowTrials) = try Experiment.read(
        manifest: manifest, version: Breakeven.version)
    } else {
      experiment = try Experiment.read(self.experiment ?? "-", library: library)
    }
    if let trials {
      experiment.settings.trials = try SimulationSettings.trials(from: trials, name: "--trials")
    }
    if let seed { experiment.settings.seed = seed }
    if let sampling { experiment.settings.sampling = sampling }
    if let sampler { experiment.settings.sampler = sampler }
    if let metrics { options.metrics = try Metric.set(from: metrics, name: "--metrics") }
    if let cashflowTrials { options.cashflowTrials = cashflowTrials }
    return (experiment, options)
  }

  private func simulate(_ experiment: Experiment, _ options: RunOptions) throws -> RunResult {
    let progress = options.control.map { ProgressLine($0, trials: experiment.settings.trials) }
    defer { progress?.finish() }
    return try experiment.run(options)
  }

  private func print(_ result: RunResult) {
    switch format {
    case .table: Output.print(RunSummary(result, screen: Output.screen).text)
    case .csv: Output.print(result.summaryTable.csv)
    case .json: Output.print(RunSummary(result).json)
    case .markdown: Output.print(RunSummary(result).markdown)
    }
  }
}

extension SimulationSettings.Sampling: ExpressibleByArgument {}
extension SimulationSettings.Sampler: ExpressibleByArgument {}
