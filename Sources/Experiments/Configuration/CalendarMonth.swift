// SPDX-License-Identifier: GPL-3.0-or-later

/// A month of the calendar, as `2026-12`.
struct CalendarMonth: Sendable, Hashable {
  let year: Int
  /// 1 to 12.
  let month: Int

  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let date = CalendarDate("\(text)-01") else { return nil }
    year = date.year
    month = date.month
  }

  /// How many months after the beginning of this month a day is, a day counting for its share of its
  /// month.
  func months(to date: CalendarDate) -> Double {
    let whole = (date.year - year) * 12 + date.month - month
    return Double(whole) + Double(date.day - 1) / Double(CalendarDate.days(date.year, date.month))
  }
}

/// A day of the Gregorian calendar, as `2027-01-14`.
public struct CalendarDate: Sendable, Hashable {
  let year: Int
  let month: Int
  let day: Int

  /// The day that `text` names; nil when there is no such day.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.map(\.count) == [4, 2, 2],
      parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1...12).contains(month), (1...Self.days(year, month)).contains(day)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  static func days(_ year: Int, _ month: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }
}
