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
  /// How many mixtures this distribution is a part of.
  private let depth: Int
  /// Keys beside the family that say where the numbers come from.
  static let noteKeys:
    [(
      name: String, path: any WritableKeyPath<InputNotes, String?> & Sendable
    )] = [
      ("unit", \.unit), ("source", \.source), ("checked", \.checked),
      ("confidence", \.confidence), ("note", \.note),
    ]

  /// Mixtures within mixtures.
  private static let greatestDepth = 3

  init(section: Section, table: InputTable, depth: Int = 0) {
    self.section = section
    self.table = table
    self.depth = depth
  }

  /// The definition; nil when something in it is wrong, which is then reported.
  mutating func read() -> Definition? {
    guard let family = family() else { return nil }
    var definition: Definition?
    if family == Self.constant {
      definition = constant().map { .constant($0) }
    } else if let dependent = distribution(family) {
      definition = make(dependent).map { .source($0) }
    }
    readNotes()
    section.finish()
    return definition
  }

  /// The part of a mixture that the mapping holds beside its weight; a constant is one value.
  mutating func readPart() -> DependentDistribution? {
    guard let family = family() else { return nil }
    var part: DependentDistribution?
    if family == Self.constant {
      part = constant().flatMap { try? Choice(values: [$0]) }
        .map { DependentDistribution(base: .fixed($0), minimum: nil, maximum: nil) }
    } else if let dependent = distribution(family), make(dependent) != nil {
      part = dependent
    }
    readNotes()
    section.finish()
    return part
  }

  /// The key of a constant.
  private static let constant = "value"

  /// The one key that says what the mapping holds; reports when there is none or another.
  private func family() -> String? {
    let families = DistributionFamily.all
    let named = section.keys.filter { key in families.contains { $0.name == key } }
    let isConstant = section.has(Self.constant)
    guard named.count + (isConstant ? 1 : 0) == 1 else {
      reportFamilies(named, families)
      return nil
    }
    return isConstant ? Self.constant : named[0]
  }

  private func constant() -> Double? {
    guard let number = section.take(Self.constant)?.number(.any) else { return nil }
    section.keep(Self.constant, .number(number))
    return number
  }

  private func reportFamilies(_ named: [String], _ families: [DistributionFamily]) {
    let names = families.map(\.name)
    if named.count > 1 {
      section.report("\(named.joined(separator: " and ")) at once", "give one distribution")
      return
    }
    let other = section.keys.first {
      !(Self.noteKeys.map(\.name) + ["min", "max", "weight"]).contains($0)
    }
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

  private func distribution(_ name: String) -> DependentDistribution? {
    guard let family = DistributionFamily.named(name), let located = section.take(name) else {
      return nil
    }
    let base: DependentDistribution.Base?
    switch family.content {
    case .parameters, .quantiles: base = parameters(of: family, at: located)
    case .components: base = parts(at: located)
    case .weightedValues, .observations:
      base = ValuesReader(table: table, section: section).read(family, at: located)
    }
    let minimum = bound("min")
    let maximum = bound("max")
    return base.map { DependentDistribution(base: $0, minimum: minimum, maximum: maximum) }
  }

  private func parameters(
    of family: DistributionFamily, at located: Located
  ) -> DependentDistribution.Base? {
    guard let parameters = located.section() else { return nil }
    var values: [(name: String, value: Quantity)] = []
    var complete = true
    for key in parameters.keys where isParameter(key, of: family) {
      guard let value = parameters.take(key) else { continue }
      if let quantity = table.quantity(value, .distributionParameter) {
        values.append((key, quantity))
        parameters.keep(key, table.resolved(value))
      } else {
        complete = false
      }
    }
    family.parameterNames.forEach { _ = parameters.take($0) }
    let names = Set(values.map(\.name))
    addDefaults(family, names: names, to: parameters)
    parameters.finish()
    section.keep(family.name, parameters.resolved)
    guard complete else { return nil }
    guard family.fits(names) else {
      if parameters.keys.allSatisfy({ isParameter($0, of: family) }) {
        located.report("parameters that do not fit", "\(family.name) \(family.usage)")
      }
      return nil
    }
    return .family(family, values)
  }

  private func parts(at located: Located) -> DependentDistribution.Base? {
    guard depth < Self.greatestDepth else {
      located.report(
        "a mixture within \(depth) others", "nest no more than \(Self.greatestDepth)")
      return nil
    }
    let elements = located.elements()
    guard located.isList else { return nil }
    guard (1...Mixture.mostComponents).contains(elements.count) else {
      located.report("\(elements.count) parts", "give 1 to \(Mixture.mostComponents)")
      return nil
    }
    var resolved: [ResolvedValue] = []
    let parts = elements.map { element -> (Quantity, DependentDistribution)? in
      guard let section = element.section() else { return nil }
      let weight = weight(in: section)
      var reader = DistributionReader(section: section, table: table, depth: depth + 1)
      let part = reader.readPart()
      resolved.append(section.resolved)
      guard let weight, let part else { return nil }
      return (weight, part)
    }
    section.keep(Mixture.family, .list(resolved))
    let known = parts.compactMap { $0 }
    return known.count == parts.count
      ? .mixture(known.map { (weight: $0.0, distribution: $0.1) }) : nil
  }

  private func weight(in section: Section) -> Quantity? {
    guard let located = section.take("weight") else {
      section.missing("weight", "give each part a weight above 0")
      return nil
    }
    defer { section.keep("weight", table.resolved(located)) }
    return table.quantity(located, .positive)
  }

  private func isParameter(_ key: String, of family: DistributionFamily) -> Bool {
    family.parameterNames.contains(key)
      || (family.takesPercentiles && DistributionFamily.percentile(key) != nil)
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
    defer { section.keep(key, table.resolved(located)) }
    return table.quantity(located, .any)
  }

  /// A distribution now if all parameters are known, otherwise one to make in each trial.
  private func make(_ dependent: DependentDistribution) -> Input.Source? {
    guard dependent.isConstant else { return .dependent(dependent) }
    do {
      return .distribution(
        try dependent.distribution { if case .constant(let value) = $0 { value } else { .nan } })
    } catch {
      let key = error.parameter
      let fault = key.isEmpty ? "cannot be made" : "\(key) is \(NumberRange.short(error.value))"
      let remedy = "it \(error.requirement)"
      if key == "min" || key == "max" {
        section.report(at: section.has(key) ? key : "min", fault, remedy)
      } else if let located = section.take(error.family) {
        located.report(fault, remedy)
      } else {
        section.report(fault, remedy)
      }
      return nil
    }
  }
}

extension NumberRange {
  /// Distributions check their own parameters.
  static let distributionParameter = NumberRange(lower: -1e300, upper: 1e300)
}
