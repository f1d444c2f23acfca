// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics

/// Probabilities of counts to full relative precision, however large the counts.
///
/// C. Loader, "Fast and accurate computation of binomial probabilities", 2000: Stirling's formula with
/// its remainder, and deviances that do not cancel.
enum CountProbability {
  /// n! / (k! (n − k)!) p^k q^(n − k) for real k and n, with q = 1 − p.
  static func binomial(_ k: Double, of n: Double, _ p: Double, _ q: Double) -> Double {
    if k < 0 || k > n { return 0 }
    if p == 0 || q == 0 { return k == (p == 0 ? 0 : n) ? 1 : 0 }
    let rest = n - k
    if k == 0 { return exponential(n * logarithmOfComplement(p, q)) }
    if rest == 0 { return exponential(n * logarithmOfComplement(q, p)) }
    let stirling =
      GammaFunctions.overStirling(n) / GammaFunctions.overStirling(k)
      / GammaFunctions.overStirling(rest)
    return (n / (2 * Double.pi * k * rest)).squareRoot() * stirling
      * exponential(-deviance(k, n * p) - deviance(rest, n * q))
  }

  /// ln(1 − p), where q is 1 − p.
  static func logarithmOfComplement(_ p: Double, _ q: Double) -> Double {
    p < 0.5 ? logarithmOfOnePlus(-p) : logarithm(q)
  }

  /// x ln(x / m) + m − x.
  private static func deviance(_ x: Double, _ m: Double) -> Double {
    -x * logarithmOfOnePlusLessX((m - x) / x)
  }

  /// The continued fraction of the incomplete beta function, by which x^a (1 − x)^b / (a B(a, b)) is
  /// to be multiplied; for x below (a + 1) / (a + b + 2).
  ///
  /// DLMF 8.17.22, by Lentz's method; it takes about √(a + b) rounds at most.
  static func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-290
    func guarded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / guarded(1 - (a + b) * x / (a + 1))
    var fraction = d
    for round in 1..<1_000_000 {
      let m = Double(round)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / guarded(1 + even * d)
      c = guarded(1 + even / c)
      fraction *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / guarded(1 + odd * d)
      c = guarded(1 + odd / c)
      fraction *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return fraction
  }
}

/// Both tails at a count, one of them computed and the other its complement.
struct Tails {
  let lower: Double
  let upper: Double

  init(lower: Double) {
    self.lower = min(lower, 1)
    upper = max(0, 1 - lower)
  }
  init(upper: Double) {
    self.upper = min(upper, 1)
    lower = max(0, 1 - upper)
  }
}

/// Throws unless `value` is a whole number from `low` to `high`.
func requireWhole(
  _ family: String, _ name: String, _ value: Double, from low: Double, to high: Double
) throws(ParameterError) {
  try require(
    value == value.rounded() && value >= low && value <= high, family, name, value,
    "must be a whole number from \(Int(low)) to \(Int(high))")
}
