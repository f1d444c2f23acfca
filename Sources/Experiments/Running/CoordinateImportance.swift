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
    guard let saving = try? scores(of: slots, [.npv, .paybackMonths], in: experiment),
      let upfront = try? scores(of: slots, [.upfrontCost], in: experiment)
    else { return Array(slots.indices) }
    let scores = slots.indices.map { saving[$0] * (1 - upfront[$0]) }
    // What moves the upfront cost alone comes next.
    let sorted = slots.indices.sorted {
      (-scores[$0], -upfront[$0], $0) < (-scores[$1], -upfront[$1], $1)
    }
    var dimensions = [Int](repeating: 0, count: slots.count)
    for (dimension, slot) in sorted.enumerated() { dimensions[slot] = dimension }
    return dimensions
  }

  private static func scores(
    of slots: [CoordinateSlot], _ metrics: Set<Metric>, in experiment: Experiment
  ) throws -> [Double] {
    var experiment = experiment
    experiment.settings.sampling = .random
    experiment.settings.trials = trials
    experiment.settings.seed = seed
    let outputs = experiment.model.columns(of: metrics)
    let model = ExperimentModel(
      experiment, columns: outputs, plan: try SamplingPlan(tryingOut: experiment))
    let columns = try Simulation.run(model, trials: trials, workers: 1)
    let ranks = outputs.indices.compactMap { columns.withColumn($0, standardRanks) }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: trials) { uniforms in
      slots.map { slot in
        slot.fill(uniforms, in: experiment)
        let score = ranks.reduce(0.0) { score, ranks in
          // Uniforms have mean ½ and variance 1/12.
          var sum = 0.0
          for trial in 0..<trials { sum += (uniforms[trial] - 0.5) * ranks[trial] }
          let square = 12 * sum * sum / Double(trials * trials)
          return square > noise ? score + square : score
        }
        return score / Double(max(1, ranks.count))
      }
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
