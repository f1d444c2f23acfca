// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// One of the values observed, all alike: the bootstrap.
///
/// Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7(1), 1979,
/// doi:10.1214/aos/1176344552.
public struct Empirical: Distribution {
  public static let family = "empirical"
  /// What was observed, in rising order.
  public let values: [Double]
  private let atoms: Atoms

  /// - Throws: `ParameterError` unless there are 1 to 100,000 finite values.
  public init(values: [Double]) throws(ParameterError) {
    try Atoms.requireValues(Self.family, values)
    self.values = values.sorted()
    atoms = Atoms(values.map { (value: $0, weight: 1) })
  }

  /// The values.
  public var parameters: [(name: String, value: Double)] { values.map { ("values", $0) } }
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
    values[Int(Uniforms.integer(bits.generator, below: UInt(values.count)))]
  }

  public func truncated(
    minimum: Double, maximum: Double, leastMass: Double
  ) throws(ParameterError) -> any Distribution {
    _ = try atoms.kept(Self.family, minimum, maximum, leastMass)
    return try Empirical(values: values.filter { $0 >= minimum && $0 <= maximum })
  }
}
