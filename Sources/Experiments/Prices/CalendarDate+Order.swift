// SPDX-License-Identifier: GPL-3.0-or-later

extension CalendarDate {
  /// The day of the Gregorian calendar with these numbers.
  init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Days from 1 March of year 0, a day after the one on which leap years end.
  ///
  /// H. Hinnant, “chrono-compatible low-level date algorithms”, section `days_from_civil`.
  private var dayNumber: Int {
    let shifted = month > 2 ? year : year - 1
    let monthOfYear = month > 2 ? month - 3 : month + 9
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400
      + (153 * monthOfYear + 2) / 5 + day - 1
  }

  /// The day that many days after 1 January 1970, which may lie before it too.
  public init(daysSince1970 days: Int) {
    let number = days + 719_468
    let era = number >= 0 ? number / 146_097 : (number - 146_096) / 146_097
    let dayOfEra = number - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthOfYear = (5 * dayOfYear + 2) / 153
    month = monthOfYear < 10 ? monthOfYear + 3 : monthOfYear - 9
    day = dayOfYear - (153 * monthOfYear + 2) / 5 + 1
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days from `earlier` to this day; negative when it is the later one.
  public func days(since earlier: CalendarDate) -> Int { dayNumber - earlier.dayNumber }
}

extension CalendarDate: Comparable {
  /// In the order of the calendar.
  public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }
}

extension CalendarDate: CustomStringConvertible {
  /// As `2027-01-14`.
  public var description: String {
    "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

  static func padded(_ number: Int, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}

extension CalendarMonth {
  /// The first day of month `m`, this month being month 1.
  func firstDay(ofMonth m: Int) -> CalendarDate {
    let months = year * 12 + month - 1 + m - 1
    return CalendarDate(year: months / 12, month: months % 12 + 1, day: 1)
  }
}
