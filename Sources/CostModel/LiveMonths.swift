// SPDX-License-Identifier: GPL-3.0-or-later

/// When an option serves in eight trials: after its delay, and only if its quality is good enough.
struct LiveMonths {
  /// Months before it serves, a second attempt included.
  let delay: Lanes
  /// Trials in which the option never serves.
  let failed: LaneMask
  /// Trials in which the first attempt was not good enough.
  let retries: LaneMask
  /// Whether it is live in every month whatever is drawn.
  let always: Bool
  /// Whether it may start after the first month.
  let isDelayed: Bool
  /// Months after which another option has taken over; infinite where none does.
  let retirement: Lanes

  init(_ option: ServingOption, trials: EightTrials) {
    let firstFails = trials.value(option.reachesParity) .== 0
    let planned = trials.value(option.goLiveDelayMonths)
    if let retry = option.retry {
      retries = firstFails
      failed = firstFails .& (trials.value(retry.reachesParity) .== 0)
      delay = planned.replacing(with: planned + trials.value(retry.months), where: firstFails)
    } else {
      retries = planned .< 0
      failed = firstFails
      delay = planned
    }
    if case .fallBack = option.endOfLife?.action, let end = option.endOfLife {
      retirement = trials.value(end.atMonth)
    } else {
      retirement = Lanes(repeating: .infinity)
    }
    isDelayed = option.goLiveDelayMonths != .constant(0) || option.retry != nil
    always = !isDelayed && option.reachesParity == .constant(1)
  }

  func mask(_ month: Int) -> LaneMask { (delay .< Double(month)) .& .!failed }

  /// Whether another option has taken over.
  func isRetired(_ month: Int) -> LaneMask { retirement .< Double(month) }

  /// Whether `time`, in months from the start, lies in the month.
  static func contains(_ time: Lanes, month: Int) -> LaneMask {
    (time .<= Double(month)) .& (time .> Double(month - 1))
  }
}
