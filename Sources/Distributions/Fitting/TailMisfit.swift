// SPDX-License-Identifier: GPL-3.0-or-later

/// A tail that a distribution makes too heavy or too light for the data.
public struct TailMisfit: Sendable, Hashable {
  /// Whether it is the upper tail.
  public let isUpper: Bool
  /// The distribution's P1 or P99.
  public let quantile: Double
  /// How many values lie beyond it.
  public let beyond: Int
  /// How many would on average.
  public let expected: Double
  /// The data's own P1 or P99.
  public let dataQuantile: Double

  /// The tails of `distribution` that miss the data's by more than the sampling error.
  ///
  /// The number of values beyond a percentile is binomial; a tail misses when so few or so many have a
  /// probability below 0.5 %.
  public static func tails(of distribution: any Distribution, _ sample: FitSample) -> [TailMisfit] {
    [false, true].compactMap { isUpper in
      let quantile = isUpper ? distribution.upperQuantile(0.01) : distribution.quantile(0.01)
      let beyond = sample.values.count { isUpper ? $0 > quantile : $0 < quantile }
      // Of separate values less than the hundredth may lie beyond.
      let share =
        isUpper ? distribution.survival(quantile) : distribution.probability(below: quantile)
      // Of more than a million values, as many in the same proportion say enough.
      let count = min(sample.count, 1e6)
      guard let law = try? Binomial(n: count, p: min(max(share, 0), 1)) else { return nil }
      let seen = Double(beyond) * (count / sample.count)
      let isUnlikely = law.cdf(seen) < 0.005 || law.survival(seen.rounded(.up) - 1) < 0.005
      guard isUnlikely else { return nil }
      return TailMisfit(
        isUpper: isUpper, quantile: quantile, beyond: beyond, expected: share * sample.count,
        dataQuantile: sample.quantile(isUpper ? 0.99 : 0.01))
    }
  }
}
