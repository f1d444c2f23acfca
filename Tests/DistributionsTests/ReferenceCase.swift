// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

/// A distribution as an experiment file gives it, and what is true of it.
struct ReferenceCase: Sendable, CustomTestStringConvertible {
  /// The functions at one place.
  struct Point: Sendable {
    let x: Double
    let density: Double
    let cdf: Double
    let survival: Double

    init(_ x: Double, _ density: Double, _ cdf: Double, _ survival: Double) {
      self.x = x
      self.density = density
      self.cdf = cdf
      self.survival = survival
    }
  }

  let family: String
  /// The family's parameters, and `min` and `max` where it is truncated.
  let parameters: KeyValuePairs<String, Double>
  let mean: Double
  let variance: Double
  let points: [Point]
  let quantiles: [(p: Double, x: Double)]

  init(
    _ family: String, _ parameters: KeyValuePairs<String, Double>, mean: Double, variance: Double,
    points: [Point], quantiles: [(p: Double, x: Double)]
  ) {
    self.family = family
    self.parameters = parameters
    self.mean = mean
    self.variance = variance
    self.points = points
    self.quantiles = quantiles
  }

  var testDescription: String {
    let texts = parameters.map { "\($0.key): \($0.value)" }
    return "\(family)(\(texts.joined(separator: ", ")))"
  }

  static let all =
    plain + beta + truncated + positive + wide + heavy + counts
    + hypergeometric + metalogs + mixtures + conditioned

  func make() throws -> any Distribution {
    try Self.make(
      family, Dictionary(uniqueKeysWithValues: parameters.map { ($0.key, $0.value) }))
  }

  /// A distribution of its keys; those of a part of a mixture begin with its number, as
  /// `1.normal.mean` and `1.weight`, and lists are numbered, as `v0` and `w0`.
  private static func make(
    _ family: String, _ all: [String: Double]
  ) throws -> any Distribution {
    var values = all
    let minimum = values.removeValue(forKey: "min")
    let maximum = values.removeValue(forKey: "max")
    let base: any Distribution
    func list(_ letter: Character) -> [Double] {
      values.filter { $0.key.first == letter }.sorted { $0.key < $1.key }.map(\.value)
    }
    switch family {
    case "choice": base = try Choice(values: list("v"), weights: list("w"))
    case "empirical": base = try Empirical(values: list("v"))
    case "mixture":
      let parts = Dictionary(grouping: values) { $0.key.prefix { $0 != "." } }
      base = try Mixture(parts.sorted { $0.key < $1.key }.map { try part($0.value) })
    default: base = try #require(DistributionFamily.named(family)).make(values)
    }
    if minimum == nil && maximum == nil { return base }
    return try base.truncated(minimum: minimum ?? -.infinity, maximum: maximum ?? .infinity)
  }

  private static func part(
    _ entries: [Dictionary<String, Double>.Element]
  ) throws -> Mixture.Component {
    var weight = 0.0
    var family = ""
    var values: [String: Double] = [:]
    for (key, value) in entries {
      let path = key.split(separator: ".", maxSplits: 2).map(String.init)
      if path.count == 2 { weight = value } else { (family, values[path[2]]) = (path[1], value) }
    }
    return Mixture.Component(weight: weight, try make(family, values))
  }
}

extension Distribution {
  /// Draws by the quantile function at given uniforms.
  func transformed(_ uniforms: [Double]) -> [Double] {
    var x = uniforms
    x.withUnsafeMutableBufferPointer { transform($0) }
    return x
  }
}

/// Whether two numbers agree to a relative error, or to an absolute one.
func agrees(
  _ value: Double, _ reference: Double, within relative: Double, orBy absolute: Double = 0
) -> Bool {
  value == reference || abs(value - reference) <= max(relative * abs(reference), absolute)
}
