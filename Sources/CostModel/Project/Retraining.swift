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

  /// Which retrainings have fallen due, as the months go by.
  struct Calendar {
    private let interval: Lanes
    private var number = Lanes(repeating: 1)
    /// When the next one falls due, in months since go-live: k·D, a product rather than a running
    /// sum of D, which stays exact for constants such as 0.1.
    private var next: Lanes

    init(interval: Lanes) {
      self.interval = interval
      next = interval
    }

    /// How many fall due up to `monthsLive` months since go-live that have not been taken yet; nil
    /// when none does in any trial.
    @inline(__always)
    mutating func take(upTo monthsLive: Lanes) -> Lanes? {
      var due = next .<= monthsLive
      guard any(due) else { return nil }
      var count = Lanes(repeating: 0)
      repeat {
        count.replace(with: count + 1, where: due)
        number.replace(with: number + 1, where: due)
        next = number * interval
        due = next .<= monthsLive
      } while any(due)
      return count
    }
  }
}
