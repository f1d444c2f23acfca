// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
internal import Simulation

/// Says which events there are, and how likely each is by how often it happened.
///
/// An event is counted when the metrics it reads were computed. Counts are lists: one for each replicate of
/// a design.
struct EventCounter {
  let experiment: Experiment
  let outputs: [OutputColumn]
  let estimator: Estimator
  let trials: Int
  /// How often the column at an index does not exceed each limit.
  let countsAtMost: (_ limits: [Double], _ column: Int) -> [[Int]]
  /// How often each option is the cheapest; nil when total costs were not kept.
  let cheapest: [[Int]]?

  /// The months whose payback probability is always told, as far as the horizon reaches.
  static let paybackMonths = [6, 12, 24, 36]

  /// Where a metric must be counted for all of its events.
  static func limits(of metric: Metric, horizon: Int) -> [Double] {
    switch metric {
    case .paybackMonths:
      paybackMonths.filter { $0 <= horizon }.map(Double.init) + [.greatestFiniteMagnitude]
    case .sustainedPaybackMonths: [.greatestFiniteMagnitude]
    case .npv: [0]
    default: []
    }
  }

  /// The columns of total cost, option by option; nil unless all options have it.
  static func totals(_ outputs: [OutputColumn], options: Int) -> [Int]? {
    let indices = (0..<options).compactMap { option in
      outputs.firstIndex(of: OutputColumn(option: option, metric: .totalCost))
    }
    return indices.count == options ? indices : nil
  }

  func count() throws -> [EventResult] {
    var results: [EventResult] = []
    for option in experiment.model.options.indices {
      if option != experiment.model.baseline {
        for (event, count) in counts(option) { results.append(try result(option, event, count)) }
      }
      if let cheapest {
        results.append(try result(option, .cheapest, cheapest[option]))
      }
    }
    return results
  }

  private func result(_ option: Int, _ event: Event, _ counts: [Int]) throws -> EventResult {
    EventResult(
      option: option, event: event,
      estimate: try estimator.probability(successes: counts, trials: trials))
  }

  private func counts(_ option: Int) -> [(Event, [Int])] {
    let months = Self.paybackMonths.filter { $0 <= experiment.model.horizonMonths }
    var counts = atMost(
      months.map { .paybackWithin(months: $0) } + [.paysBack], .paybackMonths, option)
    counts += atMost([.sustained], .sustainedPaybackMonths, option)
    counts += atMost([.positiveNPV], .npv, option).map { event, own in
      (event, own.map { trials / own.count - $0 })
    }
    return counts
  }

  /// How often a metric does not exceed the limit of each of its events; nothing where it was not computed.
  private func atMost(
    _ events: [Event], _ metric: Metric, _ option: Int
  ) -> [(Event, [Int])] {
    let column = OutputColumn(option: option, metric: metric)
    guard let index = outputs.firstIndex(of: column) else { return [] }
    let limits = Self.limits(of: metric, horizon: experiment.model.horizonMonths)
    return Array(zip(events, countsAtMost(limits, index)))
  }
}

extension EventCounter {
  /// Counts in columns, on several workers.
  init(
    experiment: Experiment, outputs: [OutputColumn], columns: Columns, estimator: Estimator,
    options: RunOptions
  ) throws {
    let horizon = experiment.model.horizonMonths
    let counts = try concurrentMap(
      count: outputs.count, workers: options.workers, control: options.control
    ) { column in
      let limits = Self.limits(of: outputs[column].metric, horizon: horizon)
      guard !limits.isEmpty else { return [[Int]]() }
      return columns.withColumn(column) { values in
        if let replicates = estimator.replicates {
          return limits.map { replicates.counts(of: values, atMost: $0) }
        }
        return Analysis.countsAtMost(limits, of: values).map { [$0] }
      }
    }
    self.init(
      experiment: experiment, outputs: outputs, estimator: estimator, trials: columns.trials,
      countsAtMost: { _, column in counts[column] },
      cheapest: try Self.totals(outputs, options: experiment.model.options.count).map {
        try Self.cheapest(columns, totals: $0, parts: estimator.replicates?.count ?? 1, options)
      })
  }

  /// How often each of the columns `totals` is the least, for each of the parts that take turns.
  private static func cheapest(
    _ columns: Columns, totals: [Int], parts: Int, _ options: RunOptions
  ) throws -> [[Int]] {
    guard parts > 1 else {
      let size = 1 << 17
      let pieces = try concurrentMap(
        count: (columns.trials + size - 1) / size, workers: options.workers,
        control: options.control
      ) { piece in
        let trials = piece * size..<min((piece + 1) * size, columns.trials)
        var counts = totals.map { _ in Int64(0) }
        countLeast(rows: trials.count, into: &counts) {
          UnsafeBufferPointer(rebasing: columns[totals[$0]][trials])
        }
        return counts
      }
      return totals.indices.map { total in [pieces.reduce(0) { $0 + Int($1[total]) }] }
    }
    let totals = totals.map { columns[$0] }
    defer { withExtendedLifetime(columns) {} }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: parts), count: totals.count)
    var part = 0
    for trial in 0..<columns.trials {
      var best = 0
      for option in 1..<totals.count where totals[option][trial] < totals[best][trial] {
        best = option
      }
      counts[best][part] += 1
      part = part + 1 == parts ? 0 : part + 1
    }
    return counts
  }
}
