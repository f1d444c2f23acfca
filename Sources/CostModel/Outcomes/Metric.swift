// SPDX-License-Identifier: GPL-3.0-or-later

/// What is computed of an option in a trial.
///
/// The raw value is the name in files.
public enum Metric: String, Sendable, Hashable, CaseIterable, Comparable {
  /// U, everything paid before the first month ends.
  case upfrontCost = "upfront_cost"
  /// Upfront cost paid at the start and everything paid in the first twelve months.
  case first12MonthsCost = "first_12_months_cost"
  /// First month the cumulative saving reaches 0, linear inside the month.
  case paybackMonths = "payback_months"
  /// Last up-crossing after which the cumulative saving stays at or above 0.
  case sustainedPaybackMonths = "sustained_payback_months"
  /// First payback of the discounted cumulative saving.
  case discountedPaybackMonths = "discounted_payback_months"
  /// Requests served until first payback.
  case paybackRequests = "payback_requests"
  /// U / (u₀ − u_i) at the start.
  case breakevenRequests = "breakeven_requests"
  /// Starting volume at which the net present value is 0.
  case crossoverRequestsPerMonth = "crossover_requests_per_month"
  /// Cumulative saving at the horizon.
  case netSaving = "net_saving"
  /// Net present value of the saving.
  case npv
  /// Upfront and all monthly costs, undiscounted.
  case totalCost = "total_cost"
  /// What serving alone costs over the horizon.
  case servingCost = "serving_cost"
  /// What retraining costs over the horizon.
  case retrainingCost = "retraining_cost"
  /// The deepest the cumulative saving falls below 0, as a positive number.
  case peakExposure = "peak_exposure"
  /// Total cost per 1,000 requests served.
  case costPer1kRequests = "cost_per_1k_requests"
  /// Total cost less the cheapest option's in the same trial.
  case regret

  /// What the numbers count.
  public enum Unit: Sendable, Hashable {
    /// The experiment's currency.
    case money
    /// Months from the start.
    case months
    /// Requests.
    case requests
    /// Requests per month.
    case requestsPerMonth
    /// Money per 1,000 requests.
    case moneyPer1kRequests
  }

  /// The metric's unit.
  public var unit: Unit {
    switch self {
    case .paybackMonths, .sustainedPaybackMonths, .discountedPaybackMonths: .months
    case .paybackRequests, .breakevenRequests: .requests
    case .crossoverRequestsPerMonth: .requestsPerMonth
    case .costPer1kRequests: .moneyPer1kRequests
    case .upfrontCost, .first12MonthsCost, .netSaving, .npv, .totalCost, .servingCost,
      .retrainingCost, .peakExposure,
      .regret:
      .money
    }
  }

  /// Whether large amounts of money are bad, small ones are, or the metric is not money.
  public var adverseAmounts: AdverseAmounts? {
    switch self {
    case .netSaving, .npv: .small
    default: unit == .money ? .large : nil
    }
  }

  /// Which amounts of a metric are bad.
  public enum AdverseAmounts: Sendable, Hashable {
    /// Savings.
    case small
    /// Costs.
    case large
  }

  /// Whether it says something of the baseline, which is not compared with itself.
  public var appliesToBaseline: Bool {
    switch self {
    case .upfrontCost, .first12MonthsCost, .totalCost, .servingCost, .retrainingCost,
      .costPer1kRequests, .regret:
      true
    default: false
    }
  }

  /// Whether it follows from what is saved against the baseline, month by month.
  var readsSavings: Bool {
    switch self {
    case .paybackMonths, .sustainedPaybackMonths, .discountedPaybackMonths, .paybackRequests,
      .crossoverRequestsPerMonth, .netSaving, .npv, .peakExposure:
      true
    default: false
    }
  }

  /// In the order of every table.
  public static func < (a: Metric, b: Metric) -> Bool { a.position < b.position }

  private var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// One column of results: a metric of an option.
public struct OutputColumn: Sendable, Hashable {
  /// The option's place in `CostModel.options`.
  public let option: Int
  /// What is computed of it.
  public let metric: Metric

  /// The column of `metric` of the option at `option`.
  public init(option: Int, metric: Metric) {
    self.option = option
    self.metric = metric
  }
}

extension CostModel {
  /// The columns of `metrics`, option by option in the order of the file.
  public func columns(of metrics: Set<Metric>) -> [OutputColumn] {
    let ordered = metrics.sorted()
    return options.indices.flatMap { option in
      ordered
        .filter { option != baseline || $0.appliesToBaseline }
        .map { OutputColumn(option: option, metric: $0) }
    }
  }
}
