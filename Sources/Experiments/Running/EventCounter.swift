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
    let months = Self.paybackMonths.filter { $0 <= experiment.model.horizonMonths }
    var counts = atMost(
      months.map { (.paybackWithin(months: $0), Double($0)) }
        + [(.paysBack, .greatestFiniteMagnitude)], .paybackMonths, option)
    counts += atMost([(.sustained, .greatestFiniteMagnitude)], .sustainedPaybackMonths, option)
    counts += atMost([(.positiveNPV, 0)], .npv, option).map { event, own in
      (event, own.map { columns.trials / own.count - $0 })
    }
    return counts
  }

  /// How often a metric does not exceed the limit of each event, for each replicate; nothing where it was
  /// not computed.
  private func atMost(
    _ events: [(event: Event, limit: Double)], _ metric: Metric, _ option: Int
  ) -> [(Event, [Int])] {
    guard let index = index(metric, option) else { return [] }
    return columns.withColumn(index) { values in
      if let replicates = estimator.replicates {
        return events.map { ($0.event, replicates.counts(of: values, atMost: $0.limit)) }
      }
      return zip(events, countsAtMost(events.map(\.limit), of: values)).map { ($0.event, [$1]) }
    }
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
