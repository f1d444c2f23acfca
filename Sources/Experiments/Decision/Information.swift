// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
internal import Distributions
internal import RandomStreams
internal import Simulation

extension Experiment {
  /// Simulates the experiment and says what knowing more is worth.
  ///
  /// - Throws: as `run`; `InvalidInput` for less than 100 trials.
  public func information(
    _ settings: InformationSettings = InformationSettings(), _ options: RunOptions = RunOptions()
  ) throws -> InformationResult {
    let trials = self.settings.trials
    guard trials >= SensitivityAnalysis.fewestTrials else {
      throw InvalidInput(
        file: files.first?.name ?? "-", fault: "\(trials) trials tell nothing of information",
        remedy: "give at least \(SensitivityAnalysis.fewestTrials)")
    }
    return try information(settings, of: try sample(of: settings.metrics, options), options)
  }

  /// What knowing more is worth, by a sample of the experiment that has the metrics of `settings`.
  func information(
    _ settings: InformationSettings, of sample: ExperimentSample, _ options: RunOptions
  ) throws -> InformationResult {
    let columns = DecisionColumns(sample, settings.criterion)
    defer { withExtendedLifetime(columns) {} }
    let decision = try DecisionSample(
      costs: columns.costs, replicates: try replicates())
    let asked = InformationTasks(
      experiment: self, settings: settings, columns: columns, decision: decision)
    func map<Value: Sendable>(
      _ count: Int, _ body: @Sendable (Int) throws -> Value
    ) throws -> [Value] {
      try concurrentMap(
        count: count, workers: options.workers, control: options.control, body)
    }
    let names = sample.variables.map(\.name)
    let single = try map(names.count) { try decision.partial(of: [columns.variables[$0]]) }
    let groups = try map(settings.groups.count) { place in
      try decision.partial(of: settings.groups[place].variables.map { columns.variables[$0] })
    }
    let switches = try map(settings.hasSwitches ? inputs.count : 0) {
      try asked.switches(along: $0)
    }
    return InformationResult(
      experiment: self, trials: sample.trials, settings: settings, meanCosts: decision.meanCosts,
      best: decision.best,
      perfect: decision.perfect, variables: zip(names, single).map { .init(name: $0, value: $1) },
      groups: zip(settings.groups, groups).map { .init(name: $0.name, value: $1) },
      pilot: try pilot.map { try asked.result(of: $0) }, switches: switches.flatMap { $0 })
  }
}

/// The columns of a sample as the analysis takes them.
///
/// Unchecked, because it points into memory that nobody writes to as long as this object lives.
private final class DecisionColumns: @unchecked Sendable {
  let variables: [SensitivityAnalysis.Column]
  /// What each option costs, in the order of the experiment.
  let costs: [SensitivityAnalysis.Column]
  /// Months to payback; nil for the baseline.
  let payback: [SensitivityAnalysis.Column?]

  private let sample: ExperimentSample
  private let values: [UnsafeMutableBufferPointer<Double>]

  init(_ sample: ExperimentSample, _ criterion: InformationSettings.Criterion) {
    self.sample = sample
    variables = sample.variables.enumerated().map { place, variable in
      sample.withVariable(place) { SensitivityAnalysis.Column(variable.name, $0) }
    }
    let options = sample.experiment.model.options
    func column(_ option: Int, _ metric: Metric) -> SensitivityAnalysis.Column? {
      let output = OutputColumn(option: option, metric: metric)
      return sample.outputs.firstIndex(of: output).map { place in
        sample.withOutput(place) { SensitivityAnalysis.Column(options[option].name, $0) }
      }
    }
    payback = options.indices.map { column($0, .paybackMonths) }
    guard criterion == .npv else {
      values = []
      costs = options.indices.compactMap { column($0, .totalCost) }
      return
    }
    values = options.indices.map { option in
      let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: sample.trials)
      buffer.initialize(repeating: 0)
      for (trial, value) in (column(option, .npv)?.values ?? .init(start: nil, count: 0))
        .enumerated()
      {
        buffer[trial] = -value
      }
      return buffer
    }
    costs = zip(options, values).map { SensitivityAnalysis.Column($0.name, .init($1)) }
  }

  deinit { values.forEach { $0.deallocate() } }
}

/// What is asked of single inputs.
private struct InformationTasks: Sendable {
  let experiment: Experiment
  let settings: InformationSettings
  let columns: DecisionColumns
  let decision: DecisionSample

  func result(of pilot: Pilot) throws -> InformationResult.PilotResult {
    let column = columns.variables[pilot.input]
    let value: InformationValue
    switch pilot.measurement {
    case .accuracy(let accuracy): value = try decision.signal(of: column, accuracy: accuracy)
    case .error(let error):
      var noise = [Double](repeating: 0, count: decision.trials)
      noise.withUnsafeMutableBufferPointer { noise in
        RandomStream(seed: experiment.settings.seed, name: "pilot:\(column.name)")
          .fill(noise, firstTrial: 0)
        transformToStandardNormal(noise)
      }
      value = try decision.measurement(of: column, error: error, noise: noise)
    }
    return .init(pilot: pilot, input: column.name, value: value)
  }

  func switches(along input: Int) throws -> [InformationResult.InputSwitches] {
    let column = columns.variables[input]
    guard let low = column.values.min(), let high = column.values.max(), low < high else {
      return []
    }
    let unit = experiment.inputs[input].notes.unit
    func found(_ question: InformationResult.Question, _ values: [SwitchValue])
      -> InformationResult.InputSwitches
    {
      .init(input: column.name, unit: unit, range: low...high, question: question, values: values)
    }
    var all = [found(.bestOption, try decision.switches(along: column))]
    for (option, payback) in columns.payback.enumerated() {
      guard let payback else { continue }
      let months = Double(InformationSettings.paybackMonths)
      let values = try probabilitySwitches(
        along: column, happens: payback.values.map { $0 <= months },
        threshold: settings.threshold)
      all.append(found(.payback(option: option), values))
    }
    return all
  }
}
