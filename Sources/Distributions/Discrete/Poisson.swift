// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// How many events there are when they come one by one at a steady rate.
///
/// Johnson, Kemp and Kotz, "Univariate Discrete Distributions", 3rd ed., chapter 4.
public struct Poisson: Distribution {
  public static let family = "poisson"
  /// The mean, above 0; also the variance.
  public let mean: Double
  private let table = LazyStepTable()

  /// - Throws: `ParameterError` unless the mean is above 0, to 10⁶.
  public init(mean: Double) throws(ParameterError) {
    try requirePositive(Self.family, "mean", mean)
    try require(mean <= 1e6, Self.family, "mean", mean, "must be at most 1,000,000")
    self.mean = mean
  }

  public var parameters: [(name: String, value: Double)] { [("mean", mean)] }
  public var support: Support { Support(0, .infinity, isInteger: true) }
  public var variance: Double { mean }
  public var baseCase: Double { quantile(0.5) }

  public func density(_ x: Double) -> Double {
    guard x >= 0, x == x.rounded(), x.isFinite else { return 0 }
    return UnitGamma(shape: x + 1).elasticity(mean) / mean
  }
  // At most k events by the time `mean`: the one after them, at a gamma time, is later.
  public func cdf(_ x: Double) -> Double {
    x < 0 ? 0 : x == .infinity ? 1 : UnitGamma(shape: x.rounded(.down) + 1).survival(mean)
  }
  public func survival(_ x: Double) -> Double {
    x < 0 ? 1 : x == .infinity ? 0 : UnitGamma(shape: x.rounded(.down) + 1).cdf(mean)
  }
  public func quantile(_ u: Double) -> Double { searchedQuantile(u) }
  public func upperQuantile(_ q: Double) -> Double { searchedUpperQuantile(q) }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) { table.transform(x, of: self) }
  public func sample(_ bits: TrialGenerator) -> Double {
    Double(Samplers.poisson(bits.generator, mean))
  }
}
