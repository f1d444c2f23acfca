// SPDX-License-Identifier: GPL-3.0-or-later

/// How a number is written in an experiment file: decimal, with `_` between digits if wished.
///
/// Stricter than YAML on purpose: YAML 1.1 reads `12:30` as 750 and `010` as 8.
enum NumberText {
  enum Reading: Equatable {
    case number(Double)
    /// It looks like a number but is none that can be used; the reason and the mend.
    case refused(fault: String, remedy: String)
    /// It does not look like a number.
    case other
  }

  static func read(_ text: String) -> Reading {
    guard let first = text.first, first.isASCII else { return .other }
    let bare = text.drop { $0 == "+" || $0 == "-" }
    let lowered = bare.lowercased()
    if [".nan", "nan", ".inf", "inf", "infinity"].contains(lowered) {
      return .refused(fault: "\(text) is not a finite number", remedy: "give a finite number")
    }
    guard let digit = bare.first, digit.isNumber || digit == "." else { return .other }
    if isDecimal(text) {
      guard let value = Double(text.filter { $0 != "_" }) else { return .other }
      guard value.isFinite else {
        return .refused(
          fault: "\(text) is too large for a number", remedy: "give one below 1.8e308")
      }
      return .number(value)
    }
    if bare.allSatisfy({ $0.isNumber || ":._".contains($0) }), bare.contains(":") {
      return .refused(
        fault: "\(text) is a time of day, not a number", remedy: "give a decimal number")
    }
    if bare.hasSuffix("%"), isDecimal(String(text.dropLast())) {
      return .refused(
        fault: "\(text) is a percentage", remedy: "give the share: 40 % is 0.40")
    }
    if bare.contains(","), bare.allSatisfy({ $0.isNumber || ",._".contains($0) }) {
      return .refused(
        fault: "\(text) has a comma", remedy: "write a decimal point, and _ between thousands")
    }
    return .other
  }

  /// Sign, digits with single underscores between them, fraction, exponent.
  private static func isDecimal(_ text: String) -> Bool {
    var rest = Substring(text)
    if let sign = rest.first, sign == "+" || sign == "-" { rest.removeFirst() }
    let whole = takeDigits(&rest)
    var fraction = 0
    if rest.first == "." {
      rest.removeFirst()
      fraction = takeDigits(&rest)
    }
    guard whole >= 0, fraction >= 0, whole + fraction > 0 else { return false }
    if let mark = rest.first, mark == "e" || mark == "E" {
      rest.removeFirst()
      if let sign = rest.first, sign == "+" || sign == "-" { rest.removeFirst() }
      guard takeDigits(&rest) > 0 else { return false }
    }
    return rest.isEmpty
  }

  /// Removes digits from the front; -1 if an underscore does not stand between two of them.
  private static func takeDigits(_ rest: inout Substring) -> Int {
    var count = 0
    var lastWasDigit = false
    while let character = rest.first {
      if character.isASCII, character.isNumber {
        count += 1
        lastWasDigit = true
      } else if character == "_" {
        guard lastWasDigit else { return -1 }
        lastWasDigit = false
      } else {
        break
      }
      rest.removeFirst()
    }
    return count > 0 && !lastWasDigit ? -1 : count
  }
}
