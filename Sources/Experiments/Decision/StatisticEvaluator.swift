// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel

/// What the trials of a run say of a statistic, with its 95 % interval.
protocol StatisticEvaluating {
  func estimate(_ statistic: Statistic, option: Int) throws -> StatisticEstimate
  /// Whether what was kept of the trials is enough for a statistic.
  func tells(_ statistic: Statistic) -> Bool
}

/// What a sample says of a statistic.
struct StatisticEvaluator: StatisticEvaluating {
  let sample: ExperimentSample
  let estimator: Estimator

  func tells(_ statistic: Statistic) -> Bool { true }

  func estimate(_ statistic: Statistic, option: Int) throws -> StatisticEstimate {
    switch statistic {
    case .probability(let metric, let comparison, let value):
      return try column(metric, option) { try probability($0, comparison, value) }
    case .percentile(let metric, let percent):
      return try column(metric, option) { values in
        let quantile = try estimator.quantiles(values, probabilities: [percent / 100])[0]
        return .init(quantile.value, low: quantile.low, high: quantile.high)
      }
    case .mean(let metric):
      return try column(metric, option) { values in
        let summary = try estimator.summary(values)
        // Some never come: there is no mean.
        guard let mean = summary.mean else { return .init(exactly: .nan) }
        let half = summary.halfWidth ?? .infinity
        return .init(mean, low: mean - half, high: mean + half)
      }
    case .cvar(let metric, let level):
      return try column(metric, option) { try tailMean($0, metric, level / 100) }
    case .bestProbability: return try bestProbability(option)
    case .evpi: return try perfectInformation()
    }
  }

  private func column(
    _ metric: Metric, _ option: Int,
    _ body: (UnsafeBufferPointer<Double>) throws -> StatisticEstimate
  ) throws -> StatisticEstimate {
    let wanted = OutputColumn(option: option, metric: metric)
    guard let index = sample.outputs.firstIndex(of: wanted) else { return .init(exactly: .nan) }
    return try sample.withOutput(index, body)
  }

  private func probability(
    _ values: UnsafeBufferPointer<Double>, _ comparison: Statistic.Comparison, _ limit: Double
  ) throws -> StatisticEstimate {
    try probability { comparison.holds(values[$0], limit) }
  }

  private func probability(_ holds: (Int) -> Bool) throws -> StatisticEstimate {
    let parts = estimator.replicates?.count ?? 1
    var counts = [Int](repeating: 0, count: parts)
    for trial in 0..<sample.trials where holds(trial) { counts[trial % parts] += 1 }
    let estimate = try estimator.probability(successes: counts, trials: sample.trials)
    return .init(estimate.probability, low: estimate.low, high: estimate.high)
  }

  private func tailMean(
    _ values: UnsafeBufferPointer<Double>, _ metric: Metric, _ level: Double
  ) throws -> StatisticEstimate {
    let isUpper = metric.adverseAmounts != .small
    let probability = isUpper ? level : 1 - level
    let quantile = try estimator.quantiles(values, probabilities: [probability])[0]
    guard quantile.value.isFinite else { return .init(exactly: quantile.value) }
    let tail = try estimator.tails(
      values, isUpper ? .upper : .lower, levels: [(level, quantile.value)])[0]
    let mean = tail.conditionalValueAtRisk
    let half = tail.standardError.map { $0 * estimator.halfWidthFactor } ?? .infinity
    return .init(mean, low: mean - half, high: mean + half)
  }

  /// How often an option has the lowest total cost; the first of the file where several have.
  private func bestProbability(_ option: Int) throws -> StatisticEstimate {
    try withTotals { totals in
      try probability { trial in
        var best = 0
        for other in totals.indices where totals[other][trial] < totals[best][trial] {
          best = other
        }
        return best == option
      }
    }
  }

  private func perfectInformation() throws -> StatisticEstimate {
    try withTotals { totals in
      let costs = totals.indices.map { SensitivityAnalysis.Column("\($0)", totals[$0]) }
      let perfect = try DecisionSample(costs: costs, replicates: estimator.replicates).perfect
      return .init(perfect.value, low: perfect.low, high: perfect.high)
    }
  }

  /// Calls `body` with the total cost of every option.
  private func withTotals<Value>(
    _ body: ([UnsafeBufferPointer<Double>]) throws -> Value
  ) throws -> Value {
    let indices = sample.outputs.indices.filter { sample.outputs[$0].metric == .totalCost }
    func collect(
      _ rest: ArraySlice<Int>, _ found: [UnsafeBufferPointer<Double>]
    ) throws -> Value {
      guard let next = rest.first else { return try body(found) }
      return try sample.withOutput(next) { try collect(rest.dropFirst(), found + [$0]) }
    }
    return try collect(indices[...], [])
  }
}
