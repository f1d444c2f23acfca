// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// The months of an option booked in one pass: where the kernel finds what it reads, and what it gives.
///
/// A class that keeps its memory: most places are the same for all trials.
final class OnePass {
  /// Sums over the months of eight trials, and what they depend on.
  enum Number: Int, CaseIterable {
    case starting, paid, investment
    case serving, bills, total, saved, discounted, payback
  }

  private let numbers: UnsafeMutablePointer<Lanes>
  private let option: UnsafeMutablePointer<bk_option>
  private let recurring: UnsafeMutablePointer<bk_bill>
  private let booked: UnsafeMutablePointer<bk_booked>
  private let months: Int

  /// - Parameter total: where what is paid in each month goes.
  init(total: MonthSeries) {
    months = total.months
    numbers = .allocate(capacity: Number.allCases.count)
    numbers.initialize(repeating: .zero, count: Number.allCases.count)
    option = .allocate(capacity: 1)
    option.initialize(to: bk_option())
    recurring = .allocate(capacity: 1)
    recurring.initialize(to: bk_bill())
    booked = .allocate(capacity: 1)
    let numbers = numbers
    func place(_ number: Number) -> UnsafeMutablePointer<Lanes> { numbers + number.rawValue }
    booked.initialize(
      to: bk_booked(
        total: total.base, sum: place(.total), saved: place(.saved),
        discounted: place(.discounted), payback: place(.payback), per_volume: nil, fixed: nil,
        bills: nil, serving_sum: place(.serving), bills_sum: place(.bills)))
    option.pointee.starting = UnsafeRawPointer(place(.starting))
    option.pointee.paid = UnsafeRawPointer(place(.paid))
    option.pointee.investment = UnsafeRawPointer(place(.investment))
  }

  deinit {
    numbers.deallocate()
    option.deallocate()
    recurring.deallocate()
    booked.deallocate()
  }

  subscript(number: Number) -> Lanes { numbers[number.rawValue] }

  /// Has the parts of what is paid written and summed as well, from now on.
  func keepParts(perVolume: MonthSeries, fixed: MonthSeries, bills: MonthSeries) {
    booked.pointee.per_volume = UnsafeMutableRawPointer(perVolume.base)
    booked.pointee.fixed = UnsafeMutableRawPointer(fixed.base)
    booked.pointee.bills = UnsafeMutableRawPointer(bills.base)
  }

  func setDemand(_ demand: Demand) {
    option.pointee.ratio = UnsafeRawPointer(demand.ratio.base)
    numbers[Number.starting.rawValue] = demand.starting
  }

  /// Costs per request that fall by a factor each month.
  func setPrice(_ start: Term, factor: Term, _ trials: EightTrials) {
    option.pointee.price = UnsafeRawPointer(trials.pointer(start))
    option.pointee.factor = UnsafeRawPointer(trials.pointer(factor))
  }

  /// Costs per request and per month as series.
  func setServing(_ serving: bk_serving) { option.pointee.own = serving }

  /// What is paid instead in some trials.
  func setOther(_ serving: bk_serving, where failed: Term, _ trials: EightTrials) {
    option.pointee.other = serving
    option.pointee.pays_other = UnsafeRawPointer(trials.pointer(failed))
  }

  /// Bills that recur.
  func setRecurring(_ bill: bk_bill, first: Term, interval: Term, _ trials: EightTrials) {
    recurring.pointee = bill
    option.pointee.bills = nil
    option.pointee.recurring = UnsafePointer(recurring)
    option.pointee.first = UnsafeRawPointer(trials.pointer(first))
    option.pointee.interval = UnsafeRawPointer(trials.pointer(interval))
  }

  /// Bills as a series.
  func setBills(_ bills: MonthSeries?) {
    option.pointee.bills = bills.map { UnsafeRawPointer($0.base) }
    option.pointee.recurring = nil
  }

  /// What savings are counted against; nil where they are not asked for.
  func setBaseline(
    _ baseline: MonthSeries?, discount: MonthSeries?, paid: Lanes, investment: Lanes
  ) {
    option.pointee.baseline = baseline.map { UnsafeRawPointer($0.base) }
    option.pointee.discount = discount.map { UnsafeRawPointer($0.base) }
    numbers[Number.paid.rawValue] = paid
    numbers[Number.investment.rawValue] = investment
  }

  func run() { bk_book(option, months, booked) }
}
