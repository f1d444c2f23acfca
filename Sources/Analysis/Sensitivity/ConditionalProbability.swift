// SPDX-License-Identifier: GPL-3.0-or-later

/// How the probability that the output stays at or below a threshold moves with an input.
public struct ConditionalProbability: Sendable, Hashable {
  /// The probability in one class of the input.
  public struct Point: Sendable, Hashable {
    /// Least and greatest value of the input in the class.
    public let inputs: ClosedRange<Double>
    /// The probability with Wilson's interval.
    public let estimate: ProbabilityEstimate
  }

  /// Up to 20 classes of equal probability in the order of the input.
  public let points: [Point]
  /// Share of the indicator's variance that the input alone explains; nil when it is constant.
  public let firstOrder: SensitivityIndex?

  /// - Parameter output: in the input's order.
  init(_ order: RankOrder, output: [Double], threshold: Double) throws(AnalysisError) {
    let indicators = output.map { $0 <= threshold ? 1.0 : 0 }
    var points: [Point] = []
    for places in order.classes(20) {
      let successes = indicators[places].reduce(0, +)
      points.append(
        Point(
          inputs: order.sorted[places.lowerBound]...order.sorted[places.upperBound - 1],
          estimate: try ProbabilityEstimate(
            successes: Int(successes), trials: places.count)))
    }
    self.points = points
    firstOrder = FirstOrder(order, output: indicators).index
  }
}
