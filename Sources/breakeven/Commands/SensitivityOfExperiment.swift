// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import ArgumentParser
internal import CostModel
internal import Experiments
internal import Reports
internal import Simulation

/// What `breakeven sensitivity EXPERIMENT` asks, and the answer.
struct ExperimentQuestion: ParsableArguments {
  @OptionGroup
  var simulation: SimulationOptions

  @OptionGroup
  var region: ConditionOption

  @Option(help: "Metrics, separated by commas [default: payback_months,npv,upfront_cost].")
  var metrics: String?

  @Option(help: "Only this option; may be repeated [default: all but the baseline].")
  var option: [String] = []

  @Flag(help: "With --method sobol: also what two inputs explain only together.")
  var secondOrder = false

  /// The flags that were given.
  var given: [String] {
    [
      ("--metrics", metrics != nil), ("--option", !option.isEmpty),
      ("--where", region.condition != nil), ("--second-order", secondOrder),
    ].filter(\.1).map(\.0) + simulation.given
  }

  func validate() throws { try simulation.validate() }

  func answer(
    _ file: String, method: String?, folder: String?, _ format: OutputFormat,
    _ control: RunControl
  ) throws {
    let method = try parsed(method)
    var experiment = try simulation.read(file)
    let asked = experiment.settings.sampling
    experiment.settings.sampling = simulation.sampling ?? .random
    try region.apply(to: &experiment)
    let question = try SensitivityQuestion(
      experiment,
      metrics: try metrics.map { try Metric.set(from: $0, name: "--metrics") }
        ?? SensitivityQuestion.metrics,
      options: option)
    let options = simulation.options(control)
    let place = RunFolder(folder ?? "notebooks-out/\(experiment.name)")
    try place.prepare()
    let answer: Answer
    switch method {
    case .sample(let measures):
      answer = try self.answer(experiment, question, measures, options, asked)
    case .designed(let design):
      let page = DesignedSensitivityPage(
        try experiment.sensitivity(of: question, design, options), screen: Output.screen)
      answer = Answer(table: page.table, text: page.text, warnings: page.warnings)
    }
    if control.isCancelled { throw SimulationError.interrupted }
    try place.write(
      [("sensitivity.csv", answer.table.csv)]
        + (answer.deciles.map { [(Self.decilesFile, $0.csv)] } ?? [])
        + (answer.condition.map { [(ConditionPage.file, $0.csv)] } ?? []),
      removing: [Self.decilesFile, ConditionPage.file])
    Output.print(answer.table, text: answer.text, format)
    (experiment.warnings + answer.warnings).forEach { Output.complain("warning: \($0)") }
    Output.complain("sensitivity.csv in \(place.path)")
  }

  private static let decilesFile = "deciles.csv"

  /// What goes to files and to people.
  private struct Answer {
    let table: Table
    let text: String
    let warnings: [String]
    /// The outcomes in each tenth of each input; nil for designed points.
    var deciles: Table?
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
    if case .designed = method, simulation.sampling != nil || region.condition != nil {
      throw ValidationError(
        "--method \(text ?? "") chooses its own points; give it without --sampling and --where")
    }
    return method
  }

  private func answer(
    _ experiment: Experiment, _ question: SensitivityQuestion,
    _ measures: Set<SensitivityIndex.Measure>, _ options: RunOptions,
    _ asked: SimulationSettings.Sampling
  ) throws -> Answer {
    let sample = try simulate(experiment, question, options)
    let page = ExperimentSensitivityPage(
      try sample.sensitivity(of: question, measures: measures, options), screen: Output.screen)
    let region = try sample.conditionSummary(of: question).map {
      ConditionPage($0, screen: Output.screen)
    }
    return Answer(
      table: page.table, text: (region.map { $0.text + "\n" } ?? "") + page.text,
      warnings: page.warnings + samplingWarnings(asked), deciles: page.deciles,
      condition: region?.table)
  }

  private func simulate(
    _ experiment: Experiment, _ question: SensitivityQuestion, _ options: RunOptions
  ) throws -> ExperimentSample {
    let progress = options.control.map { ProgressLine($0, trials: experiment.settings.trials) }
    defer { progress?.finish() }
    return try experiment.sample(of: Set(question.metrics), options)
  }

  /// That intervals hold for random trials, where the file or the flag asks for others.
  private func samplingWarnings(_ asked: SimulationSettings.Sampling) -> [String] {
    if let sampling = simulation.sampling, sampling != .random, region.condition == nil {
      return ["the intervals hold for random trials, not for \(sampling.rawValue) points"]
    }
    guard simulation.sampling == nil, asked != .random else { return [] }
    return [
      "the trials are random, not \(asked.rawValue) as in the file: the intervals hold for those"
        + " only; --sampling \(asked.rawValue) takes the file's"
    ]
  }
}
