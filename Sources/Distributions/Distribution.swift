// SPDX-License-Identifier: GPL-3.0-or-later

public import RandomStreams

/// A probability distribution over numbers, as a validated value: one that exists is one that can be
/// sampled.
///
/// A new family implements the first group; the rest have defaults. Every family is one file in this
/// order: parameters and checked initialisers, support, moments, evaluation, sampling.
public protocol Distribution: Sendable {
  /// The family's name in an experiment file: `lognormal`.
  static var family: String { get }
  /// The parameters, in the order and under the names of the experiment file.
  var parameters: [(name: String, value: Double)] { get }
  /// The smallest interval that holds all probability; either end may be infinite.
  var support: Support { get }
  /// The expectation; NaN where it does not exist.
  var mean: Double { get }
  /// The variance; NaN where it does not exist, infinity where it diverges.
  var variance: Double { get }
  /// The value a spreadsheet would use: what the author called most likely where the family has such
  /// a parameter, else the median. For a discrete family it is one of the values.
  var baseCase: Double { get }
  /// Density at `x`, or the probability of `x` for a discrete family.
  func density(_ x: Double) -> Double
  /// P(X <= x).
  func cdf(_ x: Double) -> Double
  /// The least x with P(X <= x) >= p, for p in [0, 1].
  func quantile(_ p: Double) -> Double
  /// A draw by GSL's own sampler, which takes as many bits of the trial as it likes.
  func sample(_ bits: TrialGenerator) -> Double

  // With defaults

  /// P(X < x): less than `cdf` where x itself has probability.
  func probability(below x: Double) -> Double
  /// Probability of exceeding `x`, without cancellation where the family can.
  func survival(_ x: Double) -> Double
  /// The quantile of 1 - q, without cancellation where the family can.
  func upperQuantile(_ q: Double) -> Double
  /// Turns uniforms into draws in place, by the quantile function: `x[i] = quantile(x[i])` up to
  /// rounding. This is the sampler every design uses, and the one that must be fast.
  func transform(_ x: UnsafeMutableBufferPointer<Double>)
  /// This distribution conditioned on [minimum, maximum].
  ///
  /// - Throws: `ParameterError` when the interval has a probability below `leastMass`.
  func truncated(
    minimum: Double, maximum: Double, leastMass: Double
  ) throws(ParameterError) -> any Distribution
}

extension Distribution {
  public func probability(below x: Double) -> Double {
    cdf(support.isInteger ? x.rounded(.up) - 1 : x)
  }
  public func survival(_ x: Double) -> Double { 1 - cdf(x) }
  public func upperQuantile(_ q: Double) -> Double { quantile(1 - q) }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    for i in x.indices { x[i] = quantile(x[i]) }
  }

  /// The square root of the variance.
  public var standardDeviation: Double { variance.squareRoot() }
}

/// Where a distribution's probability lies.
public struct Support: Sendable, Hashable {
  public let lower: Double
  public let upper: Double
  /// Whether the distribution takes integer values only.
  public let isInteger: Bool
  /// Whether it takes separate values only, integers or others.
  public let isDiscrete: Bool

  public init(
    _ lower: Double, _ upper: Double, isInteger: Bool = false, isDiscrete: Bool = false
  ) {
    self.lower = lower
    self.upper = upper
    self.isInteger = isInteger
    self.isDiscrete = isDiscrete || isInteger
  }
}

/// A parameter outside what its family allows.
public struct ParameterError: Error, Equatable, CustomStringConvertible {
  /// The family's name, as `triangular`.
  public let family: String
  /// The parameter's name, as `mode`.
  public let parameter: String
  public let value: Double
  /// What would be right: `must be between low and high`.
  public let requirement: String

  public init(family: String, parameter: String, value: Double, requirement: String) {
    self.family = family
    self.parameter = parameter
    self.value = value
    self.requirement = requirement
  }

  /// What is wrong and what would be right, in one line.
  public var description: String {
    parameter.isEmpty
      ? "\(family) \(requirement)" : "\(family): \(parameter) is \(value); it \(requirement)"
  }
}

/// Throws unless `condition` holds.
///
/// Conditions are written so that NaN fails them.
func require(
  _ condition: Bool, _ family: String, _ parameter: String, _ value: Double,
  _ requirement: String
) throws(ParameterError) {
  guard condition else {
    throw ParameterError(
      family: family, parameter: parameter, value: value, requirement: requirement)
  }
}
