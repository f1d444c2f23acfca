// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// One of several distributions, each with a probability: a value is drawn from the one that chance
/// picks.
///
/// McLachlan and Peel, "Finite Mixture Models", Wiley 2000.
public struct Mixture: Distribution {
  public static let family = "mixture"
  /// The parts with their probabilities, which sum to 1.
  public let components: [Component]
  private let inverse: MixtureInverse
  private let table: QuantileTable
  private let steps = LazyStepTable()

  /// A distribution with its probability.
  public struct Component: Sendable {
    /// The probability of this part.
    public let weight: Double
    /// What is drawn then.
    public let distribution: any Distribution

    /// A part with a weight in any unit.
    public init(weight: Double, _ distribution: any Distribution) {
      self.weight = weight
      self.distribution = distribution
    }
  }

  /// The most parts of one mixture.
  public static let mostComponents = 100

  /// - Parameter components: with weights in any unit; their shares are the probabilities.
  /// - Throws: `ParameterError` unless there are 1 to 100 parts, each with a weight above 0.
  public init(_ components: [Component]) throws(ParameterError) {
    try require(
      (1...Self.mostComponents).contains(components.count), Self.family, "",
      Double(components.count), "takes 1 to \(Self.mostComponents) parts")
    for (index, component) in components.enumerated() {
      try requirePositive(Self.family, "weight", component.weight)
      try require(
        component.weight >= 1e-9 * (components.map(\.weight).max() ?? 0), Self.family,
        "weight", component.weight, "must be at least 1e-9 of the largest (part \(index + 1))")
    }
    self.init(parts: components)
  }

  private init(parts: [Component]) {
    let total = parts.reduce(0) { $0 + $1.weight }
    components = parts.map { Component(weight: $0.weight / total, $0.distribution) }
    inverse = MixtureInverse(components)
    table = QuantileTable(inverse)
  }

  /// The weights; the parameters of the parts are their own.
  public var parameters: [(name: String, value: Double)] {
    components.map { ("weight", $0.weight) }
  }
  public var support: Support { inverse.support }

  public var mean: Double { components.reduce(0) { $0 + $1.weight * $1.distribution.mean } }
  public var variance: Double {
    let mean = mean
    guard mean.isFinite else { return mean.isNaN ? .nan : .infinity }
    return components.reduce(0) { sum, part in
      let distance = part.distribution.mean - mean
      return sum + part.weight * (part.distribution.variance + distance * distance)
    }
  }
  public var baseCase: Double { quantile(0.5) }

  /// The density of the continuous parts, infinite at a value that has probability of its own; where
  /// all parts are discrete, the probability.
  public func density(_ x: Double) -> Double {
    var sum = 0.0
    for part in components {
      let density = part.distribution.density(x)
      if part.distribution.support.isDiscrete, density > 0, !support.isDiscrete {
        return .infinity
      }
      sum += part.weight * density
    }
    return sum
  }
  public func cdf(_ x: Double) -> Double { inverse.cdf(x) }
  public func survival(_ x: Double) -> Double { inverse.survival(x) }
  public func probability(below x: Double) -> Double {
    components.reduce(0) { $0 + $1.weight * $1.distribution.probability(below: x) }
  }
  public func quantile(_ p: Double) -> Double {
    if p <= 0 || p >= 1 { return p <= 0 ? support.lower : support.upper }
    // From the nearer end, which keeps the digits of 1 − p; whole numbers as `cdf` has them.
    let isUpper = p > 0.5 && !support.isInteger
    return inverse.value(isUpper ? 1 - p : p, isUpper: isUpper, after: nil)
  }
  public func upperQuantile(_ q: Double) -> Double {
    if q <= 0 || q >= 1 { return q <= 0 ? support.upper : support.lower }
    let isUpper = q < 0.5 || support.isInteger
    return inverse.value(isUpper ? q : 1 - q, isUpper: isUpper, after: nil)
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    if support.isInteger { steps.transform(x, of: self) } else { table.transform(x) }
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    var left = Uniforms.unit(bits.generator)
    for part in components.dropLast() {
      if left < part.weight { return part.distribution.sample(bits) }
      left -= part.weight
    }
    return components[components.count - 1].distribution.sample(bits)
  }

  /// The parts conditioned on the interval, each with its share of the probability there; one with
  /// less than 10⁻¹² of it is left out.
  public func truncated(
    minimum: Double, maximum: Double, leastMass: Double
  ) throws(ParameterError) -> any Distribution {
    let masses = components.map { part in
      let distribution = part.distribution
      let below = distribution.probability(below: minimum)
      let upTo = distribution.cdf(maximum)
      // From the end that keeps the digits.
      let mass =
        upTo <= 0.5
        ? upTo - below
        : minimum <= distribution.support.lower
          ? 1 - distribution.survival(maximum)
          : 1 - below - distribution.survival(maximum)
      return part.weight * max(0, mass)
    }
    let total = masses.reduce(0, +)
    try require(
      total >= leastMass, Self.family, minimum == -.infinity ? "max" : "min",
      minimum == -.infinity ? maximum : minimum,
      "must leave the interval a probability of at least \(leastMass)")
    var kept: [Component] = []
    for (part, mass) in zip(components, masses) where mass > 1e-12 * total {
      let inside = try part.distribution.truncated(
        minimum: minimum, maximum: maximum, leastMass: 0)
      kept.append(Component(weight: mass, inside))
    }
    return Mixture(parts: kept)
  }
}
