// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Distributions

/// Where a statistic takes the value that was sought.
public struct GoalResult: Sendable, Hashable {
  /// What was sought.
  public let goal: Goal
  /// Ascending; none where the statistic does not pass the value within the range.
  public let solutions: [Solution]
  /// The statistic at the lower and the upper end of the range.
  public let ends: [StatisticEstimate]

  /// A number at which the statistic has the value.
  public struct Solution: Sendable, Hashable {
    /// The number.
    public let value: Double
    /// Half of its 95 % interval: that of the statistic over the slope; nil where that is 0.
    public let halfWidth: Double?
    /// The statistic there.
    public let estimate: StatisticEstimate
  }
}

extension Experiment {
  /// Looks for the numbers at which a statistic takes a value, by runs on the same random numbers.
  ///
  /// The number is the same in every trial; everything else is as uncertain as it was. Nine places of
  /// the range are tried, and each interval on which the statistic passes the value is bisected to a
  /// 100,000th of the range. What passes and comes back between two places is not seen.
  ///
  /// - Throws: as `run`; `InvalidInput` where a number in the range cannot be evaluated.
  public func seek(_ goal: Goal, _ options: RunOptions = RunOptions()) throws -> GoalResult {
    var experiment = self
    // The first dimensions of a sequence would go to other inputs from one number to the next.
    if experiment.settings.sampling == .sobol { experiment.settings.sampling = .random }
    func estimate(_ x: Double) throws -> StatisticEstimate {
      let set = try experiment.setting(goal.subject, to: x)
      return try set.estimate(goal.statistic, option: goal.option, options)
    }
    let places = goal.places
    let estimates = try places.map(estimate)
    var solutions: [GoalResult.Solution] = []
    for place in places.indices.dropLast() {
      let isBelow = estimates[place].value < goal.value
      // A value that is met exactly belongs to the interval that it ends.
      guard isBelow != (estimates[place + 1].value < goal.value) else { continue }
      let width = (goal.range.upperBound - goal.range.lowerBound) * 1e-5
      var (low, high) = (places[place], places[place + 1])
      while high - low > width {
        let middle = low + (high - low) / 2
        let isMiddleBelow = try estimate(middle).value < goal.value
        if isMiddleBelow == isBelow { low = middle } else { high = middle }
      }
      let value = low + (high - low) / 2
      let found = try estimate(value)
      solutions.append(
        .init(
          value: value, halfWidth: try halfWidth(found, at: value, goal, estimate),
          estimate: found))
    }
    return GoalResult(
      goal: goal, solutions: solutions, ends: [estimates[0], estimates[estimates.count - 1]])
  }

  /// Over a fiftieth of the range, so that the noise of single trials averages out.
  private func halfWidth(
    _ found: StatisticEstimate, at value: Double, _ goal: Goal,
    _ estimate: (Double) throws -> StatisticEstimate
  ) throws -> Double? {
    let step = (goal.range.upperBound - goal.range.lowerBound) / 100
    let low = max(value - step, goal.range.lowerBound)
    let high = min(value + step, goal.range.upperBound)
    let slope = (try estimate(high).value - estimate(low).value) / (high - low)
    let half = (found.high - found.low) / 2 / abs(slope)
    return half.isFinite ? half : nil
  }

  /// The same experiment where a number is known.
  private func setting(_ subject: Goal.Subject, to value: Double) throws -> Experiment {
    var experiment = self
    switch subject {
    case .input(let index):
      let input = inputs[index]
      experiment.inputs[index] = Input(
        name: input.name, source: .distribution(try Choice(values: [value])), notes: input.notes)
    case .requestsPerMonth: experiment.model.workload.requestsPerMonth = .constant(value)
    case .growthPerMonth: experiment.model.workload.growthPerMonth = .constant(value)
    case .discountRate: experiment.model.discountRate = .constant(value)
    }
    return experiment
  }
}

extension Goal {
  /// Nine numbers from one end of the range to the other; in equal ratios where it spans more than one
  /// order of magnitude.
  fileprivate var places: [Double] {
    let isWide = range.lowerBound > 0 && range.upperBound > 10 * range.lowerBound
    func between(_ low: Double, _ high: Double, _ depth: Int) -> [Double] {
      guard depth > 0 else { return [] }
      let middle = isWide ? (low * high).squareRoot() : low + (high - low) / 2
      return between(low, middle, depth - 1) + [middle] + between(middle, high, depth - 1)
    }
    return [range.lowerBound] + between(range.lowerBound, range.upperBound, 3) + [range.upperBound]
  }
}
