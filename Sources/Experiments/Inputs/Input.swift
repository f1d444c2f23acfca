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
  /// Its family.
  public let family: DistributionFamily
  /// The parameters, each a constant or an input that stands earlier in the list.
  public let parameters: [(name: String, value: Quantity)]
  /// Bounds of the interval it is conditioned on.
  public let minimum: Quantity?
  /// Bounds of the interval it is conditioned on.
  public let maximum: Quantity?

  /// The distribution of one trial.
  ///
  /// - Throws: `ParameterError` when the trial's parameters make none.
  func distribution(
    _ value: (Quantity) -> Double
  ) throws(ParameterError) -> any Distribution {
    var values: [String: Double] = [:]
    for parameter in parameters { values[parameter.name] = value(parameter.value) }
    let base = try family.make(values)
    guard minimum != nil || maximum != nil else { return base }
    return try base.truncated(
      minimum: minimum.map(value) ?? -.infinity, maximum: maximum.map(value) ?? .infinity)
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
