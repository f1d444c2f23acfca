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

  /// Whether the discounted months are asked for, not their sum alone.
  private let keepsDiscounted: Bool

  init(months: Int, keepsDiscounted: Bool) {
    self.keepsDiscounted = keepsDiscounted
    monthly = MonthSeries(months: months)
    discounted = MonthSeries(months: months)
  }

  deinit {
    monthly.deallocate()
    discounted.deallocate()
  }

  func write(_ option: Ledger, against baseline: Ledger, discount: MonthSeries) {
    bk_savings(
      monthly.base, keepsDiscounted ? discounted.base : nil, monthly.months, baseline.total.base,
      option.total.base,
      discount.base, &sum, &discountedSum)
  }
}
