// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// The trial of the first success, from 1, where each succeeds with probability `p`.
///
/// Johnson, Kemp and Kotz, "Univariate Discrete Distributions", 3rd ed., chapter 5.
public struct Geometric: Distribution {
  public static let family = "geometric"
  /// The probability of success, above 0.
  public let p: Double
  /// ln(1 − p).
  private let logFailure: Double

  /// - Throws: `ParameterError` unless p is from 10⁻⁸ to 1.
  public init(p: Double) throws(ParameterError) {
    try require(p, from: 1e-8, to: 1, Self.family, "p")
    self.p = p
    logFailure = CountProbability.logarithmOfComplement(p, 1 - p)
  }

  public var parameters: [(name: String, value: Double)] { [("p", p)] }
  public var support: Support { Support(1, p < 1 ? .infinity : 1, isInteger: true) }
  public var mean: Double { 1 / p }
  public var variance: Double { (1 - p) / p / p }
  public var baseCase: Double { quantile(0.5) }

  public func density(_ x: Double) -> Double {
    guard x >= 1, x == x.rounded(), p < 1 else { return x == 1 ? 1 : 0 }
    return p * exponential((x - 1) * logFailure)
  }
  public func cdf(_ x: Double) -> Double {
    if x < 1 || x >= support.upper { return x < 1 ? 0 : 1 }
    // The first step exactly: it may be a half.
    return x < 2 ? p : -exponentialMinusOne(x.rounded(.down) * logFailure)
  }
  public func survival(_ x: Double) -> Double {
    if x < 1 || x >= support.upper { return x < 1 ? 1 : 0 }
    return exponential(x.rounded(.down) * logFailure)
  }
  public func quantile(_ u: Double) -> Double {
    if u <= 0 || u >= 1 { return u <= 0 ? 1 : support.upper }
    if p == 1 { return 1 }
    return leastInteger(near: (logarithmOfOnePlus(-u) / logFailure).rounded(.up), stride: 1) {
      cdf($0) >= u
    }
  }
  public func upperQuantile(_ q: Double) -> Double {
    if q <= 0 || q >= 1 { return q <= 0 ? support.upper : 1 }
    if p == 1 { return 1 }
    return leastInteger(near: (logarithm(q) / logFailure).rounded(.up), stride: 1) {
      survival($0) <= q
    }
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    guard p < 1 else {
      for i in x.indices { x[i] = 1 }
      return
    }
    let chunk = 256
    withUnsafeTemporaryAllocation(of: Double.self, capacity: chunk) { kept in
      for start in stride(from: 0, to: x.count, by: chunk) {
        let part = UnsafeMutableBufferPointer(rebasing: x[start..<min(start + chunk, x.count)])
        for i in part.indices { kept[i] = part[i] }
        part.takeExponentialQuantiles()
        for i in part.indices {
          let trials = part[i] / -logFailure
          let nearest = trials.rounded()
          // So close to a step, or where steps are no larger than roundings of `cdf`, only that can
          // tell the side.
          let band = 1e-9 * nearest + 4e-16 / (p * (1 - kept[i]))
          part[i] = abs(trials - nearest) > band ? trials.rounded(.up) : quantile(kept[i])
        }
      }
    }
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    Double(Samplers.geometric(bits.generator, p))
  }
}
