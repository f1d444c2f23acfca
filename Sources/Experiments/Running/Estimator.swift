// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis

/// Estimates with the errors that the points of the run have: of independent trials, or of the replicates
/// of a design.
struct Estimator {
  /// The independent parts of the sample; nil for one whose trials are independent.
  let replicates: Replicates?
  /// The ranks of the percentiles of every table, for columns of one size.
  private let ranks: [QuantileRanks]
  private let size: Int

  init(replicates: Replicates?) {
    self.replicates = replicates
    size = 0
    ranks = []
  }

  /// An estimator for many columns of `trials` values.
  init(replicates: Replicates?, trials: Int) throws {
    self.replicates = replicates
    size = trials
    ranks = try RunResult.percentiles.map {
      try QuantileRanks(count: trials, probability: Double($0) / 100)
    }
  }

  /// How many standard errors reach half a 95 % interval.
  var halfWidthFactor: Double {
    replicates?.halfWidthOf95Percent ?? ProbabilityEstimate.halfWidthOf95Percent
  }

  func summary(_ values: UnsafeBufferPointer<Double>) throws -> SampleSummary {
    guard let replicates else { return try SampleSummary(of: values) }
    return try SampleSummary(of: values, replicates: replicates)
  }

  func quantiles(
    _ values: UnsafeBufferPointer<Double>, percentiles: [Int]
  ) throws -> [QuantileEstimate] {
    let probabilities = percentiles.map { Double($0) / 100 }
    if replicates == nil, values.count == size, percentiles == RunResult.percentiles {
      return quantileEstimates(of: values, probabilities: probabilities, ranks: ranks)
    }
    return try quantiles(values, probabilities: probabilities)
  }

  func quantiles(
    _ values: UnsafeBufferPointer<Double>, probabilities: [Double]
  ) throws -> [QuantileEstimate] {
    guard let replicates else {
      return try quantileEstimates(of: values, probabilities: probabilities)
    }
    return try quantileEstimates(of: values, probabilities: probabilities, replicates: replicates)
  }

  func tails(
    _ values: UnsafeBufferPointer<Double>, _ tail: TailRisk.Tail,
    levels: [(level: Double, valueAtRisk: Double)]
  ) throws -> [TailRisk] {
    guard let replicates else {
      return try TailRisk.tails(of: values, tail, levels: levels)
    }
    return try levels.map { level, valueAtRisk in
      try TailRisk(
        of: values, level: level, tail: tail, valueAtRisk: valueAtRisk, replicates: replicates)
    }
  }

  func probability(successes: [Int], trials: Int) throws -> ProbabilityEstimate {
    guard let replicates else {
      return try ProbabilityEstimate(successes: successes.reduce(0, +), trials: trials)
    }
    return try ProbabilityEstimate(successes: successes, trials: trials, replicates: replicates)
  }
}
