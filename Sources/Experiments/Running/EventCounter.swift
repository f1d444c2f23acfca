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
  let estimator: Estimator

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

  private func result(_ option: Int, _ event: Event, _ counts: [Int]) throws -> EventResult {
    EventResult(
      option: option, event: event,
      estimate: try estimator.probability(successes: counts, trials: columns.trials))
  }

  private func counts(_ option: Int) -> [(Event, [Int])] {
    var counts: [(Event, [Int])] = []
    func add(_ event: Event, _ metric: Metric, atMost limit: Double, inverted: Bool = false) {
      guard let index = index(metric, option) else { return }
      let own = columns.withColumn(index) { values in
        estimator.replicates?.counts(of: values, atMost: limit) ?? [countAtMost(limit, values)]
      }
      let size = columns.trials / own.count
      counts.append((event, inverted ? own.map { size - $0 } : own))
    }
    for months in Self.paybackMonths where months <= experiment.model.horizonMonths {
      add(.paybackWithin(months: months), .paybackMonths, atMost: Double(months))
    }
    add(.paysBack, .paybackMonths, atMost: .greatestFiniteMagnitude)
    add(.sustained, .sustainedPaybackMonths, atMost: .greatestFiniteMagnitude)
    add(.positiveNPV, .npv, atMost: 0, inverted: true)
    return counts
  }

  /// How many values do not exceed `limit`; a plain loop, which runs several values at a time.
  private func countAtMost(_ limit: Double, _ values: UnsafeBufferPointer<Double>) -> Int {
    var count = 0
    for value in values { count &+= value <= limit ? 1 : 0 }
    return count
  }

  /// How often each option is the cheapest; nil when total costs were not kept.
  private func cheapestCounts() -> [[Int]]? {
    let indices = experiment.model.options.indices.compactMap { index(.totalCost, $0) }
    guard indices.count == experiment.model.options.count else { return nil }
    let totals = indices.map { columns[$0] }
    let parts = estimator.replicates?.count ?? 1
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
    withExtendedLifetime(columns) {}
    return counts
  }

  private func index(_ metric: Metric, _ option: Int) -> Int? {
    outputs.firstIndex(of: OutputColumn(option: option, metric: metric))
  }
}
