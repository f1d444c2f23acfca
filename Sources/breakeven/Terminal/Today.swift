// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments
internal import Foundation

extension CalendarDate {
  /// The day by Greenwich, from the clock.
  static var today: CalendarDate {
    CalendarDate(daysSince1970: Int((Date().timeIntervalSince1970 / 86_400).rounded(.down)))
  }
}
