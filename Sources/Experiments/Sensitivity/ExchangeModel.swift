// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
internal import RandomStreams
internal import SamplingDesigns
internal import Simulation

/// An experiment as a function of two points of which inputs are exchanged.
///
/// A process is exchanged with all its months. For Sobol' indices A and B are together one point of a
/// scrambled sequence, B's chances beyond it come from another seed; for elementary effects A is a
/// random trial, and B has all its uniforms moved.
struct ExchangeModel: Sendable {
  /// Number of points.
  let trials: Int
  private let experiment: Experiment
  private let responses: [Response]
  private let outputs: [OutputColumn]
  private let drawers: [TrialDrawer]
  private let design: SamplingDesign
  /// For each variable, its columns of draws.
  private let columns: [[Int]]
  /// Whether B is a move from A.
  private let isMove: Bool

  init(
    _ experiment: Experiment, responses: [Response], _ method: DesignedSensitivity.Method,
    workers: Int
  ) throws {
    var experiment = experiment
    isMove = method == .morris
    experiment.settings.sampling = isMove ? .random : .sobol
    if !isMove { experiment.settings.trials = Self.points(atMost: experiment.settings.trials) }
    var other = experiment
    if isMove {
      let plan = try SamplingPlan(experiment)
      drawers = [0, ElementaryEffects.shift].map { TrialDrawer(experiment, plan: plan, shift: $0) }
      design = plan.design
    } else {
      other.settings.seed =
        RandomStream(seed: experiment.settings.seed, name: "design:second point").key
      let plan = try SamplingPlan(experiment, turn: (0, 2), workers: workers)
      drawers = [
        TrialDrawer(experiment, plan: plan),
        TrialDrawer(other, plan: try SamplingPlan(other, turn: (1, 2), workers: workers)),
      ]
      design = plan.design
    }
    self.experiment = experiment
    self.responses = responses
    trials = experiment.settings.trials
    outputs = experiment.model.columns(of: Set(responses.map(\.column.metric)))
    let sources = experiment.model.shockSources
    let inputCount = experiment.inputs.count
    columns = experiment.variables.map { variable in
      switch variable.source {
      case .input(let input): [input]
      case .process(let process):
        sources.indices.filter { sources[$0].process == process }.map { inputCount + $0 }
      }
    }
  }

  /// The number of points not above `trials` that make a design.
  private static func points(atMost trials: Int) -> Int {
    do {
      return try SamplingDesign(.sobol, trials: trials).trials
    } catch {
      return error.nearest.first ?? trials
    }
  }

  /// The randomisations of a Sobol' design.
  func replicates() throws -> Replicates { try Replicates(count: design.replicates) }

  /// The responses in all runs of a block, and the steps of a move.
  ///
  /// - Throws: `InvalidInput` when a cost is too large for a number.
  func block(_ design: ExchangeDesign, _ trials: Range<Int>) throws -> ExchangeDesign.Block {
    let count = trials.count
    let block = TrialBlock(firstTrial: UInt64(trials.lowerBound), count: count)
    let buffers = drawers.map { $0.makeBuffer() }
    for (drawer, buffer) in zip(drawers, buffers) {
      try drawer.draw(block, into: buffer, generator: TrialGenerator())
    }
    let exchange = DrawExchange(buffers[0], buffers[1])
    let evaluator = Evaluator(experiment.model, columns: outputs)
    var values = [Double](repeating: 0, count: design.runs.count * design.outputs * count)
    let room = block.paddedCount
    try withUnsafeTemporaryAllocation(of: Double.self, capacity: room * outputs.count) { memory in
      guard let start = memory.baseAddress else { return }
      let targets = outputs.indices.map { start + $0 * room }
      for (place, run) in design.runs.enumerated() {
        exchange.arrange(run, columns)
        if let fault = evaluator.evaluate(exchange.draws, count: count, into: targets) {
          throw overflow(option: fault.option)
        }
        for (index, response) in responses.enumerated() {
          let source = targets[outputs.firstIndex(of: response.column) ?? 0]
          let first = (place * design.outputs + index) * count
          for trial in 0..<count { values[first + trial] = response.value(source[trial]) }
        }
      }
    }
    return ExchangeDesign.Block(values: values, steps: isMove ? steps(buffers, count) : [])
  }

  /// How far the uniform of each variable moves: quantiles rise, so a draw that fell says that it moved down.
  private func steps(_ buffers: [DrawBuffer], _ count: Int) -> [Double] {
    let shift = ElementaryEffects.shift
    return columns.indices.flatMap { variable -> [Double] in
      guard case .input(let input) = experiment.variables[variable].source else {
        return [Double](repeating: ElementaryEffects.meanStep, count: count)
      }
      let (before, after) = (buffers[0].input(input), buffers[1].input(input))
      return (0..<count).map { after[$0] < before[$0] ? shift - 1 : shift }
    }
  }

  private func overflow(option: Int) -> InvalidInput {
    InvalidInput([
      Problem(
        place: Place(file: experiment.files.first?.name ?? ""),
        key: "options.\(experiment.model.options[option].name)",
        fault: "its cost in some run is too large for a number",
        remedy: "bound growth, volatility or prices, which run away")
    ])
  }
}

/// The draws of two points as the cost model reads them, with columns exchanged.
private final class DrawExchange {
  private let a: DrawBuffer
  private let b: DrawBuffer
  private let pointers: UnsafeMutablePointer<UnsafePointer<Double>>

  init(_ a: DrawBuffer, _ b: DrawBuffer) {
    self.a = a
    self.b = b
    pointers = .allocate(capacity: max(1, a.columnCount))
    for column in 0..<a.columnCount { (pointers + column).initialize(to: a.column(column)) }
  }

  deinit { pointers.deallocate() }

  /// Puts the columns of a run in place.
  func arrange(_ run: ExchangeDesign.Run, _ columns: [[Int]]) {
    let (base, other, exchanged): (DrawBuffer, DrawBuffer, [Int]) =
      switch run {
      case .a: (a, b, [])
      case .b: (b, a, [])
      case .aWithB(let input): (a, b, columns[input])
      case .bWithA(let input): (b, a, columns[input])
      }
    for column in 0..<a.columnCount { pointers[column] = base.column(column) }
    for column in exchanged { pointers[column] = other.column(column) }
  }

  var draws: Draws {
    Draws(
      inputs: UnsafePointer(pointers), shocks: UnsafePointer(pointers + a.inputCount),
      stride: a.stride)
  }
}
