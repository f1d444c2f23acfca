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
  /// The bounds, at whole numbers for a discrete base and inside the base's support.
  private let lowest: Double
  private let highest: Double
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
  public init(
    _ base: Base, minimum: Double, maximum: Double, leastMass: Double = Self.leastMass
  ) throws(ParameterError) {
    try require(minimum < .infinity, Self.family, "min", minimum, "must be a number")
    try require(maximum > -.infinity, Self.family, "max", maximum, "must be a number")
    try require(
      minimum <= maximum, Self.family, "max", maximum, "must not be below min, \(minimum)")
    self.base = base
    self.minimum = minimum
    self.maximum = maximum
    let isInteger = base.support.isInteger
    lowest = max(isInteger ? minimum.rounded(.up) : minimum, base.support.lower)
    highest = min(isInteger ? maximum.rounded(.down) : maximum, base.support.upper)
    below = base.probability(below: minimum)
    above = base.survival(maximum)
    isUpper = below > 0.5
    // From the end where both have their digits; neither is near 1 in the last case.
    let upToMaximum = base.cdf(maximum)
    mass =
      isUpper
      ? base.survival(isInteger ? minimum.rounded(.up) - 1 : minimum) - above
      : upToMaximum <= 0.5 ? upToMaximum - below : 1 - above - below
    try require(
      mass >= leastMass, Self.family, minimum == -.infinity ? "max" : "min",
      minimum == -.infinity ? maximum : minimum,
      "must leave the interval a probability of at least \(leastMass)")
  }

  // Integrals, so computed when asked for: a trial that makes a distribution of its own needs none.
  public var mean: Double { moments.mean }
  public var variance: Double { moments.variance }
  private var moments: (mean: Double, variance: Double) {
    // A tail that is kept whole has the moments it had.
    if lowest == -.infinity || highest == .infinity {
      guard base.mean.isFinite else {
        let isOneSided = lowest > -.infinity || highest < .infinity
        let tail = highest == .infinity ? Double.infinity : -.infinity
        return isOneSided ? (tail, .infinity) : (base.mean, base.variance)
      }
    }
    let moments = finiteMoments
    let isHeavy = !base.variance.isFinite && !(lowest.isFinite && highest.isFinite)
    return isHeavy ? (moments.mean, .infinity) : moments
  }
  private var finiteMoments: (mean: Double, variance: Double) {
    base.support.isInteger
      ? Self.integerMoments(base, lowest: lowest, highest: highest)
      : Self.moments(base, below: below, above: above, mass: mass, isUpper: isUpper)
  }

  public var parameters: [(name: String, value: Double)] {
    base.parameters + [("min", minimum), ("max", maximum)].filter { $0.1.isFinite }
  }
  public var support: Support {
    Support(lowest, highest, isInteger: base.support.isInteger)
  }
  public var baseCase: Double {
    let value = base.baseCase
    return value >= minimum && value <= maximum ? value : quantile(0.5)
  }

  public func density(_ x: Double) -> Double {
    x >= minimum && x <= maximum ? base.density(x) / mass : 0
  }
  public func cdf(_ x: Double) -> Double {
    if x < lowest { return 0 }
    if x >= highest { return 1 }
    return isUpper
      ? max(0, 1 - (base.survival(x) - above) / mass) : min(1, (base.cdf(x) - below) / mass)
  }
  public func survival(_ x: Double) -> Double {
    if x < lowest { return 1 }
    if x >= highest { return 0 }
    return isCountedFromAbove(x)
      ? min(1, (base.survival(x) - above) / mass) : max(0, 1 - (base.cdf(x) - below) / mass)
  }
  /// Whether the base's probability of exceeding `x` has more digits than that of not exceeding it.
  private func isCountedFromAbove(_ x: Double) -> Bool { isUpper || base.cdf(x) > 0.5 }

  public func quantile(_ p: Double) -> Double {
    p <= 0 ? lowest : p >= 1 ? highest : inverse(p, 1 - p, lower: p)
  }
  public func upperQuantile(_ q: Double) -> Double {
    q <= 0 ? highest : q >= 1 ? lowest : inverse(1 - q, q, lower: 1 - q)
  }
  /// The quantile of p = 1 − q.
  private func inverse(_ p: Double, _ q: Double, lower: Double) -> Double {
    let x = clamped(
      Self.inverse(base, p, q, below: below, above: above, mass: mass, isUpper: isUpper))
    guard base.support.isInteger else { return x }
    // Rounding may carry a probability across the step it is at.
    if x > lowest, cdf(x - 1) >= lower { return x - 1 }
    if x < highest, cdf(x) < lower { return x + 1 }
    return x
  }
  /// The base's quantile of below + p · mass, counted from the end where it keeps its digits.
  private static func inverse(
    _ base: Base, _ p: Double, _ q: Double, below: Double, above: Double, mass: Double,
    isUpper: Bool
  ) -> Double {
    let fromBelow = below + p * mass
    return isUpper || fromBelow > 0.5
      ? base.upperQuantile(above + q * mass) : base.quantile(fromBelow)
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    // Far in the upper tail, or close to 1, the sum below + u · mass has lost the digits of 1 − u.
    if isUpper && mass < 0.01 {
      for i in x.indices { x[i] = quantile(x[i]) }
      return
    }
    let rare = x.indices.filter { x[$0] > 0.9999 }.map { (index: $0, u: x[$0]) }
    x.scale(by: mass, shift: below)
    base.transform(x)
    for i in x.indices { x[i] = clamped(x[i]) }
    for (index, u) in rare { x[index] = quantile(u) }
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
  private func clamped(_ x: Double) -> Double { min(max(x, lowest), highest) }

  /// Mean and variance as integrals of the quantile function over the interval.
  ///
  /// Tanh–sinh quadrature (Takahasi and Mori 1974), which bears a quantile that is infinite at an
  /// end; relative error about 1e-10.
  private static func moments(
    _ base: Base, below: Double, above: Double, mass: Double, isUpper: Bool
  ) -> (mean: Double, variance: Double) {
    func value(_ p: Double, _ q: Double) -> Double {
      inverse(base, p, q, below: below, above: above, mass: mass, isUpper: isUpper)
    }
    // Where a density has a corner, its quantile has one; the rule wants it at an end.
    let corner = base.baseCase
    let cut = (p: (base.cdf(corner) - below) / mass, q: (base.survival(corner) - above) / mass)
    let ends =
      cut.p > 0 && cut.q > 0 ? [(p: 0, q: 1), cut, (p: 1, q: 0)] : [(p: 0, q: 1), (p: 1, q: 0)]
    let origin = value(0.5, 0.5)
    var first = 0.0
    var second = 0.0
    for (start, end) in zip(ends, ends.dropFirst()) {
      for node in tanhSinh {
        let p = start.p * node.toEnd + end.p * node.toStart
        let q = start.q * node.toEnd + end.q * node.toStart
        let distance = value(p, q) - origin
        guard distance.isFinite else { continue }
        let weight = node.weight * (end.p - start.p)
        first += weight * distance
        second += weight * distance * distance
      }
    }
    return (origin + first, max(0, second - first * first))
  }

  /// Nodes on (0, 1): the distances from both ends and the weight.
  private static var tanhSinh: [(toStart: Double, toEnd: Double, weight: Double)] {
    let step = 1.0 / 64
    return (-400...400).compactMap { k in
      let t = Double(k) * step
      // x = (1 + tanh s)/2 with s = π/2 sinh t.
      let s = 1.5707963267948966 * (exponential(t) - exponential(-t)) / 2
      let lower = 1 / (1 + exponential(-2 * s))
      let upper = 1 / (1 + exponential(2 * s))
      let weight =
        step * 1.5707963267948966 * (exponential(t) + exponential(-t)) * lower * upper
      return weight > 1e-300 && lower > 0 && upper > 0 ? (lower, upper, weight) : nil
    }
  }

  /// The sum over the values; over as many as a million steps where they are more than that.
  ///
  /// Steps of several values count the one in their middle, which is off by (step / deviation)² / 24.
  private static func integerMoments(
    _ base: Base, lowest: Double, highest: Double
  ) -> (mean: Double, variance: Double) {
    if base is IntegerRange {
      let count = highest - lowest + 1
      return (lowest / 2 + highest / 2, (count * count - 1) / 12)
    }
    // What lies beyond does not reach the last digit of either moment.
    let first = max(lowest, base.quantile(1e-30))
    let last = min(highest, base.upperQuantile(1e-30))
    let count = last - first + 1
    let step = (count / 0x1p20).rounded(.up)
    let centre = ((first + last) / 2).rounded()
    var sums = (whole: 0.0, first: 0.0, second: 0.0)
    for start in stride(from: first, through: last, by: step) {
      let width = min(step, last - start + 1)
      let middle = start + ((width - 1) / 2).rounded(.down)
      let weight = width * base.density(middle)
      let distance = start + (width - 1) / 2 - centre
      sums.whole += weight
      sums.first += weight * distance
      sums.second += weight * distance * distance
    }
    let shift = sums.first / sums.whole
    return (centre + shift, max(0, sums.second / sums.whole - shift * shift))
  }

  public func truncated(
    minimum: Double, maximum: Double, leastMass: Double
  ) throws(ParameterError) -> any Distribution {
    try base.truncated(
      minimum: max(minimum, self.minimum), maximum: min(maximum, self.maximum),
      leastMass: leastMass * mass)
  }
}

extension Distribution {
  /// This distribution conditioned on [minimum, maximum].
  ///
  /// - Throws: `ParameterError` unless minimum <= maximum and the interval has probability.
  public func truncated(
    minimum: Double, maximum: Double
  ) throws(ParameterError) -> any Distribution {
    try truncated(minimum: minimum, maximum: maximum, leastMass: Truncated<Self>.leastMass)
  }

  public func truncated(
    minimum: Double, maximum: Double, leastMass: Double
  ) throws(ParameterError) -> any Distribution {
    try Truncated(self, minimum: minimum, maximum: maximum, leastMass: leastMass)
  }
}

extension IntegerRange {
  /// Equal probabilities stay equal: without sums that round, quantiles are exact at every step.
  public func truncated(
    minimum: Double, maximum: Double, leastMass: Double
  ) throws(ParameterError) -> any Distribution {
    let kept = try Truncated(self, minimum: minimum, maximum: maximum, leastMass: leastMass)
    return try IntegerRange(low: kept.support.lower, high: kept.support.upper)
  }
}
