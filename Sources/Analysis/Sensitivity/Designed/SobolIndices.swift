// SPDX-License-Identifier: GPL-3.0-or-later

/// Sobol' indices by exchanging inputs between two points: shares of an output's variance that an input
/// explains alone (first order), that it takes part in (total), and that two explain only together (second
/// order).
///
/// With means over the trials, f_A(i) the model at A with input i of B, and f_B(i) likewise:
/// V_i = f_B (f_A(i) − f_A) (Saltelli and others, "Variance based sensitivity analysis of model output",
/// Computer Physics Communications 181(2), 2010, doi:10.1016/j.cpc.2009.09.018), the total variance of i
/// ½ (f_A − f_A(i))² (Jansen, same journal 117, 1999, doi:10.1016/S0010-4655(98)00154-4), and
/// V_ij + V_i + V_j = f_B(i) f_A(j) − f_A f_B, averaged with i and j exchanged (Saltelli, same journal
/// 145(2), 2002, doi:10.1016/S0010-4655(02)00280-1). All are taken about the mean of the output.
///
/// Trials belong to independent randomisations in turn. An index is the ratio of two means over all of them;
/// its interval is Student's, from the spread of its linear part over the randomisations. A value below 0 is
/// noise.
public struct SobolIndices: Sendable {
  /// For each input.
  public let firstOrder: [SensitivityIndex]
  /// For each input.
  public let totalOrder: [SensitivityIndex]
  /// For each pair of inputs, the first of them first; empty unless the design has the runs.
  public let secondOrder: [Pair]

  /// What two inputs explain only together.
  public struct Pair: Sendable {
    /// The two.
    public let inputs: (Int, Int)
    /// Their share.
    public let index: SensitivityIndex
  }

  /// Runs a model and estimates the indices of each of its outputs.
  ///
  /// - Parameters:
  ///   - trials: a multiple of the number of randomisations.
  ///   - hasSecondOrder: whether pairs are wanted, which takes nearly twice the runs.
  ///   - replicates: trial t is of randomisation t modulo their number.
  /// - Returns: nil for an output that is the same everywhere or not always finite.
  /// - Complexity: `inputs` + 2 runs a trial, or 2 `inputs` + 2.
  public static func estimate(
    inputs: Int, outputs: Int, trials: Int, replicates: Replicates, hasSecondOrder: Bool = false,
    loop: ConcurrentLoop = serialLoop, model: @escaping ExchangeDesign.Model
  ) throws -> [SobolIndices?] {
    let design = ExchangeDesign(
      inputs: inputs, outputs: outputs, trials: trials,
      runs: runs(inputs: inputs, hasSecondOrder: hasSecondOrder))
    let pivots = try pivots(design, model)
    let empty = ExchangeSums(
      inputs: inputs, replicates: replicates.count, hasPairs: hasSecondOrder)
    let sums = try design.sums(
      loop, start: Array(repeating: empty, count: outputs), model: model
    ) { sums, block, trials in
      for output in sums.indices {
        sums[output].add(block, design, output: output, trials: trials, pivot: pivots[output])
      }
    } merge: { sums, part in
      for output in sums.indices { sums[output].add(part[output]) }
    }
    return sums.map { SobolIndices($0, replicates: replicates, trials: trials) }
  }

  /// The runs of a trial.
  public static func runs(inputs: Int, hasSecondOrder: Bool) -> [ExchangeDesign.Run] {
    [.a, .b] + (0..<inputs).map { .aWithB(input: $0) }
      + (hasSecondOrder ? (0..<inputs).map { .bWithA(input: $0) } : [])
  }

  /// A number near the mean of each output: sums of what is left lose no digits.
  private static func pivots(_ design: ExchangeDesign, _ model: ExchangeDesign.Model) throws
    -> [Double]
  {
    let trials = 0..<min(ExchangeDesign.blockSize, design.trials)
    let first = ExchangeDesign(
      inputs: design.inputs, outputs: design.outputs, trials: design.trials, runs: [.a])
    let values = try model(first, trials).values
    return (0..<design.outputs).map { output in
      values[(output * trials.count)..<((output + 1) * trials.count)].reduce(0, +)
        / Double(trials.count)
    }
  }

  private init?(_ sums: ExchangeSums, replicates: Replicates, trials: Int) {
    let means = ExchangeMeans(sums, replicates: replicates, trials: trials)
    let variances = means.variances
    guard let ratio = Ratio(variances, replicates) else { return nil }
    let first = (0..<sums.inputs).map { means.firstOrder($0) }
    firstOrder = first.map { ratio.index(.sobolFirstOrder, $0) }
    totalOrder = (0..<sums.inputs).map { ratio.index(.sobolTotalOrder, means.totalOrder($0)) }
    guard sums.hasPairs else {
      secondOrder = []
      return
    }
    secondOrder = (0..<sums.inputs).flatMap { i in
      ((i + 1)..<max(i + 1, sums.inputs)).map { j in
        let both = means.closed(i, j)
        let parts = both.indices.map { both[$0] - first[i][$0] - first[j][$0] }
        return Pair(inputs: (i, j), index: ratio.index(.sobolSecondOrder, parts))
      }
    }
  }
}

/// The share of a variance, from means of independent randomisations.
private struct Ratio {
  private let variances: [Double]
  private let variance: Double
  private let replicates: Replicates

  /// Nil without a variance.
  init?(_ variances: [Double], _ replicates: Replicates) {
    self.variances = variances
    self.replicates = replicates
    variance = variances.reduce(0, +) / Double(variances.count)
    guard variance > 0, variance.isFinite else { return nil }
  }

  func index(_ measure: SensitivityIndex.Measure, _ parts: [Double]) -> SensitivityIndex {
    let value = parts.reduce(0, +) / Double(parts.count) / variance
    let errors = zip(parts, variances).map { ($0 - value * $1) / variance }
    let width = replicates.halfWidthOf95Percent * replicates.standardError(ofMeans: errors)
    return SensitivityIndex(measure, value: value, low: value - width, high: value + width)
  }
}
