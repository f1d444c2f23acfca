// SPDX-License-Identifier: GPL-3.0-or-later

/// How a sample falls into independent parts of equal size: value i belongs to part i modulo their number.
///
/// The trials of a Latin hypercube or a Sobol' design depend on each other; the means of its replicates
/// do not. The error of anything that is a mean over the trials is the spread of its replicates over the
/// square root of their number (Owen, "Monte Carlo theory, methods and examples", chapter 17).
public struct Replicates: Sendable, Hashable {
  /// How many parts, at least 2.
  public let count: Int

  /// - Throws: `AnalysisError` for less than two.
  public init(count: Int) throws(AnalysisError) {
    guard count >= 2 else { throw .emptySample }
    self.count = count
  }

  /// The 97.5 % point of Student's t distribution with `count` − 1 degrees of freedom.
  ///
  /// By Hill's expansion of the inverse, "Algorithm 396", Communications of the ACM 13, 1970,
  /// doi:10.1145/355598.355600: good to six digits from five replicates on.
  public var halfWidthOf95Percent: Double {
    let df = Double(count - 1)
    let z = ProbabilityEstimate.halfWidthOf95Percent
    let z2 = z * z
    let g1 = (z2 + 1) * z / 4
    let g2 = ((5 * z2 + 16) * z2 + 3) * z / 96
    let g3 = (((3 * z2 + 19) * z2 + 17) * z2 - 15) * z / 384
    let g4 = ((((79 * z2 + 776) * z2 + 1_482) * z2 - 1_920) * z2 - 945) * z / 92_160
    return z + (g1 + (g2 + (g3 + g4 / df) / df) / df) / df
  }

  /// The standard error of the mean of `term` over a column.
  func standardError(
    of column: UnsafeBufferPointer<Double>, _ term: (Double) -> Double
  ) -> Double {
    let size = Double(column.count / count)
    return standardError(ofMeans: sums(of: column, term).map { $0 / size })
  }

  /// The sum of `term` over each part of a column; values beyond the last whole round are left out.
  func sums(of column: UnsafeBufferPointer<Double>, _ term: (Double) -> Double) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for first in stride(from: 0, through: column.count - count, by: count) {
      for part in 0..<count { sums[part] += term(column[first + part]) }
    }
    return sums
  }

  /// How many values of each part do not exceed a limit.
  public func counts(of column: UnsafeBufferPointer<Double>, atMost limit: Double) -> [Int] {
    sums(of: column) { $0 <= limit ? 1 : 0 }.map { Int($0) }
  }

  /// The standard error of the mean of independent means.
  func standardError(ofMeans means: [Double]) -> Double {
    let mean = means.reduce(0, +) / Double(count)
    let squares = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(count - 1) / Double(count)).squareRoot()
  }
}

extension SampleSummary {
  /// Summarises a column of a design with independent replicates, whose spread gives the error.
  ///
  /// - Throws: `AnalysisError.emptySample`.
  public init(
    of column: UnsafeBufferPointer<Double>, replicates: Replicates
  ) throws(AnalysisError) {
    try self.init(of: column)
    guard let mean else { return }
    replicated = Replicated(
      error: replicates.standardError(of: column) { $0 - mean },
      factor: replicates.halfWidthOf95Percent)
  }
}

extension ProbabilityEstimate {
  /// A probability from the successes of each of several independent replicates of a design.
  ///
  /// The interval is Student's over the replicates. Where all have the same share it would have no
  /// width, and Wilson's, which is wider than need be, is given.
  ///
  /// - Parameters:
  ///   - successes: of each replicate.
  ///   - trials: of all of them.
  /// - Throws: `AnalysisError` for impossible counts.
  public init(successes: [Int], trials: Int, replicates: Replicates) throws(AnalysisError) {
    let total = successes.reduce(0, +)
    let wilson = try ProbabilityEstimate(successes: total, trials: trials)
    let size = Double(trials) / Double(replicates.count)
    let error = replicates.standardError(ofMeans: successes.map { Double($0) / size })
    guard error > 0 else {
      self = wilson
      return
    }
    let probability = Double(total) / Double(trials)
    let halfWidth = replicates.halfWidthOf95Percent * error
    self.init(
      successes: total, trials: trials, low: max(0, probability - halfWidth),
      high: min(1, probability + halfWidth))
  }
}

extension TailRisk {
  /// The tail of a column of a design with independent replicates.
  ///
  /// - Throws: `AnalysisError` for an empty column or a level outside (0, 1).
  public init(
    of column: UnsafeBufferPointer<Double>, level: Double, tail: Tail, valueAtRisk: Double,
    replicates: Replicates
  ) throws(AnalysisError) {
    try self.init(of: column, level: level, tail: tail, valueAtRisk: valueAtRisk)
    let sign = tail == .upper ? 1.0 : -1.0
    standardError =
      replicates.standardError(of: column) { max(0, sign * ($0 - valueAtRisk)) } / (1 - level)
  }
}

/// Estimates several quantiles of a column of a design with independent replicates.
///
/// The interval is Woodruff's: the share of trials at or below the estimate has an error that the
/// replicates tell, and the quantiles of the probability less and more that error bound the quantile
/// ("Confidence intervals for medians and other position measures", JASA 47, 1952). Where all replicates
/// have the same share the interval of independent trials is given, which is wider than need be.
///
/// - Returns: the estimates in the order of `probabilities`.
/// - Throws: `AnalysisError` for an empty column, or a probability out of range.
public func quantileEstimates(
  of column: UnsafeBufferPointer<Double>, probabilities: [Double], replicates: Replicates
) throws(AnalysisError) -> [QuantileEstimate] {
  let independent = try quantileEstimates(of: column, probabilities: probabilities)
  let halfWidths = independent.map { estimate in
    replicates.halfWidthOf95Percent
      * replicates.standardError(of: column) { $0 <= estimate.value ? 1 : 0 }
  }
  let count = column.count
  // Just outside the unit interval there is no rank.
  func rank(_ probability: Double) -> Int { Int((probability * Double(count)).rounded(.up)) - 1 }
  let ranks = zip(probabilities, halfWidths).flatMap { probability, halfWidth in
    [rank(probability - halfWidth), rank(probability + halfWidth)]
  }
  let values = orderStatistics(of: column, ranks: ranks.map { min(max($0, 0), count - 1) })
  return independent.indices.map { i in
    guard halfWidths[i] > 0 else { return independent[i] }
    return QuantileEstimate(
      probability: probabilities[i], value: independent[i].value,
      low: ranks[2 * i] < 0 ? -.infinity : values[2 * i],
      high: ranks[2 * i + 1] >= count ? .infinity : values[2 * i + 1])
  }
}
