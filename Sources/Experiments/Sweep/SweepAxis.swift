// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation

/// A number of an experiment and the values that a sweep gives it.
public struct SweepAxis: Sendable, Hashable {
  /// The input's name, or the keys that lead to a constant, as `options/hosted/project/setup`.
  public let name: String
  /// In the order given.
  public let values: [Double]

  /// Most values of one axis.
  static let mostValues = 1_000

  init(name: String, values: [Double]) {
    self.name = name
    self.values = values
  }

  /// An axis as the command line writes it: `volume=50k,100k`, `share=0.1..0.5:5`, `volume=10k..1M:9:log`.
  ///
  /// - Throws: `InvalidInput` that names `name` and says what is wrong.
  public init(from text: String, name option: String) throws(InvalidInput) {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
      throw InvalidInput(
        file: option, fault: "“\(shortened(text))” sweeps no number",
        remedy: "write NAME=a,b,c or NAME=low..high:count, as volume=50k..1M:20:log")
    }
    name = String(text[..<sign])
    let list = String(text[text.index(after: sign)...])
    values = list.contains("..") ? try Self.range(list, option) : try Self.list(list, option)
    for (place, value) in values.enumerated() where values[..<place].contains(value) {
      throw InvalidInput(
        file: option, fault: "\(name) is \(NumberRange.short(value)) twice",
        remedy: "give each value once")
    }
  }

  private static func list(_ text: String, _ option: String) throws(InvalidInput) -> [Double] {
    var values: [Double] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      values.append(try number(word, option))
    }
    try check(count: values.count, option)
    return values
  }

  /// Both ends and what is between them, at equal distances or equal ratios.
  private static func range(_ text: String, _ option: String) throws(InvalidInput) -> [Double] {
    func refuse(_ fault: String) -> InvalidInput {
      InvalidInput(
        file: option, fault: "“\(shortened(text))” \(fault)",
        remedy: "write low..high:count or low..high:count:log, as 50k..1M:20:log")
    }
    let words = text.split(separator: ":", omittingEmptySubsequences: false)
    let ends = words[0].split(separator: "..", omittingEmptySubsequences: false)
    guard ends.count == 2, (2...3).contains(words.count), words.count == 2 || words[2] == "log",
      let count = Int(words[1])
    else { throw refuse("is no range of values") }
    let (low, high) = (try number(ends[0], option), try number(ends[1], option))
    try check(count: count, option)
    guard count >= 2, low < high else { throw refuse("does not rise, in two values or more") }
    let isLogarithmic = words.count == 3
    guard !isLogarithmic || low > 0 else { throw refuse("has equal ratios only above 0") }
    return (0..<count).map { place in
      if place == 0 { return low }
      if place == count - 1 { return high }
      let share = Double(place) / Double(count - 1)
      return rounded(isLogarithmic ? low * pow(high / low, share) : low + (high - low) * share)
    }
  }

  /// To twelve digits: people shall read 0.35 and not 0.35000000000000003.
  private static func rounded(_ value: Double) -> Double {
    Double(String(format: "%.12g", value)) ?? value
  }

  private static func check(count: Int, _ option: String) throws(InvalidInput) {
    guard (1...mostValues).contains(count) else {
      throw InvalidInput(
        file: option, fault: "\(count) values", remedy: "give from 1 to \(mostValues)")
    }
  }

  /// A number, perhaps in thousands (k) or millions (M).
  private static func number(_ text: Substring, _ option: String) throws(InvalidInput) -> Double {
    let units: [Character: Double] = ["k": 1e3, "M": 1e6]
    let unit = text.last.flatMap { units[$0] }
    let digits = unit == nil ? text : text.dropLast()
    guard case .number(let number) = NumberText.read(String(digits)),
      (number * (unit ?? 1)).isFinite
    else {
      throw InvalidInput(
        file: option, fault: "“\(shortened(String(text)))” is no number",
        remedy: "write it as 0.3, 50k or 1.5M")
    }
    return number * (unit ?? 1)
  }
}
