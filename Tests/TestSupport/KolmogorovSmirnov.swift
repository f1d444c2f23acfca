// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The Kolmogorov–Smirnov test of a sample against a continuous distribution function.
public enum KolmogorovSmirnov {
  /// The largest distance between the sample's distribution function and `cdf`.
  public static func distance(of sample: [Double], from cdf: (Double) -> Double) -> Double {
    let count = Double(sample.count)
    var largest = 0.0
    for (index, x) in sample.sorted().enumerated() {
      let p = cdf(x)
      // A NaN would never compare as larger; it must not pass as a small distance.
      guard p >= 0, p <= 1 else { return .infinity }
      largest = max(largest, p - Double(index) / count, Double(index + 1) / count - p)
    }
    return largest
  }

  /// The distance that a right sampler exceeds with probability `falseAlarm`.
  ///
  /// The first term of Kolmogorov's series, 2 exp(−2λ²), an upper bound of the whole, with Stephens'
  /// correction of λ for the sample's size.
  public static func criticalDistance(count: Int, falseAlarm: Double) -> Double {
    let root = Double(count).squareRoot()
    return (-log(falseAlarm / 2) / 2).squareRoot() / (root + 0.12 + 0.11 / root)
  }
}
