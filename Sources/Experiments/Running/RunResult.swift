// SPDX-License-Identifier: GPL-3.0-or-later

public import Analysis
public import CostModel

/// What a run found, and what it ran.
public struct RunResult: Sendable {
  /// The experiment with the settings in force.
  public let experiment: Experiment
  /// The metrics that were computed.
  public let metrics: [Metric]
  /// How many trials count: all, or those for which the experiment's condition holds.
  public let trials: Int
  /// Trials whose cash flow was kept, if there were as many.
  public let cashflowTrials: Int
  /// Whether percentiles are from histograms, with a relative error of up to `streamingError`, and not from
  /// the numbers of every trial.
  public let isStreamed: Bool
  /// Each metric of each option, in the order of the tables.
  public let columns: [ColumnResult]
  /// Events with their probabilities, in the order of the tables.
  public let events: [EventResult]
  /// Costs and savings month by month.
  public let cashflow: [CashflowRow]
  /// What to set aside, for those metrics of budgets that were computed.
  public let budgets: [Budget]
  /// What the file's approval rules come to; empty unless asked for.
  ///
  /// As far as the metrics that were computed tell, and without those that depend on the day.
  public let gates: [Gate]
  /// Each metric against the number of trials; empty unless asked for.
  public let convergence: [ConvergenceRow]

  /// The column of `metric` of the option at `option`.
  public func column(_ metric: Metric, option: Int) -> ColumnResult? {
    columns.first { $0.column == OutputColumn(option: option, metric: metric) }
  }
}

/// One metric of one option.
public struct ColumnResult: Sendable {
  /// Which.
  public let column: OutputColumn
  /// Count, mean, spread, share of never.
  public let summary: SampleSummary
  /// A quantile for each of `RunResult.percentiles`.
  public let quantiles: [QuantileEstimate]
  /// The bad tail at each of `RunResult.riskLevels`; none where the metric is not money.
  public let tails: [TailRisk]
  /// Months to payback, counted by quarters of a month; only for `payback_months`.
  ///
  /// For a page also upfront costs, between P1 and P99.
  public let histogram: Histogram?

  /// The quantile of `percentile` percent.
  public func quantile(_ percentile: Int) -> QuantileEstimate? {
    RunResult.percentiles.firstIndex(of: percentile).map { quantiles[$0] }
  }
}

extension RunResult {
  /// The percentiles of every table, in percent.
  public static let percentiles = [1, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95, 99]
  /// The greatest relative error of a percentile that a histogram gives.
  public static let streamingError = LogHistogram.relativeError
  /// The levels of the value at risk, in percent: each is among the percentiles, from either end.
  public static let riskLevels = [90, 95, 99]
}

/// Something that happens to an option in a trial or does not.
public struct EventResult: Sendable {
  /// The option's place in the experiment.
  public let option: Int
  /// What happens.
  public let event: Event
  /// How likely, with a 95 % interval.
  public let estimate: ProbabilityEstimate
}

/// What may happen to an option in a trial.
public enum Event: Sendable, Hashable {
  /// First payback at or before a month.
  case paybackWithin(months: Int)
  /// First payback within the horizon.
  case paysBack
  /// The cumulative saving stays at or above 0 once it got there.
  case sustained
  /// The net present value is above 0.
  case positiveNPV
  /// The option has the lowest total cost of all; the first in the file where several have.
  case cheapest

  /// The name in files.
  public var name: String {
    switch self {
    case .paybackWithin(let months): "payback_months<=\(months)"
    case .paysBack: "pays_back"
    case .sustained: "sustained"
    case .positiveNPV: "npv>0"
    case .cheapest: "cheapest"
    }
  }
}

/// One month of one option: what it costs, or what it has saved since the start.
public struct CashflowRow: Sendable {
  /// The option's place in the experiment.
  public let option: Int
  /// From 1 to the horizon.
  public let month: Int
  /// What the numbers are.
  public let series: Series
  /// Trials behind them.
  public let trials: Int
  /// The average over the trials.
  public let mean: Double
  /// A quantile for each of `percentiles`.
  public let quantiles: [Double]

  /// What a cash-flow row holds.
  public enum Series: String, Sendable, Hashable, CaseIterable {
    /// Everything paid in the month.
    case cost
    /// Saving against the baseline since the start, the upfront cost taken off.
    case cumulativeSaving = "cumulative_saving"
  }

  /// The percentiles of the table, in percent.
  public static let percentiles = [5, 10, 25, 50, 75, 90, 95]
}
