// SPDX-License-Identifier: GPL-3.0-or-later

/// Shapley effects: how the explained variance of the output is shared among inputs, dependent or
/// not.
///
/// The share of an input is the mean, over all orders in which inputs may become known, of what it
/// adds to Var E[Y | inputs known so far] (Owen, "Sobol' indices and Shapley value", SIAM/ASA Journal
/// on Uncertainty Quantification 2(1), 2014, doi:10.1137/130936233; for dependent inputs Song, Nelson
/// and Staum, same journal 4(1), 2016, doi:10.1137/15M1048070). Shares add up to 1.
///
/// The conditional variances come from the sample alone, as in Broto, Bachoc and Depecker ("Variance
/// reduction for estimation of Shapley effects and adaptation to unknown input distribution", same
/// journal 8(2), 2020, doi:10.1137/18M1234631). In place of their nearest neighbours, which see little
/// in more than a few dimensions, stands a regression on functions of the known inputs
/// (`RegressionBasis`), less what noise would explain; for a linear model of normal inputs that is
/// exact (Owen and Prieur, same journal 5(1), 2017, doi:10.1137/16M1097717). An order costs one
/// Cholesky factor.
///
/// Known bias: interactions of three or more inputs are not seen; what the regression does not explain
/// is shared in proportion, and `explained` says how much it does. At most 2^14 trials and 120 orders
/// are used (all orders up to five inputs), drawn by addressed random numbers; an order and its
/// reverse go together. The interval has the error of the trials, by leaving out each of eight groups,
/// and that of the orders.
public struct ShapleyEffects: Sendable, Hashable {
  /// One for each input; nil where the input is constant, and for all when nothing is explained.
  public let indices: [SensitivityIndex?]
  /// The share of the output's variance that all inputs together explain by the regression.
  public let explained: Double

  private static let groups = 8
  /// How many orders are gone through again without each group.
  private static let ordersLeaving = 16
  /// Student's 97.5 % point with 7 degrees of freedom, over the normal one.
  private static let widening = 2.364_624 / ProbabilityEstimate.halfWidthOf95Percent

  /// - Parameters:
  ///   - inputs: columns of at most some ten thousand rows; the rows in random order.
  ///   - output: finite values.
  ///   - relevance: which inputs come first when there are too many to try all interactions.
  ///   - loop: runs the pieces.
  init?(
    inputs: [[Double]], output: [Double], relevance: [Double], loop: ConcurrentLoop
  ) throws {
    guard let scale = output.withUnsafeBufferPointer({ Standardisation($0) }) else { return nil }
    let output = output.map { scale($0) }
    let basis = try RegressionBasis(
      inputs: inputs, output: output, relevance: relevance, loop: loop)
    guard !basis.functions.isEmpty, 3 * basis.functions.count < output.count else { return nil }
    let size = output.count
    let pieces = try concurrentValues(count: Self.groups, loop) { group in
      RegressionBasis.sums(
        basis.functions, output,
        rows: (group * size / Self.groups)..<((group + 1) * size / Self.groups))
    }
    var whole = CorrelationSums(width: basis.functions.count + 1)
    for piece in pieces { whole += piece }
    let equations = NormalEquations(whole, count: size)
    let leaving = (0..<Self.groups).map { left in
      var sums = CorrelationSums(width: basis.functions.count + 1)
      for (group, piece) in pieces.enumerated() where group != left { sums += piece }
      let rows = (left + 1) * size / Self.groups - left * size / Self.groups
      return NormalEquations(sums, count: size - rows)
    }
    let orders = InputOrders(count: inputs.count)
    let steps = orders.orders.map { Self.steps($0, basis) }
    let contributions = try concurrentValues(count: steps.count, loop) { order in
      Self.contributions(orders.orders[order], equations.explained(steps[order]))
    }
    explained = contributions[0].reduce(0, +)
    // Less than three times its deviation where nothing is explained is told as nothing.
    let noise = (2 * Double(basis.functions.count)).squareRoot() / Double(size)
    guard explained > 3 * noise else { return nil }
    let repeated = min(steps.count, Self.ordersLeaving)
    let without = try concurrentValues(count: Self.groups * repeated, loop) { item in
      let order = item % repeated
      return Self.contributions(
        orders.orders[order], leaving[item / repeated].explained(steps[order]))
    }
    let varies = inputs.indices.map { input in
      basis.functions.contains { $0.inputs == (input, input) }
    }
    indices = inputs.indices.map { input in
      guard varies[input] else { return nil }
      let shares = contributions.map { Self.share($0, input) }
      let replicates = (0..<Self.groups).map { group in
        (0..<repeated).reduce(0.0) {
          $0 + Self.share(without[group * repeated + $1], input) / Double(repeated)
        }
      }
      let variance =
        Self.jackknifeVariance(replicates) + (orders.isComplete ? 0 : Self.pairVariance(shares))
      return SensitivityIndex(
        .shapley, value: shares.reduce(0, +) / Double(shares.count),
        standardError: Self.widening * variance.squareRoot())
    }
  }

  /// Which functions each input brings when it becomes known.
  private static func steps(_ order: [Int], _ basis: RegressionBasis) -> [[Int]] {
    var place = [Int](repeating: 0, count: order.count)
    for (step, input) in order.enumerated() { place[input] = step }
    var steps = [[Int]](repeating: [], count: order.count)
    for (function, inputs) in basis.functions.map(\.inputs).enumerated() {
      steps[max(place[inputs.first], place[inputs.second])].append(function)
    }
    return steps
  }

  /// What each input adds.
  private static func contributions(_ order: [Int], _ explained: [Double]) -> [Double] {
    var contributions = [Double](repeating: 0, count: order.count)
    var last = 0.0
    for (input, value) in zip(order, explained) {
      contributions[input] = value - last
      last = value
    }
    return contributions
  }

  private static func share(_ contributions: [Double], _ input: Int) -> Double {
    let sum = contributions.reduce(0, +)
    return sum > 0 ? contributions[input] / sum : 0
  }

  private static func jackknifeVariance(_ values: [Double]) -> Double {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } * (n - 1) / n
  }

  /// The variance of the mean over orders; an order and its reverse count as one draw.
  private static func pairVariance(_ shares: [Double]) -> Double {
    let pairs = stride(from: 0, to: shares.count - 1, by: 2).map {
      (shares[$0] + shares[$0 + 1]) / 2
    }
    let n = Double(pairs.count)
    let mean = pairs.reduce(0, +) / n
    return pairs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) / n
  }
}
