// SPDX-License-Identifier: GPL-3.0-or-later

public import ArgumentParser
internal import CostModel
public import Experiments
internal import Reports
internal import Simulation

/// The command `breakeven run`.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    // Which also says that no script for completion is asked for here.
    _superCommandName: "breakeven",
    abstract: "Simulate an experiment and write its tables.",
    discussion: """
      Writes report.html, report.ipynb, summary.csv, percentiles.csv, probabilities.csv, risk.csv, \
      cashflow.csv, budget.csv and manifest.json to notebooks-out/NAME/ and prints the answer. The same file, seed and version give the same \
      bytes with any number of workers; what depends on the clock is in timing.json alone.
      """)

  @Argument(help: "The experiment file; - reads standard input.", completion: .file())
  var experiment: String?

  @Option(help: "Make the run of this manifest.json again.", completion: .file())
  var manifest: String?

  @OptionGroup var files: FileOptions

  @Option(help: "Number of trials, replacing the file's.")
  var trials: String?

  @Option(help: "Seed of the random numbers, replacing the file's.")
  var seed: UInt64?

  @Option(help: "How points are chosen: random, latin-hypercube or sobol, replacing the file's.")
  var sampling: SimulationSettings.Sampling?

  @Option(help: "How uniforms become draws: quantile or gsl, replacing the file's.")
  var sampler: SimulationSettings.Sampler?

  @Option(help: "Compute and keep only these metrics, separated by commas.")
  var metrics: String?

  @Option(help: "Trials whose cash flow is kept, from the first on.")
  var cashflowTrials: Int?

  @Option(
    help: """
      Double the trials until a 95 % interval is narrow enough, replacing the file's stop_when: \
      payback_months:p80:0.1 or npv:mean:500.
      """)
  var precision: String?

  @Option(help: "Add this many trials to the run that the folder or --manifest records.")
  var more: String?

  @OptionGroup
  var stresses: StressOption

  @OptionGroup
  var region: ConditionOption

  @Flag(help: "Write convergence.csv: the estimates at powers of two.")
  var convergence = false

  @OptionGroup
  var streamingOptions: StreamingOptions

  @OptionGroup
  var partOptions: PartOptions

  @Flag(inversion: .prefixedNo, help: "Write report.html and report.ipynb.")
  var report = true

  @Flag(help: "Write each chart of the report to charts/NAME.svg.")
  var charts = false

  @Option(help: "Worker threads [default: all processors].")
  var workers: Int?

  @Option(
    name: .shortAndLong, help: "Folder to write to [default: notebooks-out/NAME].",
    completion: .directory)
  var output: String?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    guard (experiment == nil) != (manifest == nil) else {
      throw ValidationError("give an experiment file, or --manifest with a manifest.json")
    }
    if more != nil,
      [trials, sampling?.rawValue, sampler?.rawValue, precision].contains(where: { $0 != nil })
        || seed != nil
    {
      throw ValidationError(
        "--more keeps the trials, the seed and the sampling of the run; give it without them")
    }
    if region.condition != nil, manifest != nil || more != nil {
      throw ValidationError(
        "--manifest and --more repeat the region of their run; leave out --where")
    }
    if !stresses.stress.isEmpty, manifest != nil || more != nil {
      throw ValidationError(
        "--stress changes the experiment, which --manifest and --more repeat as it was")
    }
    if charts, !report {
      throw ValidationError("--charts are those of the report; leave out --no-report")
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
    if let shard = try partOptions.shardOfScheduler() {
      return try simulate(shard, of: experiment, options)
    }
    let folder = RunFolder(output ?? "notebooks-out/\(experiment.name)")
    let checkpoint = try partOptions.checkpoint(experiment, options)
    try folder.prepare()
    let watch = Stopwatch()
    let result = try simulate(experiment.preciseEnough(options), options, checkpoint)
    let timing = timing(watch, options, trials: result.experiment.settings.trials)
    let pages = report ? try result.report(options, withCharts: charts) : []
    if control.isCancelled { throw SimulationError.interrupted }
    try folder.write(
      pages
        + result.files(
          version: Breakeven.version, timing: timing.json, workers: options.workers),
      removing: RunResult.optionalFiles, removesCharts: true)
    checkpoint?.remove()
    print(result)
    result.experiment.warnings.forEach { Output.complain("warning: \($0)") }
    Output.complain("tables in \(folder.path)")
  }

  /// Simulates a shard and writes it where `merge` finds it.
  private func simulate(_ shard: Shard, of experiment: Experiment, _ options: RunOptions) throws {
    let run = try PlannedRun(experiment, options)
    try run.check(shard, name: "--shard")
    let name = "notebooks-out/\(experiment.name)-shard-\(shard.number)-of-\(shard.count)"
    let folder = RunFolder(output ?? name)
    let checkpoint = try partOptions.checkpoint(experiment, options)
    try folder.create()
    let watch = Stopwatch()
    let progress = options.control.map { ProgressLine($0, trials: run.trials(of: shard)) }
    defer { progress?.finish() }
    try run.write(
      shard, record: Manifest.json(run, version: Breakeven.version), to: folder.path,
      from: checkpoint)
    let timing = timing(watch, options, trials: run.trials(of: shard))
    try folder.write([("timing.json", timing.json)])
    checkpoint?.remove()
    Output.complain("shard \(shard) in \(folder.path)")
  }

  private func timing(_ watch: Stopwatch, _ options: RunOptions, trials: Int) -> Timing {
    Timing(seconds: watch.seconds, workers: options.workers, trials: trials)
  }

  func plan(_ control: RunControl) throws -> (Experiment, RunOptions) {
    var (experiment, options) = try recorded()
    options.workers = workers ?? availableProcessors()
    options.control = control
    if let trials {
      experiment.settings.trials = try SimulationSettings.trials(from: trials, name: "--trials")
    }
    if let seed { experiment.settings.seed = seed }
    if let sampling { experiment.settings.sampling = sampling }
    if let sampler { experiment.settings.sampler = sampler }
    if let metrics { options.metrics = try Metric.set(from: metrics, name: "--metrics") }
    if let cashflowTrials { options.cashflowTrials = cashflowTrials }
    if let precision {
      experiment.settings.stopWhen = try StoppingRule(from: precision, name: "--precision")
    }
    options.convergence = options.convergence || convergence
    streamingOptions.apply(to: &options)
    options.isForReport = report
    try experiment.checkSampling()
    try region.apply(to: &experiment)
    return (experiment, options)
  }

  /// The experiment as its file or a manifest has it, with the options that a manifest records.
  private func recorded() throws -> (Experiment, RunOptions) {
    let more = try more.map { try SimulationSettings.trials(from: $0, name: "--more") }
    func read(manifest: String) throws -> (Experiment, RunOptions) {
      let (experiment, options) = try Experiment.read(
        manifest: manifest, version: Breakeven.version)
      guard let more else { return (experiment, options) }
      return (try experiment.extended(by: more), options)
    }
    if let manifest { return try read(manifest: manifest) }
    let experiment = try files.read(self.experiment ?? "-", stresses: try stresses.parsed())
    guard more != nil else { return (experiment, RunOptions()) }
    let manifest = "\(output ?? "notebooks-out/\(experiment.name)")/manifest.json"
    let run = try read(manifest: manifest)
    try experiment.check(recordedBy: run.0, in: manifest)
    return run
  }

  private func simulate(
    _ experiment: Experiment, _ options: RunOptions, _ checkpoint: Checkpoint?
  ) throws -> RunResult {
    let progress = options.control.map { ProgressLine($0, trials: experiment.settings.trials) }
    defer { progress?.finish() }
    return try PlannedRun(experiment, options).result(from: checkpoint)
  }

  private func print(_ result: RunResult) { format.print(result) }
}

extension OutputFormat {
  /// Prints the answer of a run.
  func print(_ result: RunResult) {
    switch self {
    case .table: Output.page(RunSummary(result, screen: Output.screen).text, hasHeadline: true)
    case .csv: Output.print(result.summaryTable.csv)
    case .json: Output.print(RunSummary(result).json)
    case .markdown: Output.print(RunSummary(result).markdown)
    }
  }
}

extension SimulationSettings.Sampling: ExpressibleByArgument {}
extension SimulationSettings.Sampler: ExpressibleByArgument {}
