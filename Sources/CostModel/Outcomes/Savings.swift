// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// What an option saves against the baseline in eight trials, month by month.
final class Savings {
  /// S_m = cost₀ − cost_i.
  let monthly: MonthSeries
  /// S_m · (1 + r)^(−m/12).
  let discounted: MonthSeries
  /// Σ S_m.
  private(set) var sum = Lanes.zero
  /// Σ S_m · (1 + r)^(−m/12).
  private(set) var discountedSum = Lanes.zero

  /// The first month in which their sum reaches what was paid, as `Outcome.firstPayback` tells it.
  private(set) var payback = Lanes.zero

  /// Whether sums are all that is asked for.
  var keepsNoMonths: Bool { !keepsMonthly && !keepsDiscounted }

  /// Whether the months are asked for, not their sums alone.
  private let keepsMonthly: Bool
  private let keepsDiscounted: Bool

  /// Room for what `metrics` read.
  init(months: Int, metrics: Set<Metric>) {
    keepsMonthly = !metrics.isDisjoint(with: [
      .sustainedPaybackMonths, .paybackRequests, .peakExposure,
    ])
    keepsDiscounted = metrics.contains(.discountedPaybackMonths)
    monthly = MonthSeries(months: months)
    discounted = MonthSeries(months: months)
  }

  deinit {
    monthly.deallocate()
    discounted.deallocate()
  }

  /// Takes what an option was found to save as it was booked.
  func take(_ pass: OnePass) {
    (sum, discountedSum, payback) = (pass[.saved], pass[.discounted], pass[.payback])
  }

  /// - Parameters:
  ///   - paidAtStart: what is paid before the first month ends.
  ///   - investment: what has to be paid back.
  func write(
    _ option: Ledger, against baseline: Ledger, discount: MonthSeries, paidAtStart: Lanes,
    investment: Lanes
  ) {
    var (paid, due) = (paidAtStart, investment)
    var (plain, present, first) = (Lanes.zero, Lanes.zero, Lanes.zero)
    withUnsafeMutablePointers(&plain, &present, &first) { plain, present, first in
      var saved = bk_saved(
        monthly: keepsMonthly ? monthly.base : nil,
        discounted: keepsDiscounted ? discounted.base : nil, sum: plain, discounted_sum: present,
        payback: first)
      bk_savings(
        &saved, monthly.months, baseline.total.base, option.total.base, discount.base, &paid, &due)
    }
    (sum, discountedSum, payback) = (plain, present, first)
  }
}
