// SPDX-License-Identifier: GPL-3.0-or-later

/// Training again because models and data drift.
///
/// Due at D, 2D, … months after go-live, or at renewals whose intervals are each drawn anew; what falls
/// due within a month is paid at its end. Each retraining costs relabel share · data + paid runs · cost of a run at that month's GPU price +
/// weeks · weekly rate.
public struct Retraining: Sendable, Hashable {
  /// D, months between retrainings, above 0.
  public var everyMonths: Parameter
  /// Whether D is drawn once a trial or anew for each retraining.
  public var renewals: Renewals = .once
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
}

/// How often the interval between events that recur is drawn.
public enum Renewals: String, Sendable, Hashable, CaseIterable {
  /// Once a trial.
  case once
  /// For each event.
  case each
}

/// Which retrainings have fallen due, as the months go by.
struct RetrainingCalendar {
  private let interval: Lanes
  private let start: Lanes
  /// The column of intervals when each is drawn anew.
  private let intervals: (trials: EightTrials, source: Int, count: Int)?
  private var number = Lanes(repeating: 1)
  /// When the next one falls due, in months from the start.
  private var next: Lanes

  /// A calendar of multiples of `interval` after `start`.
  init(interval: Lanes, start: Lanes) {
    self.interval = interval
    self.start = start
    intervals = nil
    next = start + interval
  }

  /// A calendar whose intervals are the `count` numbers of a column, one after the other.
  init(_ trials: EightTrials, source: Int, count: Int, start: Lanes) {
    interval = .zero
    self.start = start
    intervals = (trials, source, count)
    next = start + trials.shock(source, month: 1)
  }

  /// How many fall due up to the end of `month` that have not been taken yet; nil when none does in
  /// any trial.
  @inline(__always)
  mutating func take(upTo month: Double) -> Lanes? {
    var due = next .<= month
    guard any(due) else { return nil }
    var count = Lanes(repeating: 0)
    repeat {
      count.replace(with: count + 1, where: due)
      number.replace(with: number + 1, where: due)
      advance(due)
      due = next .<= month
    } while any(due)
    return count
  }

  private mutating func advance(_ due: LaneMask) {
    guard let intervals else {
      // k·D, a product rather than a running sum, stays exact for constants such as 0.1.
      next = start + number * interval
      return
    }
    for lane in 0..<Lanes.scalarCount where due[lane] {
      let event = Int(number[lane])
      next[lane] +=
        event <= intervals.count
        ? intervals.trials.shock(intervals.source, month: event)[lane] : .infinity
    }
  }
}
