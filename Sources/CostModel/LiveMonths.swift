// SPDX-License-Identifier: GPL-3.0-or-later

/// When an option serves: after its delay, and only if its quality is good enough.
struct LiveTerms {
  /// Months before it was to serve.
  let planned: Term
  /// Months before it serves, a second attempt included.
  let delay: Term
  /// 1 in trials in which the option never serves, 0 in the others.
  let failed: Term
  /// 1 in trials in which the first attempt was not good enough and a second one is made.
  let retries: Term
  /// Months after which another option has taken over; infinite where none does.
  let retirement: Term
  /// Months after which nothing is paid to keep it: it never served or is gone.
  let last: Term
  /// Whether it may start after the first month.
  let isDelayed: Bool
  /// Whether it is live in every month whatever is drawn.
  let always: Bool

  init(_ option: ServingOption, table: TermTable) {
    let none = table.constant(0)
    planned = table.term(option.goLiveDelayMonths)
    let parity = table.term(option.reachesParity)
    let firstFails = none.replacing(with: 1, where: parity .== 0)
    if let retry = option.retry {
      retries = firstFails
      delay = planned.replacing(with: planned + table.term(retry.months), where: parity .== 0)
      failed = firstFails.replacing(
        with: none.replacing(with: firstFails, where: table.term(retry.reachesParity) .== 0),
        where: parity .== 0)
    } else {
      (retries, delay, failed) = (none, planned, firstFails)
    }
    if case .fallBack = option.endOfLife?.action, let end = option.endOfLife {
      retirement = table.term(end.atMonth)
    } else {
      retirement = table.constant(.infinity)
    }
    last = none.replacing(with: retirement, where: failed .== 0)
    isDelayed = option.goLiveDelayMonths != .constant(0) || option.retry != nil
    always = !isDelayed && option.reachesParity == .constant(1)
  }
}

/// The same of eight trials.
struct LiveMonths {
  let planned: Lanes
  let delay: Lanes
  let failed: LaneMask
  let retries: LaneMask
  let retirement: Lanes

  init(_ terms: LiveTerms, _ trials: EightTrials) {
    planned = trials.value(terms.planned)
    delay = trials.value(terms.delay)
    failed = trials.value(terms.failed) .!= 0
    retries = trials.value(terms.retries) .!= 0
    retirement = trials.value(terms.retirement)
  }

  func mask(_ month: Int) -> LaneMask { (delay .< Double(month)) .& .!failed }

  /// Whether another option has taken over.
  func isRetired(_ month: Int) -> LaneMask { retirement .< Double(month) }

  /// Whether `time`, in months from the start, lies in the month.
  static func contains(_ time: Lanes, month: Int) -> LaneMask {
    (time .<= Double(month)) .& (time .> Double(month - 1))
  }
}
