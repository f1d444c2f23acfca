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

/// What a retraining costs, apart from the GPU price of its month, and when it comes.
struct RetrainingBill {
  /// Data and labour.
  let perEvent: Term
  let runs: Term
  let hours: Term
  /// What a run costs besides GPU-hours at a price that moves.
  let setup: Term
  /// The number of the price path that GPU-hours are paid by; nil for a price that does not move.
  let pricePath: Int?
  let interval: Term

  init(_ retraining: Retraining, of project: ProjectTerms, table: TermTable) {
    perEvent = project.dataAndLabour(share: retraining.relabelShare, weeks: retraining.weeks)
    runs = project.paidRuns(retraining.runs)
    hours = project.run.gpuHours
    interval = table.term(retraining.everyMonths)
    switch project.run.gpuPrice {
    case .path(let index): (setup, pricePath) = (project.run.fixed, index)
    case .level(let level):
      (setup, pricePath) = (hours * table.term(level) + project.run.fixed, nil)
    case nil: (setup, pricePath) = (project.run.fixed, nil)
    }
  }
}

/// How often the interval between events that recur is drawn.
public enum Renewals: String, Sendable, Hashable, CaseIterable {
  /// Once a trial.
  case once
  /// For each event.
  case each
}

extension MonthSeries {
  /// Counts how many events fall into each month whose intervals are the numbers of a column of shocks, one
  /// after the other; with them it ends.
  func countEvents(after start: Lanes, intervals source: Int, trials: EightTrials) {
    fill(.zero)
    for lane in 0..<Lanes.scalarCount {
      var time = start[lane]
      for event in 1...months {
        time += trials.shock(source, month: event)[lane]
        guard time <= Double(months) else { break }
        self[max(Int(time.rounded(.up)), 1)][lane] += 1
      }
    }
  }
}
