// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel

/// What streamed trials say of a statistic.
///
/// Probabilities are counted. Intervals of percentiles and of the means of tails are widened by what a
/// histogram may be off.
struct StreamedEvaluator: StatisticEvaluating {
  let trials: StreamedTrials
  let outputs: [OutputColumn]

  /// How many values must be known not to exceed a number, so that a comparison can be counted.
  static func limit(of comparison: Statistic.Comparison, _ value: Double) -> Double {
    switch comparison {
    case .atMost, .above: value
    case .below, .atLeast: value.nextDown
    }
  }

  /// The perfect choice differs from trial to trial, and trials are gone.
  func tells(_ statistic: Statistic) -> Bool { statistic != .evpi }

  func estimate(_ statistic: Statistic, option: Int) throws -> StatisticEstimate {
    if statistic == .bestProbability {
      guard trials.cheapest.indices.contains(option) else { return .init(exactly: .nan) }
      return try probability(Int(trials.cheapest[option]))
    }
    guard let metric = statistic.metric,
      let index = outputs.firstIndex(of: OutputColumn(option: option, metric: metric))
    else { return .init(exactly: .nan) }
    let column = trials.columns[index]
    switch statistic {
    case .probability(_, let comparison, let value):
      let limit = Self.limit(of: comparison, value)
      guard let count = column.count(atMost: limit) else { return .init(exactly: .nan) }
      let isUpper = comparison == .above || comparison == .atLeast
      return try probability(isUpper ? trials.count - count : count)
    case .percentile(_, let percent):
      let quantile = try quantile(column, percent / 100)
      return widened(quantile.value, quantile.low, quantile.high)
    case .mean:
      let summary = try SampleSummary(of: column)
      guard let mean = summary.mean else { return .init(exactly: .nan) }
      let half = summary.halfWidth ?? .infinity
      return .init(mean, low: mean - half, high: mean + half)
    case .cvar(let metric, let level): return try tailMean(column, metric, level / 100)
    case .bestProbability, .evpi: return .init(exactly: .nan)
    }
  }

  private func probability(_ successes: Int) throws -> StatisticEstimate {
    let estimate = try ProbabilityEstimate(successes: successes, trials: trials.count)
    return .init(estimate.probability, low: estimate.low, high: estimate.high)
  }

  private func quantile(
    _ column: StreamedColumn, _ probability: Double
  ) throws -> QuantileEstimate {
    let ranks = [try QuantileRanks(count: column.count, probability: probability)]
    return quantileEstimates(of: column, probabilities: [probability], ranks: ranks)[0]
  }

  private func tailMean(
    _ column: StreamedColumn, _ metric: Metric, _ level: Double
  ) throws -> StatisticEstimate {
    let isUpper = metric.adverseAmounts != .small
    let quantile = try quantile(column, isUpper ? level : 1 - level)
    guard quantile.value.isFinite else { return .init(exactly: quantile.value) }
    let tail = try TailRisk(
      of: column, level: level, tail: isUpper ? .upper : .lower, valueAtRisk: quantile.value)
    let mean = tail.conditionalValueAtRisk
    let half =
      tail.standardError.map { $0 * ProbabilityEstimate.halfWidthOf95Percent } ?? .infinity
    return widened(mean, mean - half, mean + half)
  }

  private func widened(_ value: Double, _ low: Double, _ high: Double) -> StatisticEstimate {
    func off(_ end: Double) -> Double { end.isFinite ? abs(end) * RunResult.streamingError : 0 }
    return .init(value, low: low - off(low), high: high + off(high))
  }
}
