// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// One of several values, each with a probability.
public struct Choice: Distribution {
  public static let family = "choice"
  private let atoms: Atoms
  private let walker: WalkerTable

  /// - Parameters:
  ///   - values: 1 to 100,000 numbers; equal ones count as one.
  ///   - weights: as many numbers of 0 or more, in any unit; nil for equal ones.
  /// - Throws: `ParameterError` unless values and weights fit, and some weight is above 0.
  public init(values: [Double], weights: [Double]? = nil) throws(ParameterError) {
    try Atoms.requireValues(Self.family, values)
    let weights = weights ?? [Double](repeating: 1, count: values.count)
    try require(
      weights.count == values.count, Self.family, "weights", Double(weights.count),
      "must be as many as the values, \(values.count)")
    for weight in weights {
      try require(
        weight == 0 || (weight >= 1e-100 && weight <= 1e100), Self.family, "weights", weight,
        "must be 0, or from 1e-100 to 1e100")
    }
    try require(
      weights.contains { $0 > 0 }, Self.family, "weights", 0, "must not all be 0")
    self.init(zip(values, weights).map { (value: $0, weight: $1) })
  }

  private init(_ weighted: [(value: Double, weight: Double)]) {
    atoms = Atoms(weighted)
    walker = WalkerTable(atoms.probabilities)
  }

  /// Each value and its probability.
  public var parameters: [(name: String, value: Double)] {
    atoms.values.map { ("values", $0) } + atoms.probabilities.map { ("weights", $0) }
  }
  public var support: Support { atoms.support }
  public var mean: Double { atoms.mean }
  public var variance: Double { atoms.variance }
  public var baseCase: Double { quantile(0.5) }

  public func density(_ x: Double) -> Double { atoms.probability(at: x) }
  public func cdf(_ x: Double) -> Double { atoms.cdf(x) }
  public func probability(below x: Double) -> Double { atoms.probability(below: x) }
  public func survival(_ x: Double) -> Double { atoms.survival(x) }
  public func quantile(_ p: Double) -> Double { atoms.quantile(p) }
  public func upperQuantile(_ q: Double) -> Double { atoms.upperQuantile(q) }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) { atoms.transform(x) }
  public func sample(_ bits: TrialGenerator) -> Double {
    atoms.values[walker.sample(bits.generator)]
  }

  public func truncated(
    minimum: Double, maximum: Double, leastMass: Double
  ) throws(ParameterError) -> any Distribution {
    Choice(try atoms.kept(Self.family, minimum, maximum, leastMass))
  }
}
