// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// An uncertain quantity: drawn once a trial, under its name.
public struct Input: Sendable {
  /// The name that addresses its draws: a name of the file, or the path of an inline distribution.
  public let name: String
  /// How a trial's number comes about.
  public let source: Source
  /// What its author says of it.
  public let notes: InputNotes

  /// How a trial's number comes about.
  public enum Source: Sendable {
    /// Drawn from a distribution that is the same in every trial.
    case distribution(any Distribution)
    /// Drawn from a distribution some of whose parameters are inputs themselves.
    case dependent(DependentDistribution)
  }

  /// The distribution, when it is the same in every trial.
  public var distribution: (any Distribution)? {
    if case .distribution(let distribution) = source { distribution } else { nil }
  }
}

/// What an author says of a quantity beside its numbers.
public struct InputNotes: Sendable, Hashable {
  /// What it counts.
  public var unit: String?
  /// Where it is from.
  public var source: String?
  /// When that was looked at.
  public var checked: String?
  /// How sure it is: high, medium or low.
  public var confidence: String?
  /// Anything else.
  public var note: String?

  /// Nothing said.
  public init() {}
}

/// A distribution with uncertain parameters: each trial draws those first.
public struct DependentDistribution: Sendable {
  /// What it is before truncation.
  let base: Base
  /// Bounds of the interval it is conditioned on.
  let minimum: Quantity?
  /// Bounds of the interval it is conditioned on.
  let maximum: Quantity?

  /// How it is made, each parameter a constant or an input that stands earlier in the list.
  indirect enum Base: Sendable {
    case family(DistributionFamily, [(name: String, value: Quantity)])
    case mixture([(weight: Quantity, distribution: DependentDistribution)])
    case fixed(any Distribution)
  }

  /// The distribution of one trial.
  ///
  /// - Throws: `ParameterError` when the trial's parameters make none.
  func distribution(
    _ value: (Quantity) -> Double
  ) throws(ParameterError) -> any Distribution {
    let whole = try untruncated(value)
    guard minimum != nil || maximum != nil else { return whole }
    return try whole.truncated(
      minimum: minimum.map(value) ?? -.infinity, maximum: maximum.map(value) ?? .infinity)
  }

  private func untruncated(
    _ value: (Quantity) -> Double
  ) throws(ParameterError) -> any Distribution {
    switch base {
    case .family(let family, let parameters):
      var values: [String: Double] = [:]
      for parameter in parameters { values[parameter.name] = value(parameter.value) }
      return try family.make(values)
    case .mixture(let parts):
      var components: [Mixture.Component] = []
      for part in parts {
        components.append(
          Mixture.Component(
            weight: value(part.weight), try part.distribution.distribution(value)))
      }
      return try Mixture(components)
    case .fixed(let distribution): return distribution
    }
  }

  /// Whether all of its parameters are known.
  var isConstant: Bool {
    let bounds = [minimum, maximum].compactMap { $0 }
    let own: [Quantity]
    switch base {
    case .family(_, let parameters): own = parameters.map(\.value)
    case .mixture(let parts):
      guard parts.allSatisfy(\.distribution.isConstant) else { return false }
      own = parts.map(\.weight)
    case .fixed: own = []
    }
    return (own + bounds).allSatisfy { if case .constant = $0 { true } else { false } }
  }
}

/// A number of an experiment: known, drawn, or following a path over the months.
public enum Quantity: Sendable, Hashable {
  /// The same in every trial.
  case constant(Double)
  /// The input at that place of the experiment's list.
  case input(Int)
  /// The process at that place of the experiment's list.
  case process(Int)
}
