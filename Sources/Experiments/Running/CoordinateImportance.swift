// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
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
  static func order(_ experiment: Experiment, workers: Int) -> [Int] {
    let slots = CoordinateSlot.all(experiment)
    guard let sample = try? CoordinateImportance(experiment, workers: workers),
      let squares = try? concurrentMap(
        count: slots.count, workers: workers, { sample.squares(slots[$0]) })
    else { return Array(slots.indices) }
    let scores = squares.map {
      sample.mean($0, [.npv, .paybackMonths]) * (1 - sample.mean($0, [.upfrontCost]))
    }
    // What moves the upfront cost alone comes next.
    let upfront = squares.map { sample.mean($0, [.upfrontCost]) }
    let sorted = slots.indices.sorted {
      (-scores[$0], -upfront[$0], $0) < (-scores[$1], -upfront[$1], $1)
    }
    var dimensions = [Int](repeating: 0, count: slots.count)
    for (dimension, slot) in sorted.enumerated() { dimensions[slot] = dimension }
    return dimensions
  }

  private let experiment: Experiment
  private let ranks: [(metric: Metric, values: [Double])]

  private init(_ experiment: Experiment, workers: Int) throws {
    var experiment = experiment
    experiment.settings.sampling = .random
    experiment.settings.trials = Self.trials
    experiment.settings.seed = Self.seed
    let outputs = experiment.model.columns(of: [.npv, .paybackMonths, .upfrontCost])
    let model = ExperimentModel(
      experiment, columns: outputs, plan: try SamplingPlan(tryingOut: experiment))
    var options = RunOptions()
    options.workers = workers
    try experiment.makeTables(options)
    let columns = try Simulation.run(model, trials: Self.trials, workers: workers)
    self.experiment = experiment
    ranks = try concurrentMap(count: outputs.count, workers: workers) { index in
      columns.withColumn(index, Self.standardRanks).map { (outputs[index].metric, $0) }
    }
    .compactMap { $0 }
  }

  /// The squared correlation of a slot with each column.
  private func squares(_ slot: CoordinateSlot) -> [Double] {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.trials) { uniforms in
      slot.fill(uniforms, in: experiment)
      return ranks.map { column in
        let sum = column.values.withUnsafeBytes {
          Self.product(UnsafeRawBufferPointer(uniforms), $0)
        }
        // Uniforms have mean ½, as ranks have mean 0, and variance 1/12.
        let square = 12 * sum * sum / Double(Self.trials * Self.trials)
        return square > Self.noise ? square : 0
      }
    }
  }

  /// The sum of the products of two columns, eight sums side by side.
  private static func product(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Double {
    var sums = SIMD8<Double>.zero
    for offset in stride(from: 0, to: a.count, by: MemoryLayout<SIMD8<Double>>.size) {
      sums +=
        a.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
        * b.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
    }
    return sums.sum()
  }

  /// The mean of a slot's squared correlations with the columns of some metrics.
  private func mean(_ squares: [Double], _ metrics: Set<Metric>) -> Double {
    let of = ranks.indices.filter { metrics.contains(ranks[$0].metric) }
    return of.isEmpty ? 0 : of.reduce(0) { $0 + squares[$1] } / Double(of.count)
  }

  /// Ranks with mean 0 and variance 1, values that are equal as `Float` sharing theirs; nil when all are.
  private static func standardRanks(_ values: UnsafeBufferPointer<Double>) -> [Double]? {
    // An integer that orders as the number does, and below it where the number stands.
    var order = values.indices.map { index in
      let bits = Int32(bitPattern: Float(values[index]).bitPattern)
      return Int64(bits ^ ((bits >> 31) & .max)) << 32 | Int64(index)
    }
    order.withUnsafeMutableBufferPointer { sortKeys($0) }
    var ranks = [Double](repeating: 0, count: order.count)
    let middle = Double(order.count - 1) / 2
    var squares = 0.0
    var first = 0
    while first < order.count {
      var last = first
      while last + 1 < order.count, order[last + 1] >> 32 == order[first] >> 32 { last += 1 }
      let rank = Double(first + last) / 2 - middle
      for place in first...last { ranks[Int(order[place] & 0xFFFF_FFFF)] = rank }
      squares += rank * rank * Double(last - first + 1)
      first = last + 1
    }
    guard squares > 0 else { return nil }
    let scale = (Double(order.count) / squares).squareRoot()
    return ranks.map { $0 * scale }
  }
}
