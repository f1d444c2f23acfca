// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// What follows from what an option saves against the baseline in eight trials, month by month.
///
/// A class that keeps its memory, as `OnePass` is.
final class Savings {
  enum Number: Int, CaseIterable {
    /// Σ S_m, with S_m = cost₀ − cost_i.
    case sum
    /// Σ S_m · (1 + r)^(−m/12).
    case discountedSum
    /// The first month the cumulative saving reaches 0: 0 when nothing was paid upfront.
    ///
    /// A crossing inside month m lies at m − 1 + (−cum_{m−1}) / (cum_m − cum_{m−1}): the saving is spread
    /// evenly over its month.
    case payback
    /// The same of the discounted savings.
    case discountedPayback
    /// The last up-crossing after which the cumulative saving stays at or above 0 to the horizon.
    ///
    /// It differs from first payback where a retraining bill pushes the line under again.
    case sustainedPayback
    /// The deepest the cumulative saving falls below 0, from the start to the horizon.
    case peakExposure
    /// Requests served until first payback; infinite where there is none.
    case paybackRequests
    /// The starting volume at which the net present value is 0.
    ///
    /// The net present value is linear in V_0 where every price is per request: V* = (U + present value of what
    /// does not scale) / (present value of the saving per unit of V_0), without a search. Infinite where volume
    /// brings no saving; 0 where the option wins without any.
    case crossover
  }

  /// Whether sums and first payback are all that is asked for, which the one pass finds as well.
  let areSumsAlone: Bool

  private let numbers: UnsafeMutablePointer<Lanes>
  private var saved: bk_saved

  /// Room for what `metrics` read.
  init(metrics: Set<Metric>) {
    let numbers = UnsafeMutablePointer<Lanes>.allocate(capacity: Number.allCases.count)
    numbers.initialize(repeating: .zero, count: Number.allCases.count)
    self.numbers = numbers
    func place(_ number: Number, for wanted: Metric...) -> UnsafeMutableRawPointer? {
      wanted.isEmpty || !metrics.isDisjoint(with: wanted)
        ? UnsafeMutableRawPointer(numbers + number.rawValue) : nil
    }
    saved = bk_saved(
      sum: place(.sum), discounted_sum: place(.discountedSum), payback: place(.payback),
      discounted_payback: place(.discountedPayback, for: .discountedPaybackMonths),
      sustained_payback: place(.sustainedPayback, for: .sustainedPaybackMonths, .peakExposure),
      peak_exposure: place(.peakExposure, for: .sustainedPaybackMonths, .peakExposure),
      payback_requests: place(.paybackRequests, for: .paybackRequests),
      crossover: place(.crossover, for: .crossoverRequestsPerMonth))
    areSumsAlone =
      saved.discounted_payback == nil && saved.sustained_payback == nil
      && saved.payback_requests == nil && saved.crossover == nil
  }

  deinit { numbers.deallocate() }

  subscript(number: Number) -> Lanes { numbers[number.rawValue] }

  /// Takes what an option was found to save as it was booked.
  func take(_ pass: OnePass) {
    numbers[Number.sum.rawValue] = pass[.saved]
    numbers[Number.discountedSum.rawValue] = pass[.discounted]
    numbers[Number.payback.rawValue] = pass[.payback]
  }

  /// Computes them from the months of an option and of the baseline.
  func write(_ outcome: Outcome) {
    var (paid, due) = (outcome.paidAtStart, outcome.investment)
    var starting = outcome.demand.starting
    var (own, other) = (outcome.option.months, outcome.baseline.months)
    withUnsafeMutablePointers(&paid, &due, &starting) { paid, due, starting in
      var terms = bk_saving_terms(
        discount: outcome.discount.base, ratio: outcome.demand.ratio.base, starting: starting,
        paid: paid, investment: due)
      bk_savings(&saved, outcome.discount.months, &own, &other, &terms)
    }
  }
}
