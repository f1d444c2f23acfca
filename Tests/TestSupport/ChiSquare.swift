// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Pearson's chi-square test of counts against probabilities.
public enum ChiSquare {
  /// The probability that a right sampler gives counts at least as far from the expected ones.
  ///
  /// - Parameter probabilities: one for each count, with sum 1; a cell with probability 0 and a count
  ///   above 0 makes the result 0.
  public static func pValue(counts: [Int], probabilities: [Double]) -> Double {
    precondition(counts.count == probabilities.count)
    let total = Double(counts.reduce(0, +))
    var statistic = 0.0
    var cells = 0
    for (count, probability) in zip(counts, probabilities) {
      if probability == 0 {
        if count > 0 { return 0 }
        continue
      }
      let expected = total * probability
      statistic += (Double(count) - expected) * (Double(count) - expected) / expected
      cells += 1
    }
    return cells > 1 ? upperTail(of: statistic, degrees: cells - 1) : 1
  }

  /// P(χ² > x) for a whole number of degrees of freedom.
  ///
  /// The finite sums that integrating the density by parts gives: from e^(−x/2) for even ones, from
  /// erfc √(x/2) for odd ones.
  public static func upperTail(of x: Double, degrees: Int) -> Double {
    let half = x / 2
    let isOdd = degrees % 2 == 1
    var sum = isOdd ? erfc(half.squareRoot()) : 0
    var term = isOdd ? exp(-half) * (half / Double.pi).squareRoot() * 2 : exp(-half)
    var denominator = isOdd ? 1.5 : 1.0
    for _ in 0..<(degrees / 2) {
      sum += term
      term *= half / denominator
      denominator += 1
    }
    return sum
  }
}
