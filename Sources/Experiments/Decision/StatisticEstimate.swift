// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
internal import Simulation

/// A statistic of a run with its 95 % interval.
public struct StatisticEstimate: Sendable, Hashable {
  /// The estimate; infinite where a percentile falls on trials that never get there.
  public let value: Double
  /// Lower bound.
  public let low: Double
  /// Upper bound.
  public let high: Double
}

extension Experiment {
  /// Checks that a statistic says something of an option.
  ///
  /// - Throws: `InvalidInput` that names `name`, for the baseline and a metric that compares with it.
  func check(_ statistic: Statistic, option: Int, name: String) throws(InvalidInput) {
    if let metric = statistic.metric, option == model.baseline, !metric.appliesToBaseline {
      throw InvalidInput(
        file: name, fault: "the baseline has no \(metric.rawValue)", remedy: "name another option")
    }
  }

  /// Simulates the experiment and estimates a statistic of an option.
  ///
  /// - Throws: as `run`; `InvalidInput` where there is no such number, as a mean of what never comes.
  func estimate(
    _ statistic: Statistic, option: Int, _ options: RunOptions
  ) throws -> StatisticEstimate {
    let outputs = model.columns(of: [statistic.metric ?? .totalCost])
    let plan = try SamplingPlan(self)
    let estimator = Estimator(replicates: try plan.replicates())
    let columns = try simulate(outputs, options, plan)
    defer { withExtendedLifetime(columns) {} }
    guard let metric = statistic.metric else {
      let costs = outputs.indices.map { SensitivityAnalysis.Column("\($0)", columns[$0]) }
      if statistic == .evpi {
        let value = try DecisionSample(costs: costs, replicates: estimator.replicates).perfect
        return StatisticEstimate(value: value.value, low: value.low, high: value.high)
      }
      let best = (0..<columns.trials).map { trial in
        costs.indices.allSatisfy { other in
          // Of equal ones the first in the file is the cheapest.
          let (own, its) = (costs[option].values[trial], costs[other].values[trial])
          return other < option ? own < its : own <= its
        }
      }
      return try estimator.share(of: best)
    }
    guard let place = outputs.firstIndex(of: OutputColumn(option: option, metric: metric)) else {
      throw InvalidInput(
        file: "statistic", fault: "the baseline has no \(metric.rawValue)",
        remedy: "name another option")
    }
    return try columns.withColumn(place) { try estimator.estimate(statistic, of: $0) }
  }
}

extension Estimator {
  fileprivate func share(of happens: [Bool]) throws -> StatisticEstimate {
    let parts = replicates?.count ?? 1
    var counts = [Int](repeating: 0, count: parts)
    for (trial, does) in happens.enumerated() where does { counts[trial % parts] += 1 }
    let estimate = try probability(successes: counts, trials: happens.count)
    return StatisticEstimate(
      value: estimate.probability, low: estimate.low, high: estimate.high)
  }

  fileprivate func estimate(
    _ statistic: Statistic, of values: UnsafeBufferPointer<Double>
  ) throws -> StatisticEstimate {
    switch statistic {
    case .probability(_, let comparison, let limit):
      return try share(of: values.map { comparison.holds($0, limit) })
    case .percentile(_, let percent):
      let quantile = try quantile(values, percent / 100)
      return StatisticEstimate(value: quantile.value, low: quantile.low, high: quantile.high)
    case .mean(let metric):
      let summary = try summary(values)
      guard let mean = summary.mean else { throw Self.neverComes(metric) }
      let half = summary.halfWidth ?? .infinity
      return StatisticEstimate(value: mean, low: mean - half, high: mean + half)
    case .cvar(let metric, let level):
      guard values.allSatisfy(\.isFinite) else { throw Self.neverComes(metric) }
      let isLow = metric.adverseAmounts == .small
      let edge = try quantile(values, isLow ? 1 - level / 100 : level / 100).value
      let tail: TailRisk.Tail = isLow ? .lower : .upper
      let risk =
        if let replicates {
          try TailRisk(
            of: values, level: level / 100, tail: tail, valueAtRisk: edge, replicates: replicates)
        } else {
          try TailRisk(of: values, level: level / 100, tail: tail, valueAtRisk: edge)
        }
      let half = ProbabilityEstimate.halfWidthOf95Percent * (risk.standardError ?? .infinity)
      let value = risk.conditionalValueAtRisk
      return StatisticEstimate(value: value, low: value - half, high: value + half)
    case .bestProbability, .evpi:
      preconditionFailure("a statistic of several columns")
    }
  }

  private func quantile(
    _ values: UnsafeBufferPointer<Double>, _ probability: Double
  ) throws -> QuantileEstimate {
    guard let replicates else {
      return try quantileEstimates(of: values, probabilities: [probability])[0]
    }
    return try quantileEstimates(
      of: values, probabilities: [probability], replicates: replicates)[0]
  }

  private static func neverComes(_ metric: Metric) -> InvalidInput {
    InvalidInput(
      file: "statistic", fault: "\(metric.rawValue) has no mean: some trials never get there",
      remedy: "ask for a probability or a percentile")
  }
}
