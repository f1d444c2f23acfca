// SPDX-License-Identifier: GPL-3.0-or-later

/// The one-time work before an option can serve: data, training, labour, setup.
public struct Project: Sendable, Hashable {
  /// The labelled examples.
  public var labels: Labels
  /// The engineers' time.
  public var labour: Labour
  /// Anything else that is paid once.
  public var setup: Parameter
  /// The training runs; nil for none.
  public var training: Training?
  /// When the project is paid.
  public var spending: Spending = .atStart

  /// When a project is paid.
  public enum Spending: String, Sendable, Hashable, CaseIterable {
    /// Before the first month ends.
    case atStart = "at_start"
    /// In equal parts at the end of each month until the option goes live; at the start where it is
    /// live from the first month.
    case untilLive = "until_live"
  }

  /// A project of the given parts; what is left out costs nothing.
  public init(
    labels: Labels = Labels(), labour: Labour = Labour(), setup: Parameter = 0,
    training: Training? = nil
  ) {
    self.labels = labels
    self.labour = labour
    self.setup = setup
    self.training = training
  }
}

/// Training data, bought by the example.
///
/// Cost = examples · [(1 − s) · label · (1 + qa) + s · synthetic].
public struct Labels: Sendable, Hashable {
  /// How many examples.
  public var examples: Parameter = 0
  /// Price of one human label.
  public var priceEach: Parameter = 0
  /// s, share of examples made by a model instead, 0 to 1.
  public var syntheticShare: Parameter = 0
  /// Price of one synthetic example.
  public var syntheticPriceEach: Parameter = 0
  /// qa, extra spent on checking human labels, relative to their price.
  public var qaShare: Parameter = 0

  /// No examples; set what applies.
  public init() {}

  func cost(_ table: TermTable) -> Term {
    let synthetic = table.term(syntheticShare)
    let human = (1 - synthetic) * table.term(priceEach) * (1 + table.term(qaShare))
    return table.term(examples) * (human + synthetic * table.term(syntheticPriceEach))
  }
}

/// Engineers' time: weeks · weekly rate · overrun.
public struct Labour: Sendable, Hashable {
  /// Engineer-weeks as planned.
  public var weeks: Parameter = 0
  /// Loaded cost of one engineer-week.
  public var weeklyRate: Parameter = 0
  /// Factor by which the plan is overrun; 1 for none.
  public var overrun: Parameter = 1

  /// No labour; set what applies.
  public init() {}

  func cost(_ table: TermTable) -> Term {
    table.term(weeks) * table.term(weeklyRate) * table.term(overrun)
  }
}
