// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// A statistic of a run with its 95 % interval.
public struct StatisticEstimate: Sendable, Hashable {
  /// The estimate; infinite where a percentile falls on trials that never get there.
  public let value: Double
  /// Lower bound.
  public let low: Double
  /// Upper bound.
  public let high: Double

  init(_ value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// A number that chance has no part in.
  init(exactly value: Double) { self.init(value, low: value, high: value) }
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
    let sample = try sample(of: [statistic.metric ?? .totalCost], options)
    let estimator = Estimator(replicates: try replicates())
    let estimate = try StatisticEvaluator(sample: sample, estimator: estimator)
      .estimate(statistic, option: option)
    guard !estimate.value.isNaN else {
      throw InvalidInput(
        file: "statistic", fault: "\(statistic) does not exist: some trials never get there",
        remedy: "ask for a probability or a percentile")
    }
    return estimate
  }
}
