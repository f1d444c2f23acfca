// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Testing

@Suite("The calendar")
struct CalendarTests {
  /// Days from 1 January 1970 by Python's `datetime.date`.
  static let days: [(text: String, number: Int)] = [
    ("0001-01-01", -719_162), ("1900-03-01", -25_508), ("1969-12-31", -1), ("1970-01-01", 0),
    ("2000-02-29", 11_016), ("2026-11-23", 20_780), ("2027-01-14", 20_832),
    ("2100-03-01", 47_541), ("9999-12-31", 2_932_896),
  ]

  @Test("A day and its number", arguments: days)
  func number(text: String, number: Int) throws {
    let day = try #require(CalendarDate(text))
    #expect(CalendarDate(daysSince1970: number) == day)
    #expect(day.days(since: CalendarDate(daysSince1970: 0)) == number)
    #expect(day.description == text)
  }

  @Test("Each day comes after the one before, over four centuries")
  func order() {
    var last = CalendarDate(daysSince1970: -73_000)
    for number in -72_999...73_100 {
      let day = CalendarDate(daysSince1970: number)
      if day <= last || day.days(since: last) != 1 || CalendarDate(day.description) != day {
        Issue.record("\(day) after \(last)")
        return
      }
      last = day
    }
  }
}
