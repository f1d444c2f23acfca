// SPDX-License-Identifier: GPL-3.0-or-later

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
  public let standardError: Double?

  /// The tail of a column of finite numbers beyond `valueAtRisk`, its quantile.
  ///
  /// - Throws: `AnalysisError` for an empty column or a level outside (0, 1).
  public init(
    of column: UnsafeBufferPointer<Double>, level: Double, tail: Tail, valueAtRisk: Double
  ) throws(AnalysisError) {
    guard !column.isEmpty else { throw .emptySample }
    guard level > 0, level < 1 else { throw .probabilityOutOfRange(level) }
    self.level = level
    self.tail = tail
    self.valueAtRisk = valueAtRisk
    let sign = tail == .upper ? 1.0 : -1.0
    let count = Double(column.count)
    let mean = Self.sum(column) { max(0, sign * ($0 - valueAtRisk)) } / count
    let squares = Self.sum(column) { x in
      let deviation = max(0, sign * (x - valueAtRisk)) - mean
      return deviation * deviation
    }
    conditionalValueAtRisk = valueAtRisk + sign * mean / (1 - level)
    standardError =
      column.count > 1 ? (squares / (count - 1) / count).squareRoot() / (1 - level) : nil
  }

  /// Eight running sums, which the processor adds side by side.
  private static func sum(
    _ column: UnsafeBufferPointer<Double>, _ term: (Double) -> Double
  ) -> Double {
    var sums = SIMD8<Double>(repeating: 0)
    var index = 0
    while index + 8 <= column.count {
      for lane in 0..<8 { sums[lane] += term(column[index + lane]) }
      index += 8
    }
    var total = sums.sum()
    while index < column.count {
      total += term(column[index])
      index += 1
    }
    return total
  }
}
