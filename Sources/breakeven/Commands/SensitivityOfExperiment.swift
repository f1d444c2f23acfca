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

  @Flag(help: "With --method sobol: also what two inputs explain only together.")
  var secondOrder = false

  @Option(help: "Worker threads [default: all processors].")
  var workers: Int?

  /// The flags that were given.
  var given: [String] {
    [
      ("--library", library != nil), ("--trials", trials != nil), ("--seed", seed != nil),
      ("--sampling", sampling != nil), ("--metrics", metrics != nil),
      ("--option", !option.isEmpty), ("--workers", workers != nil),
      ("--where", condition != nil), ("--stress", !stresses.stress.isEmpty),
      ("--second-order", secondOrder),
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
    let method = try parsed(method)
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
    let answer: Answer
    switch method {
    case .sample(let measures):
      answer = try self.answer(experiment, question, condition, measures, options, asked)
    case .designed(let design):
      let page = DesignedSensitivityPage(
        try experiment.sensitivity(of: question, design, options), screen: Output.screen)
      answer = Answer(table: page.table, text: page.text, warnings: page.warnings)
    }
    if control.isCancelled { throw SimulationError.interrupted }
    try place.write(
      [("sensitivity.csv", answer.table.csv)]
        + (answer.condition.map { [(ConditionPage.file, $0.csv)] } ?? []),
      removing: [ConditionPage.file])
    Output.print(answer.table, text: answer.text, format)
    (experiment.warnings + answer.warnings).forEach { Output.complain("warning: \($0)") }
    Output.complain("sensitivity.csv in \(place.path)")
  }

  /// What goes to files and to people.
  private struct Answer {
    let table: Table
    let text: String
    let warnings: [String]
    /// The outcomes in the region that was asked for.
    var condition: Table?
  }

  private func parsed(_ text: String?) throws -> SensitivityMethod {
    let method = try SensitivityMethod(
      from: text ?? "rank,regression,given-data,shapley,tornado,regional",
      hasSecondOrder: secondOrder, name: "--method")
    if secondOrder, method != .designed(.sobol(hasSecondOrder: true)) {
      throw ValidationError("--second-order is for --method sobol")
    }
    if case .designed = method, sampling != nil || condition != nil {
      throw ValidationError(
        "--method \(text ?? "") chooses its own points; give it without --sampling and --where")
    }
    return method
  }

  private func answer(
    _ experiment: Experiment, _ question: SensitivityQuestion, _ condition: Condition?,
    _ measures: Set<SensitivityIndex.Measure>, _ options: RunOptions,
    _ asked: SimulationSettings.Sampling
  ) throws -> Answer {
    let sample = try simulate(experiment, question, condition, options)
    let page = ExperimentSensitivityPage(
      try sample.sensitivity(of: question, measures: measures, options), screen: Output.screen)
    let region = try sample.conditionSummary(of: question).map {
      ConditionPage($0, screen: Output.screen)
    }
    return Answer(
      table: page.table, text: (region.map { $0.text + "\n" } ?? "") + page.text,
      warnings: page.warnings + samplingWarnings(asked), condition: region?.table)
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
