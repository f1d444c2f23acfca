// SPDX-License-Identifier: GPL-3.0-or-later

/// A probability estimated by counting, with Wilson's score interval.
///
/// With p̂ = s / n and half-width z, the bounds are
/// (p̂ + z²/2n ± z √(p̂(1 - p̂)/n + z²/4n²)) / (1 + z²/n); they stay within [0, 1] and, unlike
/// p̂ ± z · standard error, mean something at 0 and n successes.
///
/// Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal
/// of the American Statistical Association 22(158), 1927, doi:10.1080/01621459.1927.10502953.
///
/// The interval holds for independent trials; a design has one from its replicates.
public struct ProbabilityEstimate: Sendable, Hashable {
  /// How many trials had the property.
  public let successes: Int
  /// How many trials there were, at least 1.
  public let trials: Int
  /// Lower confidence bound; exactly 0 when there were no successes.
  public let low: Double
  /// Upper confidence bound; exactly 1 when all trials were successes.
  public let high: Double

  /// The share of successes.
  public var probability: Double { Double(successes) / Double(trials) }

  /// Half-width of a 95 % interval in standard errors: the 97.5 % point of the normal distribution.
  public static let halfWidthOf95Percent = 1.959963984540054

  /// - Parameters:
  ///   - successes: 0 to `trials`.
  ///   - trials: at least 1.
  ///   - halfWidth: z, the normal distribution's quantile of (1 + confidence) / 2.
  /// - Throws: `AnalysisError` for arguments outside these: of no trials nothing can be said.
  public init(
    successes: Int, trials: Int, halfWidth z: Double = Self.halfWidthOf95Percent
  ) throws(AnalysisError) {
    guard trials >= 1 else { throw .emptySample }
    guard successes >= 0, successes <= trials else {
      throw .successesOutOfRange(successes: successes, trials: trials)
    }
    guard z > 0, z < .infinity else { throw .halfWidthOutOfRange(z) }
    self.successes = successes
    self.trials = trials
    let bounds = Self.bounds(Double(successes), Double(trials - successes), z)
    low = successes == 0 ? 0 : bounds.low
    high = successes == trials ? 1 : bounds.high
  }

  init(successes: Int, trials: Int, low: Double, high: Double) {
    self.successes = successes
    self.trials = trials
    self.low = low
    self.high = high
  }

  /// The bounds are the roots of a quadratic.
  ///
  /// Each is had without cancellation: the lower one as s² / (n (n + z²)) divided by the upper, the
  /// complement of the upper one likewise.
  private static func bounds(
    _ successes: Double, _ failures: Double, _ z: Double
  ) -> (low: Double, high: Double) {
    let trials = successes + failures
    let root = z * (successes * (failures / trials) + z * z / 4).squareRoot()
    let low = successes * (successes / trials) / (successes + z * z / 2 + root)
    let complement = failures * (failures / trials) / (failures + z * z / 2 + root)
    return (low, 1 - complement)
  }
}
