// SPDX-License-Identifier: GPL-3.0-or-later

/// When an option serves in eight trials: after its delay, and only if its quality is good enough.
struct LiveMonths {
  /// Months before it was to serve.
  let planned: Lanes
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

  /// What decides on it: a few numbers, since a copy of the whole option costs more than the months.
  struct Terms: Sendable {
    private let reachesParity: Parameter
    private let planned: Parameter
    private let retry: Retry?
    private let retirement: Parameter
    let isDelayed: Bool
    let always: Bool

    init(_ option: ServingOption) {
      reachesParity = option.reachesParity
      planned = option.goLiveDelayMonths
      retry = option.retry
      if case .fallBack = option.endOfLife?.action, let end = option.endOfLife {
        retirement = end.atMonth
      } else {
        retirement = .constant(.infinity)
      }
      isDelayed = planned != .constant(0) || retry != nil
      always = !isDelayed && reachesParity == .constant(1)
    }

    func months(_ trials: EightTrials) -> LiveMonths {
      let firstFails = trials.value(reachesParity) .== 0
      let planned = trials.value(planned)
      let retirement = trials.value(retirement)
      guard let retry else {
        return LiveMonths(
          planned: planned, delay: planned, failed: firstFails, retries: planned .< 0,
          always: always,
          isDelayed: isDelayed, retirement: retirement)
      }
      return LiveMonths(
        planned: planned,
        delay: planned.replacing(with: planned + trials.value(retry.months), where: firstFails),
        failed: firstFails .& (trials.value(retry.reachesParity) .== 0), retries: firstFails,
        always: always, isDelayed: isDelayed, retirement: retirement)
    }
  }

  func mask(_ month: Int) -> LaneMask { (delay .< Double(month)) .& .!failed }

  /// Whether another option has taken over.
  func isRetired(_ month: Int) -> LaneMask { retirement .< Double(month) }

  /// Whether `time`, in months from the start, lies in the month.
  static func contains(_ time: Lanes, month: Int) -> LaneMask {
    (time .<= Double(month)) .& (time .> Double(month - 1))
  }
}
