// SPDX-License-Identifier: GPL-3.0-or-later

/// Which prices of an entry hold in which month of an experiment.
///
/// In a month those hold that are in force on its first day.
struct PriceSchedule {
  /// The prices of month 1; nil when none is in force then.
  private(set) var first: PricePeriod?
  /// The prices that replace them, each in the months after `fromMonth`.
  private(set) var changes: [(fromMonth: Int, period: PricePeriod)] = []
  /// The first month without any, when there is one after month 1.
  private(set) var gap: (month: Int, day: CalendarDate)?

  /// No prices.
  init() {}

  /// The prices of `entry` over an experiment.
  ///
  /// Without a start they are those that were in force when they were checked, in all months.
  init(of entry: PriceEntry, start: CalendarMonth?, months: Int) {
    guard let start else {
      first = entry.current
      return
    }
    first = entry.period(on: start.firstDay(ofMonth: 1))
    guard first != nil, months > 1 else { return }
    var last = first
    for month in 2...months {
      let day = start.firstDay(ofMonth: month)
      guard let period = entry.period(on: day) else {
        gap = (month, day)
        return
      }
      if period != last { changes.append((month - 1, period)) }
      last = period
    }
  }
}
