// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import ArgumentParser
internal import CostModel
internal import Experiments
internal import Reports
internal import Simulation

/// What `breakeven sensitivity EXPERIMENT` asks, and the answer.
struct ExperimentQuestion: ParsableArguments {
  @Option(help: "Folder of shared distributions [default: distributions beside the experiment].")
  var library: String?

  @Option(help: "Number of trials, replacing the file's.")
  var trials: String?

  @Option(help: "Seed of the random numbers, replacing the file's.")
  var seed: UInt64?

  @Option(help: "How points are chosen: random, latin-hypercube or sobol [default: random].")
  var sampling: SimulationSettings.Sampling?

  @Option(help: "Metrics, separated by commas [default: payback_months,npv,upfront_cost].")
  var metrics: String?

  @Option(help: "Only this option; may be repeated [default: all but the baseline].")
  var option: [String] = []

  @Option(
    name: .customLong("where"),
    help: """
      Only the trials in which this holds: "gpu_price > 2 and npv(hosted) < 0", of inputs, processes and \
      metrics with their option; inf is never.
      """)
  var condition: String?

  @OptionGroup
  var stresses: StressOption

  @Option(help: "Worker threads [default: all processors].")
  var workers: Int?

  /// The flags that were given.
  var given: [String] {
    [
      ("--library", library != nil), ("--trials", trials != nil), ("--seed", seed != nil),
      ("--sampling", sampling != nil), ("--metrics", metrics != nil),
      ("--option", !option.isEmpty), ("--workers", workers != nil),
      ("--where", condition != nil), ("--stress", !stresses.stress.isEmpty),
    ].filter(\.1).map(\.0)
  }

  func validate() throws {
    if let workers, workers < 1 || workers > 1024 {
      throw ValidationError("--workers is \(workers); give 1 to 1024")
    }
  }

  func answer(
    _ file: String, method: String?, folder: String?, _ format: OutputFormat,
    _ control: RunControl
  ) throws {
    let measures =
      try method.map { try SensitivityIndex.Measure.set(from: $0, name: "--method") }
      ?? Set(SensitivityIndex.Measure.allCases)
    var experiment = try Experiment.read(
      file, library: library, stresses: try stresses.parsed())
    let asked = experiment.settings.sampling
    if let trials {
      experiment.settings.trials = try SimulationSettings.trials(from: trials, name: "--trials")
    }
    if let seed { experiment.settings.seed = seed }
    experiment.settings.sampling = sampling ?? .random
    try experiment.checkSampling()
    let question = try SensitivityQuestion(
      experiment,
      metrics: try metrics.map { try Metric.set(from: $0, name: "--metrics") }
        ?? SensitivityQuestion.metrics,
      options: option)
    let condition = try self.condition.map {
      try Condition($0, for: experiment, name: "--where")
    }
    let options = RunOptions(workers: workers ?? availableProcessors(), control: control)
    let place = RunFolder(folder ?? "notebooks-out/\(experiment.name)")
    try place.prepare()
    let sample = try simulate(experiment, question, condition, options)
    let page = ExperimentSensitivityPage(
      try sample.sensitivity(of: question, measures: measures, options), screen: Output.screen)
    if control.isCancelled { throw SimulationError.interrupted }
    let summary = try sample.conditionSummary(of: question).map {
      ConditionPage($0, screen: Output.screen)
    }
    try place.write(
      [("sensitivity.csv", page.table.csv)]
        + (summary.map { [(ConditionPage.file, $0.table.csv)] } ?? []),
      removing: [ConditionPage.file])
    Output.print(
      page.table, text: (summary.map { $0.text + "\n" } ?? "") + page.text, format)
    (experiment.warnings + page.warnings + samplingWarnings(asked)).forEach {
      Output.complain("warning: \($0)")
    }
    Output.complain("sensitivity.csv in \(place.path)")
  }

  private func simulate(
    _ experiment: Experiment, _ question: SensitivityQuestion, _ condition: Condition?,
    _ options: RunOptions
  ) throws -> ExperimentSample {
    let progress = options.control.map { ProgressLine($0, trials: experiment.settings.trials) }
    defer { progress?.finish() }
    let metrics = Set(question.metrics).union(condition?.metrics ?? [])
    let sample = try experiment.sample(of: metrics, options)
    return try condition.map { try sample.restricted(to: $0, name: "--where") } ?? sample
  }

  /// That intervals hold for random trials, where the file or the flag asks for others.
  private func samplingWarnings(_ asked: SimulationSettings.Sampling) -> [String] {
    if let sampling, sampling != .random {
      return ["the intervals hold for random trials, not for \(sampling.rawValue) points"]
    }
    guard sampling == nil, asked != .random else { return [] }
    return [
      "the trials are random, not \(asked.rawValue) as in the file: the intervals hold for those"
        + " only; --sampling \(asked.rawValue) takes the file's"
    ]
  }
}
