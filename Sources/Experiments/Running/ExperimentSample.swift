// SPDX-License-Identifier: GPL-3.0-or-later

public import CostModel
internal import Simulation

/// The trials of a run as columns: what was drawn and what came out.
///
/// Each process counts as one variable, whose number in a trial is the mean over the months of its path
/// relative to the path without shocks: 1 where chance did nothing. The inputs that shape a process
/// are variables of their own.
public struct ExperimentSample: Sendable {
  /// The experiment with the settings in force.
  public let experiment: Experiment
  /// What was drawn, in the order of the columns.
  public let variables: [Variable]
  /// What came out, in the order of the columns.
  public let outputs: [OutputColumn]
  let columns: Columns
  /// What holds in every trial; nil where all trials of the run are there.
  public let condition: Condition?
  /// Trials of the run that the sample is from.
  public let drawn: Int

  /// Something that chance decides in a trial.
  public struct Variable: Sendable, Hashable {
    /// What it is.
    public enum Source: Sendable, Hashable {
      /// The input at this place of the experiment.
      case input(Int)
      /// The months of a process.
      case process(ShockSource.Process)
    }

    /// What it is.
    public let source: Source
    /// The input's name, `workload`, or the name of a process.
    public let name: String
    /// What it counts, where its author says so.
    public let unit: String?
  }

  /// Number of trials.
  public var trials: Int { columns.trials }

  /// Calls `body` with the numbers of a variable, one a trial.
  public func withVariable<Value>(
    _ index: Int, _ body: (UnsafeBufferPointer<Double>) throws -> Value
  ) rethrows -> Value {
    try columns.withColumn(index, body)
  }

  /// Calls `body` with the numbers of a metric, one a trial.
  public func withOutput<Value>(
    _ index: Int, _ body: (UnsafeBufferPointer<Double>) throws -> Value
  ) rethrows -> Value {
    try columns.withColumn(variables.count + index, body)
  }
}

extension Experiment {
  /// Everything that chance decides in a trial: inputs, then processes.
  public var variables: [ExperimentSample.Variable] {
    var processes: [ShockSource.Process] = []
    for source in model.shockSources where !processes.contains(source.process) {
      processes.append(source.process)
    }
    return inputs.enumerated().map { index, input in
      .init(source: .input(index), name: input.name, unit: input.notes.unit)
    }
      + processes.map { process in
        let name =
          switch process {
          case .volume: "workload"
          case .pricePath(let index): processNames[index]
          case .priceChanges(let index): priceChangeNames[index]
          case .renewal(let input): "\(inputs[input].name) (renewed)"
          }
        return .init(source: .process(process), name: name, unit: nil)
      }
  }

  /// Simulates the experiment and keeps what was drawn beside what came out.
  ///
  /// The trials are those of `run` with the same settings: the ones for which the experiment's condition
  /// holds. With it come the metrics that the condition reads.
  ///
  /// - Throws: as `run`.
  public func sample(
    of metrics: Set<Metric>, _ options: RunOptions = RunOptions()
  ) throws -> ExperimentSample {
    guard let condition else { return try wholeSample(of: metrics, options) }
    return try wholeSample(of: metrics.union(condition.metrics), options)
      .restricted(to: condition)
  }

  /// All trials, whether or not the experiment's condition holds.
  func wholeSample(of metrics: Set<Metric>, _ options: RunOptions) throws -> ExperimentSample {
    let variables = self.variables
    let outputs = model.columns(of: metrics)
    let count = variables.count + outputs.count
    try MemoryBudget.check(trials: settings.trials, columns: count)
    do {
      let columns = try Simulation.run(
        SampleModel(
          model: ExperimentModel(
            self, columns: outputs, plan: try SamplingPlan(self, workers: options.workers)),
          variables: variables),
        trials: settings.trials, workers: options.workers, control: options.control)
      return ExperimentSample(
        experiment: self, variables: variables, outputs: outputs, columns: columns,
        condition: nil, drawn: settings.trials)
    } catch SimulationError.outOfMemory(let bytes) {
      throw MemoryBudget.problem(bytes: bytes, columns: count, trials: settings.trials)
    }
  }
}

