// SPDX-License-Identifier: GPL-3.0-or-later

public import CostModel
public import Simulation

/// An experiment at every point of a grid of numbers, on the same draws.
///
/// An input is fixed at its values, as a stress fixes it; a constant is exchanged. Whatever is not swept draws
/// the same numbers at every point, so that points differ by what the grid changes and not by chance.
public struct Sweep: Sendable {
  /// The experiment as its file has it.
  public let experiment: Experiment
  /// What is swept, the first the slowest.
  public let axes: [SweepAxis]
  /// The points that are computed: a stretch of the whole grid.
  public let points: Range<Int>
  /// How many points the whole grid has.
  public let count: Int
  let experiments: [Experiment]
  /// For each axis the place among the inputs, the same at all points; nil for a constant.
  private let inputs: [Int?]
  private let sharesDraws: Bool

  /// Most points of a grid.
  public static let mostPoints = 20_000

  /// Reads the experiment at each point.
  ///
  /// - Parameters:
  ///   - shard: which part of the grid; nil for all of it.
  ///   - stresses: inputs that are fixed at every point.
  /// - Throws: `InvalidInput` when there is no such number, or a point makes no experiment.
  public init(
    _ editable: EditableExperiment, axes: [SweepAxis], shard: Shard? = nil, stresses: [Stress] = [],
    workers: Int = availableProcessors()
  ) throws {
    self.axes = axes
    count = try Self.count(axes)
    experiment = try editable.changing([:], stresses: stresses)
    let count = count
    let points = shard.map { $0.blocks(of: count) } ?? 0..<count
    self.points = points
    guard !points.isEmpty else {
      throw InvalidInput(
        file: "--shard", fault: "the grid has \(count) points, fewer than shards",
        remedy: "give at most \(count) shards")
    }
    let targets = try SweepTarget.find(axes, in: editable)
    let first = points.lowerBound
    experiments = try concurrentMap(count: points.count, workers: workers) { place in
      let values = Self.values(axes, at: first + place)
      do {
        return try SweepTarget.experiment(
          targets, values, of: editable, stresses: stresses)
      } catch let invalid as InvalidInput {
        let point = zip(axes, values).map { "\($0.name) = \(NumberRange.short($1))" }
        throw InvalidInput(
          invalid.problems.map {
            Problem(
              place: $0.place, key: $0.key,
              fault: "\($0.fault), at \(point.joined(separator: ", "))", remedy: $0.remedy)
          })
      }
    }
    let base = experiments[0]
    inputs = targets.map { target in
      guard case .input(let name) = target else { return nil }
      return base.inputs.firstIndex { $0.name == name }
    }
    sharesDraws = SweepTarget.leaveDraws(targets, inputs, of: experiments)
  }

  /// The values of a point, axis by axis.
  public func values(at point: Int) -> [Double] { Self.values(axes, at: point) }

  static func values(_ axes: [SweepAxis], at point: Int) -> [Double] {
    var rest = point
    var values: [Double] = []
    for axis in axes.reversed() {
      values.append(axis.values[rest % axis.values.count])
      rest /= axis.values.count
    }
    return values.reversed()
  }

  private static func count(_ axes: [SweepAxis]) throws(InvalidInput) -> Int {
    var count = 1
    for axis in axes where count <= mostPoints { count *= axis.values.count }
    guard count <= mostPoints else {
      throw InvalidInput(
        file: "--over", fault: "a grid of more than \(mostPoints) points",
        remedy: "give fewer values, or sweep less at a time")
    }
    for (place, axis) in axes.enumerated()
    where axes[..<place].contains(where: { $0.name == axis.name }) {
      throw InvalidInput(
        file: "--over", fault: "\(axis.name) is swept twice",
        remedy: "give all its values in one --over")
    }
    return count
  }

  /// What the metrics of the sweep are unless others are asked for.
  public static let usualMetrics: Set<Metric> = [
    .paybackMonths, .sustainedPaybackMonths, .upfrontCost, .npv, .totalCost,
  ]

  /// What the results of `run` come to.
  public func result(of results: [RunResult]) -> SweepResult {
    SweepResult(
      experiment: experiment, axes: axes, points: points,
      rows: zip(points, results).flatMap { SweepRow.rows(of: $1, at: $0) })
  }

  /// Bytes of numbers that are kept at a time.
  private static let room = 5e8

  /// Simulates every point.
  ///
  /// - Throws: as `Experiment.run`.
  public func run(_ options: RunOptions) throws -> [RunResult] {
    var options = options
    options.cashflowTrials = 0
    let plans = try experiments.map { try PlannedRun($0, options) }
    guard sharesDraws, plans.allSatisfy({ !$0.isStreamed }) else {
      return try plans.map { try $0.result(of: $0.simulate()) }
    }
    let bytes = Double(plans[0].outputs.count) * Double(plans[0].experiment.settings.trials) * 8
    let size = max(1, min(plans.count, Int(Self.room / bytes)))
    var results: [RunResult] = []
    for start in stride(from: 0, to: plans.count, by: size) {
      let some = Array(plans[start..<min(start + size, plans.count)])
      try some[0].experiment.makeTables(options)
      let columns = try some.map { try $0.room(for: 0..<$0.blockCount) }
      let model = SweepModel(
        some, values: some.indices.map { values(at: points.lowerBound + start + $0) },
        inputs: inputs)
      try fillEach(columns, of: model, workers: options.workers, control: options.control)
      results += try zip(some, columns).map { try $0.result(of: .columns($1)) }
    }
    return results
  }
}
