// SPDX-License-Identifier: GPL-3.0-or-later

/// Training again because models and data drift.
///
/// Due at D, 2D, … months after go-live; what falls due within a month is paid at its end. Each
/// retraining costs relabel share · data + paid runs · cost of a run at that month's GPU price +
/// weeks · weekly rate.
public struct Retraining: Sendable, Hashable {
  /// D, months between retrainings, drawn once a trial; above 0.
  public var everyMonths: Parameter
  /// Share of the project's data cost that is spent again.
  public var relabelShare: Parameter
  /// Productive training runs each time.
  public var runs: Parameter
  /// Engineer-weeks each time, at the project's weekly rate.
  public var weeks: Parameter

  /// Retraining every `everyMonths` months.
  public init(
    everyMonths: Parameter, relabelShare: Parameter = 0, runs: Parameter = 1, weeks: Parameter = 0
  ) {
    self.everyMonths = everyMonths
    self.relabelShare = relabelShare
    self.runs = runs
    self.weeks = weeks
  }

  /// How many retrainings fall due in a month, from the months since go-live at its end.
  ///
  /// ⌊t/D⌋ − ⌊(t−1)/D⌋ counts the k with ⌈k·D⌉ = t. A division per month rather than a running sum
  /// of D: k·D stays exact for constants such as 0.1.
  @inline(__always)
  static func due(monthsLive: Lanes, interval: Lanes) -> Lanes {
    let zero = Lanes(repeating: 0)
    let now = flooredNonNegative(pointwiseMax(monthsLive, zero) / interval)
    let before = flooredNonNegative(pointwiseMax(monthsLive - 1, zero) / interval)
    return now - before
  }
}
