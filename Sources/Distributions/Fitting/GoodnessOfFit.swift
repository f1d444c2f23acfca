// SPDX-License-Identifier: GPL-3.0-or-later

/// How far a distribution lies from data.
public struct GoodnessOfFit: Sendable, Hashable {
  /// Kolmogorov and Smirnov's: the largest distance between the data's distribution function and the
  /// distribution's.
  public let kolmogorovSmirnov: Double
  /// Anderson and Darling's, which weighs the tails more; nil where an end of the support is the data's
  /// own, at which it is infinite.
  public let andersonDarling: Double?

  /// The statistics of a sample.
  init(_ sample: FitSample, _ distribution: any Distribution, endsAtData: Bool) {
    kolmogorovSmirnov = Self.kolmogorovSmirnov(sample, distribution)
    andersonDarling =
      endsAtData
      ? nil
      : distribution.support.isInteger
        ? Self.discreteAndersonDarling(sample, distribution)
        : Self.andersonDarling(sample, distribution)
  }

  private static func kolmogorovSmirnov(
    _ sample: FitSample, _ distribution: any Distribution
  ) -> Double {
    let values = sample.values
    let isInteger = distribution.support.isInteger
    var largest = 0.0
    var index = 0
    // At each value once, on both sides of it, however often it occurs.
    while index < values.count {
      let value = values[index]
      let below = Double(index) / sample.count
      while index < values.count, values[index] == value { index += 1 }
      let upTo = distribution.cdf(value)
      let before = isInteger ? distribution.probability(below: value) : upTo
      largest = max(largest, abs(Double(index) / sample.count - upTo), abs(before - below))
    }
    return largest
  }

  /// −n − Σ (2i − 1)/n (ln F(x_i) + ln S(x_{n+1−i})).
  ///
  /// Anderson and Darling, "A test of goodness of fit", JASA 49, 1954.
  private static func andersonDarling(
    _ sample: FitSample, _ distribution: any Distribution
  ) -> Double {
    let count = sample.values.count
    // Where a probability underflows, the statistic is past all doubt as it is.
    var lower = sample.values.map { max(distribution.cdf($0), .leastNormalMagnitude) }
    var upper = sample.values.map { max(distribution.survival($0), .leastNormalMagnitude) }
    lower.withUnsafeMutableBufferPointer { $0.takeLogarithms() }
    upper.withUnsafeMutableBufferPointer { $0.takeLogarithms() }
    var sum = 0.0
    for i in 0..<count {
      sum += (2 * Double(i) + 1) / sample.count * (lower[i] + upper[count - 1 - i])
    }
    return -sample.count - sum
  }

  /// n Σ (F_n − F)² p / (F (1 − F)) over the whole numbers.
  ///
  /// Choulakian, Lockhart and Stephens, "Cramér–von Mises statistics for discrete distributions",
  /// Canadian J. Statist. 22, 1994.
  private static func discreteAndersonDarling(
    _ sample: FitSample, _ distribution: any Distribution
  ) -> Double {
    // Where less than a millionth of 1/√n is left, the terms without data sum to 1e-12 or less.
    let least = 1e-6 / sample.count.squareRoot()
    let first = max(
      min(distribution.quantile(least), sample.low), distribution.support.lower)
    let last = max(distribution.upperQuantile(least), sample.high)
    var sum = 0.0
    var index = 0
    var below = distribution.probability(below: first)
    var value = first
    while value <= last {
      while index < sample.values.count, sample.values[index] <= value { index += 1 }
      let probability = distribution.density(value)
      below += probability
      // The sum is quicker, but has no digits of the upper tail.
      let above = below < 0.9999 ? 1 - below : distribution.survival(value)
      if below > 0, above > 0 {
        let distance = above - Double(sample.values.count - index) / sample.count
        sum += distance * distance * (probability / (below * above))
      }
      value += 1
    }
    return sample.count * sum
  }
}
