// SPDX-License-Identifier: GPL-3.0-or-later

/// A mixture's distribution function, for inverting: it may be flat between its parts and jump where
/// one of them is discrete.
struct MixtureInverse: TailInvertible {
  private let components: [Mixture.Component]
  let support: Support

  init(_ components: [Mixture.Component]) {
    self.components = components
    let supports = components.map(\.distribution.support)
    support = Support(
      supports.map(\.lower).min() ?? 0, supports.map(\.upper).max() ?? 0,
      isInteger: supports.allSatisfy(\.isInteger), isDiscrete: supports.allSatisfy(\.isDiscrete))
  }

  /// Cubics fit between nodes only where the density neither jumps nor vanishes.
  var needsCheck: Bool { true }

  // The ends by comparison: the shares need not sum to 1 to the last digit.
  func cdf(_ x: Double) -> Double {
    if x >= support.upper { return 1 }
    return min(1, components.reduce(0) { $0 + $1.weight * $1.distribution.cdf(x) })
  }
  func survival(_ x: Double) -> Double {
    if x < support.lower { return 1 }
    return min(1, components.reduce(0) { $0 + $1.weight * $1.distribution.survival(x) })
  }
  /// The density of the continuous parts.
  private func density(_ x: Double) -> Double {
    components.reduce(0) { sum, part in
      part.distribution.support.isDiscrete ? sum : sum + part.weight * part.distribution.density(x)
    }
  }

  func invert(_ m: Double, isUpper: Bool, after previous: TailPoint?) -> TailPoint {
    let value = value(m, isUpper: isUpper, after: previous)
    let hasProbability = components.contains {
      $0.distribution.support.isDiscrete && $0.distribution.density(value) > 0
    }
    let slope = hasProbability ? 0 : 1 / density(value)
    return TailPoint(probability: m, value: value, slope: isUpper ? -slope : slope)
  }

  /// The least x with P(X <= x) >= m, or with P(X > x) <= m.
  func value(_ m: Double, isUpper: Bool, after previous: TailPoint?) -> Double {
    let quantiles = components.map {
      isUpper ? $0.distribution.upperQuantile(m) : $0.distribution.quantile(m)
    }
    // Below all of its parts' quantiles the mixture has less than m, at the largest at least m.
    var low = quantiles.min() ?? 0
    var high = quantiles.max() ?? 0
    if support.isInteger {
      return searched(m, isUpper: isUpper, low: low, high: high)
    }
    if low == high || reaches(m, isUpper: isUpper, at: low) { return low }
    var x = previous.map { $0.value + $0.slope * (m - $0.probability) } ?? middle(low, high)
    var last = Double.infinity
    for round in 0..<400 {
      if !(x > low && x < high) { x = middle(low, high) }
      if x <= low || x >= high { return high }
      let probability = isUpper ? survival(x) : cdf(x)
      if isUpper ? probability <= m : probability >= m { high = x } else { low = x }
      // Newton's method on ln m.
      let step = logarithm(m / probability) * probability / density(x)
      let next = isUpper ? x - step : x + step
      if abs(step) <= 1e-14 * abs(x), next >= low, next <= high { return next }
      // Between two parts the function is so flat that its last digits cover a wide range.
      if abs(m - probability) <= 1e-15 * m, step.isFinite { return x }
      // Where it closes in slowly, at a gap or for ever about a jump, other steps by turns.
      if abs(step) < last / 2 {
        x = next
      } else if round % 2 == 0 {
        x = partQuantile(m, isUpper: isUpper, near: x) ?? middle(low, high)
      } else {
        x = middle(low, high)
      }
      last = abs(step)
    }
    return high
  }

  /// The quantile of the part that is densest at x, if all others keep their probabilities there.
  private func partQuantile(_ m: Double, isUpper: Bool, near x: Double) -> Double? {
    var densest: (part: Mixture.Component, density: Double)?
    for part in components where !part.distribution.support.isDiscrete {
      let density = part.weight * part.distribution.density(x)
      if density > densest?.density ?? 0 { densest = (part, density) }
    }
    guard let part = densest?.part else { return nil }
    let whole = isUpper ? survival(x) : cdf(x)
    let own = isUpper ? part.distribution.survival(x) : part.distribution.cdf(x)
    let share = (m - whole) / part.weight + own
    guard share > 0, share < 1 else { return nil }
    return isUpper ? part.distribution.upperQuantile(share) : part.distribution.quantile(share)
  }

  private func reaches(_ m: Double, isUpper: Bool, at x: Double) -> Bool {
    isUpper ? survival(x) <= m : cdf(x) >= m
  }

  /// Among whole numbers, exactly as the distribution function says.
  private func searched(_ m: Double, isUpper: Bool, low: Double, high: Double) -> Double {
    // Rounding of the sum may carry a step across m.
    var below = max(low - 2, support.lower - 1)
    var above = min(high + 1, support.upper)
    while above - below > 1 {
      let middle = below + ((above - below) / 2).rounded(.down)
      if reaches(m, isUpper: isUpper, at: middle) { above = middle } else { below = middle }
    }
    return above
  }

  /// A point between two numbers, halving the doubles between them where they are far apart.
  private func middle(_ low: Double, _ high: Double) -> Double {
    if low > 0, high / 2 > low { return (low * high).squareRoot() }
    if high < 0, low / 2 < high { return -(low * high).squareRoot() }
    if low == 0, high > 1e-300 { return high * 0x1p-10 }
    if high == 0, low < -1e-300 { return low * 0x1p-10 }
    return low + (high - low) / 2
  }
}
