// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// A distribution conditioned on an interval: its mass outside is shared out over the inside, not
/// piled up on the bounds.
public struct Truncated<Base: Distribution>: Distribution {
  public static var family: String { Base.family }
  /// The distribution before truncation.
  public let base: Base
  /// The smallest value kept; −infinity for no bound.
  public let minimum: Double
  /// The largest value kept; infinity for no bound.
  public let maximum: Double
  public let mean: Double
  public let variance: Double
  /// P(minimum <= X <= maximum) under the base.
  private let mass: Double
  /// P(X < minimum) under the base.
  private let below: Double
  /// P(X > maximum) under the base.
  private let above: Double
  /// Probabilities are counted from the upper end, where they keep their digits.
  private let isUpper: Bool

  /// Least probability of the interval under the base; below it conditioning has no digits left.
  public static var leastMass: Double { 1e-9 }

  /// - Throws: `ParameterError` unless minimum < maximum and the interval has probability.
  public init(_ base: Base, minimum: Double, maximum: Double) throws(ParameterError) {
    try require(
      minimum <= maximum && minimum < .infinity && maximum > -.infinity, Self.family, "max",
      maximum, "must not be below min, \(minimum)")
    self.base = base
    self.minimum = minimum
    self.maximum = maximum
    let isInteger = base.support.isInteger
    let edge = isInteger ? minimum.rounded(.up) - 1 : minimum
    below = minimum == -.infinity ? 0 : base.cdf(edge)
    above = maximum == .infinity ? 0 : base.survival(maximum)
    isUpper = below > 0.5
    mass =
      isUpper
      ? (minimum == -.infinity ? 1 : base.survival(edge)) - above : 1 - above - below
    try require(
      mass >= Self.leastMass, Self.family, minimum == -.infinity ? "max" : "min",
      minimum == -.infinity ? maximum : minimum,
      "must leave the interval a probability of at least \(Self.leastMass)")
    (mean, variance) = Self.moments(
      base, below: below, above: above, mass: mass, isUpper: isUpper)
  }

  public var parameters: [(name: String, value: Double)] {
    base.parameters + [("min", minimum), ("max", maximum)].filter { $0.1.isFinite }
  }
  public var support: Support {
    Support(
      max(minimum, base.support.lower), min(maximum, base.support.upper),
      isInteger: base.support.isInteger)
  }
  public var baseCase: Double {
    let value = base.baseCase
    return value >= minimum && value <= maximum ? value : quantile(0.5)
  }

  public func density(_ x: Double) -> Double {
    x >= minimum && x <= maximum ? base.density(x) / mass : 0
  }
  public func cdf(_ x: Double) -> Double {
    if x < minimum { return 0 }
    if x >= maximum { return 1 }
    return isUpper
      ? max(0, 1 - (base.survival(x) - above) / mass) : min(1, (base.cdf(x) - below) / mass)
  }
  public func survival(_ x: Double) -> Double {
    if x < minimum { return 1 }
    if x >= maximum { return 0 }
    return isUpper
      ? min(1, (base.survival(x) - above) / mass)
      : max(0, 1 - (base.cdf(x) - below) / mass)
  }
  public func quantile(_ p: Double) -> Double {
    clamped(
      isUpper
        ? base.upperQuantile(above + (1 - p) * mass) : base.quantile(below + p * mass))
  }
  public func upperQuantile(_ q: Double) -> Double {
    clamped(
      isUpper
        ? base.upperQuantile(above + q * mass) : base.quantile(below + (1 - q) * mass))
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    if isUpper {
      for i in x.indices { x[i] = quantile(x[i]) }
    } else {
      x.scale(by: mass, shift: below)
      base.transform(x)
      for i in x.indices { x[i] = clamped(x[i]) }
    }
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    // Rejection needs 1 / mass tries on average.
    if mass >= 0.1 {
      for _ in 0..<10_000 {
        let draw = base.sample(bits)
        if draw >= minimum, draw <= maximum { return draw }
      }
    }
    return quantile(Uniforms.unit(bits.generator))
  }

  /// Rounding may carry a quantile past the bound it equals.
  private func clamped(_ x: Double) -> Double { min(max(x, minimum), maximum) }

  /// Mean and variance as integrals of the quantile function over the interval.
  ///
  /// Tanh–sinh quadrature (Takahasi and Mori 1974), which bears a quantile that is infinite at an
  /// end; relative error about 1e-10.
  private static func moments(
    _ base: Base, below: Double, above: Double, mass: Double, isUpper: Bool
  ) -> (mean: Double, variance: Double) {
    if base.support.isInteger {
      return integerMoments(base, below: below, above: above, mass: mass)
    }
    func value(_ p: Double, _ q: Double) -> Double {
      // p from the lower end, q = 1 − p from the upper, each with its own digits.
      p <= 0.5 && !isUpper || below + p * mass <= 0.5
        ? base.quantile(below + p * mass) : base.upperQuantile(above + q * mass)
    }
    let origin = value(0.5, 0.5)
    var first = 0.0
    var second = 0.0
    let step = 1.0 / 64
    for k in -400...400 {
      let t = Double(k) * step
      // x = (1 + tanh s)/2 with s = π/2 sinh t.
      let s = 1.5707963267948966 * (exponential(t) - exponential(-t)) / 2
      let lower = 1 / (1 + exponential(-2 * s))
      let upper = 1 / (1 + exponential(2 * s))
      let weight =
        step * 1.5707963267948966 * (exponential(t) + exponential(-t)) * lower * upper
      guard weight > 1e-300, lower > 0, upper > 0 else { continue }
      let distance = value(lower, upper) - origin
      guard distance.isFinite else { continue }
      first += weight * distance
      second += weight * distance * distance
    }
    return (origin + first, max(0, second - first * first))
  }

  private static func integerMoments(
    _ base: Base, below: Double, above: Double, mass: Double
  ) -> (mean: Double, variance: Double) {
    // The value at probability i/n changes at most `values` times; sum over the values themselves.
    var value = base.quantile(below + mass * 1e-12)
    let last = base.quantile(min(1, below + mass * (1 - 1e-12)))
    let origin = value
    var first = 0.0
    var second = 0.0
    while value <= last {
      let distance = value - origin
      let weight = base.density(value) / mass
      first += weight * distance
      second += weight * distance * distance
      value += 1
      if value - origin > 1e7 { return (.nan, .nan) }
    }
    return (origin + first, max(0, second - first * first))
  }
}

extension Distribution {
  /// This distribution conditioned on [minimum, maximum].
  public func truncated(
    minimum: Double, maximum: Double
  ) throws(ParameterError) -> any Distribution {
    try Truncated(self, minimum: minimum, maximum: maximum)
  }
}
