// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
internal import Simulation

/// Counts how often each event happens, from the columns that were kept.
///
/// An event is counted when the metrics it reads were computed.
struct EventCounter {
  let experiment: Experiment
  let outputs: [OutputColumn]
  let columns: Columns

  /// The months whose payback probability is always told, as far as the horizon reaches.
  static let paybackMonths = [6, 12, 24, 36]

  func count(_ options: RunOptions) throws -> [EventResult] {
    let cheapest = cheapestCounts()
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

  private func result(_ option: Int, _ event: Event, _ count: Int) throws -> EventResult {
    EventResult(
      option: option, event: event,
      estimate: try ProbabilityEstimate(successes: count, trials: columns.trials))
  }

  private func counts(_ option: Int) -> [(Event, Int)] {
    var counts: [(Event, Int)] = []
    func add(_ event: Event, _ metric: Metric, _ holds: (Double) -> Bool) {
      guard let index = index(metric, option) else { return }
      counts.append((event, columns.withColumn(index) { count($0, holds) }))
    }
    for months in Self.paybackMonths where months <= experiment.model.horizonMonths {
      add(.paybackWithin(months: months), .paybackMonths) { $0 <= Double(months) }
    }
    add(.paysBack, .paybackMonths) { $0 < .infinity }
    add(.sustained, .sustainedPaybackMonths) { $0 < .infinity }
    add(.positiveNPV, .npv) { $0 > 0 }
    return counts
  }

  @inline(__always)
  private func count(_ values: UnsafeBufferPointer<Double>, _ holds: (Double) -> Bool) -> Int {
    var count = 0
    for value in values where holds(value) { count += 1 }
    return count
  }

  /// How often each option is the cheapest; nil when total costs were not kept.
  private func cheapestCounts() -> [Int]? {
    let indices = experiment.model.options.indices.compactMap { index(.totalCost, $0) }
    guard indices.count == experiment.model.options.count else { return nil }
    let totals = indices.map { columns[$0] }
    var counts = [Int](repeating: 0, count: totals.count)
    for trial in 0..<columns.trials {
      var best = 0
      for option in 1..<totals.count where totals[option][trial] < totals[best][trial] {
        best = option
      }
      counts[best] += 1
    }
    withExtendedLifetime(columns) {}
    return counts
  }

  private func index(_ metric: Metric, _ option: Int) -> Int? {
    outputs.firstIndex(of: OutputColumn(option: option, metric: metric))
  }
}
