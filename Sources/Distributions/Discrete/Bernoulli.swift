// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// 1 with probability `p`, else 0.
public struct Bernoulli: Distribution {
  public static let family = "bernoulli"
  /// Probability of 1, from 0 to 1.
  public let p: Double

  /// - Throws: `ParameterError` unless 0 <= p <= 1.
  public init(p: Double) throws(ParameterError) {
    try require(p >= 0 && p <= 1, Self.family, "p", p, "must be a probability, from 0 to 1")
    self.p = p
  }

  public var parameters: [(name: String, value: Double)] { [("p", p)] }
  public var support: Support { Support(p < 1 ? 0 : 1, p > 0 ? 1 : 0, isInteger: true) }
  public var mean: Double { p }
  public var variance: Double { p * (1 - p) }
  public var baseCase: Double { p >= 0.5 ? 1 : 0 }

  public func density(_ x: Double) -> Double { x == 1 ? p : x == 0 ? 1 - p : 0 }
  public func cdf(_ x: Double) -> Double { x < 0 ? 0 : x < 1 ? 1 - p : 1 }
  public func survival(_ x: Double) -> Double { x < 0 ? 1 : x < 1 ? p : 0 }
  public func quantile(_ u: Double) -> Double { u > 1 - p || p == 1 ? 1 : 0 }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    let failure = p == 1 ? -1 : 1 - p
    for i in x.indices { x[i] = x[i] > failure ? 1 : 0 }
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    Double(Uniforms.bernoulli(bits.generator, p))
  }
}
