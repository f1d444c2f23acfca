// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// Reads the quantities of a mapping as parameters of the cost model.
struct QuantityReader {
  let section: Section
  let table: InputTable
  /// What the price book and the methods give for keys that the section leaves out.
  var filling: Filling?

  /// The quantity of `key`; reports and gives 0 when it is missing.
  func required(_ key: String, _ range: NumberRange) -> Parameter {
    guard section.has(key) || filling?.covers(key) == true else {
      _ = section.take(key)
      section.missing(key, range.remedy)
      return 0
    }
    return optional(key, 0, range)
  }

  /// The quantity of `key`, or `value` when the key is absent.
  func optional(_ key: String, _ value: Double, _ range: NumberRange) -> Parameter {
    guard let located = section.take(key) else {
      if let filled = filling?.value(key, range) { return filled }
      section.keep(key, .number(value))
      return .constant(value)
    }
    return parameter(located, key, range)
  }

  /// The quantity of `key`, or nil when the key is absent.
  func optional(_ key: String, _ range: NumberRange) -> Parameter? {
    guard let located = section.take(key) else { return filling?.value(key, range) }
    return parameter(located, key, range)
  }

  /// The number of `key`, the same in every trial, or `value` when the key is absent.
  func constant(_ key: String, _ value: Double, _ range: NumberRange) -> Double {
    guard let located = section.take(key) else {
      return optional(key, value, range).constant ?? value
    }
    let number = located.number(range) ?? value
    section.keep(key, .number(number))
    filling?.override(key, with: .number(number))
    return number
  }

  /// Reports unless the quantity of `key`, which each event draws anew, has a distribution that is the
  /// same in every trial.
  func requireKnownDistribution(_ key: String, _ parameter: Parameter) {
    guard case .input(let input) = parameter, table.inputs[input].distribution == nil else {
      return
    }
    section.report(
      at: key, "its distribution depends on other inputs", "give one with known parameters")
  }

  /// A list of `count` quantities, or none when the key is absent.
  func list(_ key: String, count: Int, _ range: NumberRange) -> [Parameter] {
    guard let located = section.take(key) else { return [] }
    let elements = located.elements()
    if located.isList, elements.count != count {
      located.report("\(elements.count) values", "give \(count), one for each")
    }
    let values = elements.map { table.quantity($0, range) }
    section.keep(key, .list(elements.map { table.resolved($0) }))
    return values.map { Self.parameter($0) }
  }

  static func parameter(_ quantity: Quantity?) -> Parameter {
    switch quantity {
    case .constant(let value): .constant(value)
    case .input(let index): .input(index)
    case .process, nil: .constant(0)
    }
  }

  private func parameter(_ located: Located, _ key: String, _ range: NumberRange) -> Parameter {
    let quantity = table.quantity(located, range)
    section.keep(key, table.resolved(located))
    filling?.override(key, with: table.resolved(located))
    return Self.parameter(quantity)
  }
}
