// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Kolmogorov's distribution: of √n times the largest distance between a sample's distribution
/// function and the true one, for large n.
enum Kolmogorov {
  /// P(K > x).
  ///
  /// The alternating series 2 Σ (−1)^(k−1) e^(−2 k² x²) where it ends soon, else Jacobi's form of it,
  /// 1 − √(2π)/x Σ e^(−(2k−1)² π² / 8x²).
  static func survival(_ x: Double) -> Double {
    guard x > 0.04 else { return 1 }
    var sum = 0.0
    if x < 1 {
      let unit = Double.pi * Double.pi / (8 * x * x)
      for odd in [1.0, 3, 5, 7] { sum += exponential(-odd * odd * unit) }
      return 1 - (2 * Double.pi).squareRoot() / x * sum
    }
    for k in [1.0, 3, 5] {
      sum += exponential(-2 * k * k * x * x) - exponential(-2 * (k + 1) * (k + 1) * x * x)
    }
    return 2 * sum
  }

  /// The probability of a distance as large between samples of one distribution, with Stephens'
  /// correction for finite sizes (Journal of the Royal Statistical Society B 32, 1970).
  static func probability(distance: Double, sizes a: Int, _ b: Int) -> Double {
    let root = (Double(a) / Double(a + b) * Double(b)).squareRoot()
    return survival(distance * (root + 0.12 + 0.11 / root))
  }

  /// The x that the median of `count` independent values exceeds with at most the probability 0.05.
  static func medianBound(of count: Int) -> Double {
    // More than half of the values must lie below x.
    let needed = count / 2 + 1
    func exceeds(_ x: Double) -> Bool {
      let q = survival(x)
      var sum = 0.0
      for above in 0...(count - needed) {
        var term = 1.0
        for i in 0..<above { term *= q * Double(count - i) / Double(above - i) }
        for _ in above..<count { term *= 1 - q }
        sum += term
      }
      return sum < 0.95
    }
    var (low, high) = (0.1, 4.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if exceeds(middle) { low = middle } else { high = middle }
    }
    return high
  }
}
