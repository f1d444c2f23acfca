// SPDX-License-Identifier: GPL-3.0-or-later

/// The metrics of one option in eight trials, each a function of the ledgers.
///
/// It lives no longer than the evaluator that holds what it looks at, and counts no references.
struct Outcome {
  unowned(unsafe) let option: Ledger
  unowned(unsafe) let baseline: Ledger
  unowned(unsafe) let demand: Demand
  /// (1 + r)^(−m/12).
  let discount: MonthSeries
  /// What the option saves, once they were written.
  unowned(unsafe) let savings: Savings

  /// U_i − U_0: what has to be paid back.
  var investment: Lanes { option.upfront - baseline.upfront }

  /// The part of the investment that is paid before the first month ends.
  var paidAtStart: Lanes { option.paidAtStart - baseline.paidAtStart }

  func writeSavings() {
    if option.hasSavings { return savings.take(option.onePass) }
    savings.write(self)
  }

  /// The value of `metric`, once savings were written if it reads them; all but regret, which takes all options.
  func value(_ metric: Metric) -> Lanes {
    switch metric {
    case .upfrontCost: option.upfront
    case .first12MonthsCost: first12MonthsCost
    case .paybackMonths: savings[.payback]
    case .sustainedPaybackMonths: savings[.sustainedPayback]
    case .discountedPaybackMonths: savings[.discountedPayback]
    case .paybackRequests: savings[.paybackRequests]
    case .breakevenRequests: breakevenRequests
    case .crossoverRequestsPerMonth: savings[.crossover]
    case .netSaving: savings[.sum] - paidAtStart
    case .npv: savings[.discountedSum] - paidAtStart
    case .totalCost, .regret: totalCost
    case .servingCost: option.servingSum
    case .retrainingCost: option.retrainingSum
    case .peakExposure: savings[.peakExposure]
    case .costPer1kRequests: costPer1kRequests
    }
  }

  var totalCost: Lanes { option.paidAtStart + option.totalSum }

  private var first12MonthsCost: Lanes {
    var cost = option.paidAtStart
    for month in 1...min(12, option.total.months) { cost += option.total[month] }
    return cost
  }

  /// U / (u₀ − u_i): infinite when a request costs no less than the baseline's.
  private var breakevenRequests: Lanes {
    let saving = baseline.perRequestAtStart - option.perRequestAtStart
    let requests = (investment / saving).replacing(with: 0, where: investment .<= 0)
    return requests.replacing(with: .infinity, where: .!(saving .> 0))
  }

  /// Infinite when nothing is served.
  private var costPer1kRequests: Lanes {
    let requests = demand.starting * demand.ratioSum
    return (totalCost / requests * 1000).replacing(with: .infinity, where: .!(requests .> 0))
  }
}
