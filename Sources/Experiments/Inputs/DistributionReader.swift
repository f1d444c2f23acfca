// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Reads a mapping that holds a distribution: `{ normal: { mean: 4000, sd: 500 }, min: 2000 }`.
struct DistributionReader {
  /// What the mapping means.
  enum Definition {
    case constant(Double)
    case source(Input.Source)
  }

  /// What its author says of it.
  private(set) var notes = InputNotes()

  private let section: Section
  private let table: InputTable
  /// Keys beside the family that say where the numbers come from.
  static let noteKeys:
    [(
      name: String, path: any WritableKeyPath<InputNotes, String?> & Sendable
    )] = [
      ("unit", \.unit), ("source", \.source), ("checked", \.checked),
      ("confidence", \.confidence), ("note", \.note),
    ]

  init(section: Section, table: InputTable) {
    self.section = section
    self.table = table
  }

  /// The definition; nil when something in it is wrong, which is then reported.
  mutating func read() -> Definition? {
    let families = DistributionFamily.all
    let named = section.keys.filter { key in families.contains { $0.name == key } }
    let isConstant = section.has("value")
    guard named.count + (isConstant ? 1 : 0) == 1 else {
      reportFamilies(named, families)
      return nil
    }
    var definition: Definition?
    if isConstant {
      if let number = section.take("value")?.number(.any) {
        section.keep("value", .number(number))
        definition = .constant(number)
      }
    } else if let family = DistributionFamily.named(named[0]) {
      definition = read(family).map { .source($0) }
    }
    readNotes()
    section.finish()
    return definition
  }

  private func reportFamilies(_ named: [String], _ families: [DistributionFamily]) {
    let names = families.map(\.name)
    if named.count > 1 {
      section.report("\(named.joined(separator: " and ")) at once", "give one distribution")
      return
    }
    let other = section.keys.first { !(Self.noteKeys.map(\.name) + ["min", "max"]).contains($0) }
    if let other, let near = nearest(other, among: names) {
      section.report(at: other, "unknown distribution", "did you mean `\(near)`?")
    } else if let other {
      section.report(
        at: other, "unknown distribution", "there are \(names.joined(separator: ", "))")
    } else {
      section.report("no distribution", "name one of \(names.joined(separator: ", "))")
    }
  }

  private mutating func readNotes() {
    for (key, path) in Self.noteKeys where section.has(key) {
      notes[keyPath: path] = section.text(key)
    }
  }

  // MARK: Parameters

  private func read(_ family: DistributionFamily) -> Input.Source? {
    guard let located = section.take(family.name), let parameters = located.section() else {
      return nil
    }
    var values: [(name: String, value: Quantity)] = []
    var complete = true
    for key in parameters.keys where isParameter(key, of: family) {
      guard let value = parameters.take(key) else { continue }
      if let quantity = table.quantity(value, .distributionParameter) {
        values.append((key, quantity))
        parameters.keep(key, InputTable.plain(value))
      } else {
        complete = false
      }
    }
    family.parameterNames.forEach { _ = parameters.take($0) }
    let names = Set(values.map(\.name))
    addDefaults(family, names: names, to: parameters)
    parameters.finish()
    section.keep(family.name, parameters.resolved)
    let minimum = bound("min")
    let maximum = bound("max")
    guard complete else { return nil }
    guard isForm(names, of: family) else {
      if parameters.keys.allSatisfy({ isParameter($0, of: family) }) {
        located.report("parameters that do not fit", "\(family.name) \(family.usage)")
      }
      return nil
    }
    return make(family, values, minimum, maximum, at: located)
  }

  private func isParameter(_ key: String, of family: DistributionFamily) -> Bool {
    family.parameterNames.contains(key)
      || (family.takesPercentiles && DistributionFamily.percentile(key) != nil)
  }

  private func isForm(_ names: Set<String>, of family: DistributionFamily) -> Bool {
    if family.form(for: names) != nil { return true }
    return family.takesPercentiles && names.count == 2
      && names.allSatisfy { DistributionFamily.percentile($0) != nil }
  }

  private func addDefaults(
    _ family: DistributionFamily, names: Set<String>, to parameters: Section
  ) {
    for (name, value) in family.form(for: names)?.optional ?? [] where !names.contains(name) {
      parameters.keep(name, .number(value))
    }
  }

  private func bound(_ key: String) -> Quantity? {
    guard let located = section.take(key) else { return nil }
    section.keep(key, InputTable.plain(located))
    return table.quantity(located, .any)
  }

  /// A distribution now if all parameters are known, otherwise one to make in each trial.
  private func make(
    _ family: DistributionFamily, _ values: [(name: String, value: Quantity)],
    _ minimum: Quantity?, _ maximum: Quantity?, at located: Located
  ) -> Input.Source? {
    let dependent = DependentDistribution(
      family: family, parameters: values, minimum: minimum, maximum: maximum)
    let all = values.map(\.value) + [minimum, maximum].compactMap { $0 }
    var constants: [Quantity: Double] = [:]
    for quantity in all {
      guard case .constant(let value) = quantity else { return .dependent(dependent) }
      constants[quantity] = value
    }
    do {
      return .distribution(try dependent.distribution { constants[$0] ?? .nan })
    } catch {
      let key = error.parameter
      let isBound = key == "min" || key == "max"
      let fault =
        key.isEmpty ? "cannot be made" : "\(key) is \(NumberRange.short(error.value))"
      if isBound {
        section.report(at: section.has(key) ? key : "min", fault, "it \(error.requirement)")
      } else {
        located.report(fault, "it \(error.requirement)")
      }
      return nil
    }
  }
}

extension NumberRange {
  /// Distributions check their own parameters.
  static let distributionParameter = NumberRange(lower: -1e300, upper: 1e300)
}
