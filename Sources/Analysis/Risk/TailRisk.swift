// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// How bad the bad end of a sample is: value at risk and the mean beyond it.
///
/// The conditional value at risk at level α is VaR + E[(X − VaR)⁺] / (1 − α) where large values are
/// bad: the mean of the worst 1 − α of the probability, the atom at the value at risk counted in part
/// (Rockafellar and Uryasev, "Conditional value-at-risk for general loss distributions", Journal of
/// Banking & Finance 26, 2002, doi:10.1016/S0378-4266(02)00271-6). Its standard error is that of the
/// mean of the excesses, sd[(X − VaR)⁺] / ((1 − α) √n), for independent trials: the error of the
/// value at risk itself cancels to first order.
public struct TailRisk: Sendable, Hashable {
  /// Which end of the sample is bad.
  public enum Tail: String, Sendable, Hashable {
    /// Small values: savings.
    case lower
    /// Large values: costs.
    case upper
  }

  /// α, in (0, 1).
  public let level: Double
  /// Which end is bad.
  public let tail: Tail
  /// The quantile at α, or at 1 − α of a lower tail.
  public let valueAtRisk: Double
  /// The mean beyond it.
  public let conditionalValueAtRisk: Double
  /// The standard error of that mean; nil for a single trial.
  public internal(set) var standardError: Double?

  /// The tail of a column of finite numbers beyond `valueAtRisk`, its quantile.
  ///
  /// - Throws: `AnalysisError` for an empty column or a level outside (0, 1).
  public init(
    of column: UnsafeBufferPointer<Double>, level: Double, tail: Tail, valueAtRisk: Double
  ) throws(AnalysisError) {
    let excesses = excesses(of: column, over: [valueAtRisk], tail)
    try self.init(
      count: column.count, level: level, tail: tail, valueAtRisk: valueAtRisk, excesses: excesses[0]
    )
  }

  /// The same end of a column at several levels, in one pass over it.
  ///
  /// - Parameter levels: each with its quantile.
  /// - Throws: `AnalysisError` for an empty column or a level outside (0, 1).
  public static func tails(
    of column: UnsafeBufferPointer<Double>, _ tail: Tail,
    levels: [(level: Double, valueAtRisk: Double)]
  ) throws(AnalysisError) -> [TailRisk] {
    let excesses = excesses(of: column, over: levels.map(\.valueAtRisk), tail)
    var tails: [TailRisk] = []
    for (level, excess) in zip(levels, excesses) {
      tails.append(
        try TailRisk(
          count: column.count, level: level.level, tail: tail, valueAtRisk: level.valueAtRisk,
          excesses: excess))
    }
    return tails
  }

  /// The tail of `count` values, from the sums of the excesses over `valueAtRisk` and of their squares.
  init(
    count: Int, level: Double, tail: Tail, valueAtRisk: Double,
    excesses: (sum: Double, squares: Double)
  ) throws(AnalysisError) {
    guard count > 0 else { throw .emptySample }
    guard level > 0, level < 1 else { throw .probabilityOutOfRange(level) }
    self.level = level
    self.tail = tail
    self.valueAtRisk = valueAtRisk
    let mean = excesses.sum / Double(count)
    conditionalValueAtRisk = valueAtRisk + (tail == .upper ? 1 : -1) * mean / (1 - level)
    guard count > 1 else {
      standardError = nil
      return
    }
    let variance = max(0, excesses.squares - excesses.sum * mean) / Double(count - 1)
    standardError = (variance / Double(count)).squareRoot() / (1 - level)
  }
}

/// How far a column reaches beyond each of some values: Σ e and Σ e².
///
/// Eight numbers at a time, then what is left.
private func excesses(
  of column: UnsafeBufferPointer<Double>, over values: [Double], _ tail: TailRisk.Tail
) -> [(sum: Double, squares: Double)] {
  let sign = tail == .upper ? 1.0 : -1.0
  var sums = [Double](repeating: 0, count: 8 * values.count)
  var squares = sums
  let whole = column.count & ~7
  if let start = column.baseAddress {
    bk_excesses(start, whole, values, values.count, sign, &sums, &squares)
  }
  return values.enumerated().map { k, value in
    var rest = (sum: 0.0, squares: 0.0)
    for x in column[whole...] {
      let excess = max(0, sign * (x - value))
      rest.sum += excess
      rest.squares += excess * excess
    }
    let lanes = 8 * k..<8 * (k + 1)
    return (
      SIMD8(sums[lanes]).sum() + rest.sum, SIMD8(squares[lanes]).sum() + rest.squares
    )
  }
}
