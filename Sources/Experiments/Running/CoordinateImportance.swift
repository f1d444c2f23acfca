// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import RandomStreams
internal import Simulation

/// Which numbers of a trial move the outcomes most, found out by some random trials.
///
/// The measure is the squared correlation with the ranks of net present value and of payback, averaged over
/// the options. In these two most inputs multiply each other, and products are what the evenness of
/// several dimensions at once is for: any single dimension is even. What moves the upfront cost is only
/// added, and counts less by the share of the upfront cost that it explains. The trials and their seed
/// are always the same, so that an order belongs to the experiment and not to a run of it.
struct CoordinateImportance {
  private static let trials = 8_192
  private static let seed: UInt64 = 0x5EED
  /// Below three standard errors of a correlation of independent numbers it counts as none.
  private static let noise = 9.0 / Double(trials)

  /// The dimension of each slot; the order of the file where the trials cannot be evaluated.
  static func order(_ experiment: Experiment) -> [Int] {
    let slots = CoordinateSlot.all(experiment)
    guard let sample = try? CoordinateImportance(experiment) else { return Array(slots.indices) }
    let scores = slots.map { slot in
      sample.score(slot, [.npv, .paybackMonths]) * (1 - sample.score(slot, [.upfrontCost]))
    }
    // What moves the upfront cost alone comes next.
    let upfront = slots.map { sample.score($0, [.upfrontCost]) }
    let sorted = slots.indices.sorted {
      (-scores[$0], -upfront[$0], $0) < (-scores[$1], -upfront[$1], $1)
    }
    var dimensions = [Int](repeating: 0, count: slots.count)
    for (dimension, slot) in sorted.enumerated() { dimensions[slot] = dimension }
    return dimensions
  }

  private let experiment: Experiment
  private let ranks: [(metric: Metric, values: [Double])]

  private init(_ experiment: Experiment) throws {
    var experiment = experiment
    experiment.settings.sampling = .random
    experiment.settings.trials = Self.trials
    experiment.settings.seed = Self.seed
    let outputs = experiment.model.columns(of: [.npv, .paybackMonths, .upfrontCost])
    let model = ExperimentModel(
      experiment, columns: outputs, plan: try SamplingPlan(tryingOut: experiment))
    let columns = try Simulation.run(model, trials: Self.trials)
    self.experiment = experiment
    ranks = outputs.indices.compactMap { index in
      columns.withColumn(index, Self.standardRanks).map { (outputs[index].metric, $0) }
    }
  }

  /// The mean of the squared correlations of a slot with some metrics, over them and the options.
  private func score(_ slot: CoordinateSlot, _ metrics: Set<Metric>) -> Double {
    let columns = ranks.filter { metrics.contains($0.metric) }
    guard !columns.isEmpty else { return 0 }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.trials) { uniforms in
      slot.fill(uniforms, in: experiment)
      let squares = columns.map { column in
        // Uniforms have mean ½ and variance 1/12.
        var sum = 0.0
        for trial in uniforms.indices { sum += (uniforms[trial] - 0.5) * column.values[trial] }
        let square = 12 * sum * sum / Double(uniforms.count * uniforms.count)
        return square > Self.noise ? square : 0
      }
      return squares.reduce(0, +) / Double(columns.count)
    }
  }

  /// Ranks with mean 0 and variance 1, equal values sharing theirs; nil when all are equal.
  private static func standardRanks(_ values: UnsafeBufferPointer<Double>) -> [Double]? {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: order.count)
    let middle = Double(order.count - 1) / 2
    var squares = 0.0
    var first = 0
    while first < order.count {
      var last = first
      while last + 1 < order.count, values[order[last + 1]] == values[order[first]] { last += 1 }
      let rank = Double(first + last) / 2 - middle
      for place in first...last { ranks[order[place]] = rank }
      squares += rank * rank * Double(last - first + 1)
      first = last + 1
    }
    guard squares > 0 else { return nil }
    let scale = (Double(order.count) / squares).squareRoot()
    return ranks.map { $0 * scale }
  }
}