/// An experiment that also writes what it draws.
private struct SampleModel: TrialModel {
  let model: ExperimentModel
  let variables: [ExperimentSample.Variable]

  struct Scratch {
    var own: ExperimentModel.Scratch
    /// Without shocks, for what they change.
    let quiet: Evaluator
  }

  var columnCount: Int { variables.count + model.columnCount }

  func makeScratch() -> Scratch {
    Scratch(
      own: model.makeScratch(),
      quiet: Evaluator(model.experiment.model.withoutShocks(), columns: []))
  }

  func evaluate(_ block: TrialBlock, into columns: ColumnBlock, scratch: inout Scratch) throws {
    for first in ExperimentModel.pieces(of: block) {
      let count = try model.evaluatePiece(
        of: block, from: first, into: columns.dropFirst(variables.count), scratch: &scratch.own)
      writeDraws(count, into: columns, from: first, scratch)
    }
  }

  /// Writes what the buffer holds of `count` trials to the columns, from place `first` on.
  private func writeDraws(
    _ count: Int, into columns: ColumnBlock, from first: Int, _ scratch: Scratch
  ) {
    let draws = scratch.own.buffer
    for (column, variable) in variables.enumerated() {
      guard case .input(let input) = variable.source else { continue }
      columns[column].baseAddress?.advanced(by: first).update(
        from: draws.input(input), count: count)
    }
    guard variables.contains(where: { $0.source.isProcess }) else { return }
    for offset in Swift.stride(from: 0, to: count, by: Lanes.scalarCount) {
      scratch.own.evaluator.book(draws.draws, offset: offset, options: [])
      scratch.quiet.book(draws.draws, offset: offset, options: [])
      let valid = min(Lanes.scalarCount, count - offset)
      for (column, variable) in variables.enumerated() {
        guard case .process(let process) = variable.source else { continue }
        let level = level(of: process, scratch, offset: offset)
        for lane in 0..<valid { columns[column][first + offset + lane] = level[lane] }
      }
    }
  }

  /// The mean over the months of a process, relative to the one without shocks.
  private func level(
    of process: ShockSource.Process, _ scratch: Scratch, offset: Int
  ) -> Lanes {
    let series: Evaluator.Series
    switch process {
    case .volume: series = .volume
    case .pricePath(let index): series = .price(index)
    case .priceChanges(let index): series = .priceFactor(index)
    case .renewal: return renewals(process, scratch.own.buffer, offset: offset)
    }
    let months = model.experiment.model.horizonMonths
    var plain = [Lanes](repeating: Lanes(repeating: 1), count: months + 1)
    scratch.quiet.forEachMonth(series) { plain[$0] = $1 }
    var sum = Lanes(repeating: 0)
    scratch.own.evaluator.forEachMonth(series) { month, value in
      // A path that is 0 anyway is not changed by shocks.
      let ratio = (value / plain[month]).replacing(with: 1, where: plain[month] .== 0)
      if month > 0 { sum += ratio }
    }
    return sum / Double(months)
  }

  /// The mean of the first renewals, as many as there are months.
  private func renewals(
    _ process: ShockSource.Process, _ buffer: DrawBuffer, offset: Int
  ) -> Lanes {
    let model = self.model.experiment.model
    let source = model.shockSources.firstIndex { $0.process == process } ?? 0
    var sum = Lanes(repeating: 0)
    for month in 1...model.horizonMonths {
      let column = buffer.shock(source, month: month)
      for lane in 0..<Lanes.scalarCount { sum[lane] += column[offset + lane] }
    }
    return sum / Double(model.horizonMonths)
  }
}

extension ExperimentSample.Variable.Source {
  /// Whether it is a path of months rather than one number.
  public var isProcess: Bool {
    if case .process = self { true } else { false }
  }
}
