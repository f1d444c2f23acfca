// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions
internal import Yams

/// The inputs of an experiment while it is read: looks names up, makes inline distributions inputs of
/// their own, follows references and finds circles.
final class InputTable {
  private(set) var inputs: [Input] = []
  /// Ranges that dependent inputs must keep, checked as they are drawn.
  private(set) var rangeChecks: [RangeCheck] = []
  private var conditions: [String] = []
  /// What authors say of quantities, by name.
  private(set) var notes: [String: InputNotes] = [:]
  /// Resolved forms of the named inputs, in the order of the file.
  private(set) var resolvedNames: [ResolvedValue.Entry] = []

  /// The files of observations that were read, for the manifest.
  private(set) var dataFiles: [TextFile] = []
  /// Whether files of observations may lie outside the folder of the file that names them.
  var allowsOutside = false
  /// How many values in lists the experiment may still have.
  private var valuesLeft = 500_000

  /// Inputs that are fixed.
  let stresses: StressTable

  private let library: DistributionLibrary
  private let diagnostics: Diagnostics
  private var definitions: [String: Located] = [:]
  private var order: [String] = []
  private var processes: [String: Int] = [:]
  private var states: [String: State] = [:]
  private var used: Set<String> = []
  /// The names being read, each because the one before it refers to it.
  private var reading: [String] = []

  private enum State {
    case reading
    case done(Quantity?)
  }

  /// A range that a drawn input must keep where it is used.
  struct RangeCheck: Sendable, Hashable {
    let input: Int
    let range: NumberRange
    let path: String
  }

  init(library: DistributionLibrary, diagnostics: Diagnostics, stresses: [Stress] = []) {
    self.library = library
    self.diagnostics = diagnostics
    self.stresses = StressTable(stresses)
  }

  /// Declares the named inputs; they are read when something first names them.
  func declare(_ section: Section?) {
    for name in section?.keys ?? [] {
      guard let located = section?.take(name) else {
        section?.report(at: name, "empty", "give a number or a distribution")
        continue
      }
      guard isName(name) else {
        section?.report(
          at: name, "“\(shortened(name))” is not a name",
          "use letters, digits, _ - and ., beginning with a letter")
        continue
      }
      definitions[name] = located
      order.append(name)
    }
  }

  /// Declares the names of processes, so that a message can tell them from inputs.
  func declare(process name: String, index: Int) { processes[name] = index }

  /// Whether there is an input of that name.
  func declares(_ name: String) -> Bool { definitions[name] != nil }

  /// The process of that name, as its place in the file.
  func process(named name: String) -> Int? { processes[name] }

  /// The resolved form of a quantity that was read.
  func resolved(_ located: Located) -> ResolvedValue {
    fixed(located.path, resolvedInline[located.path] ?? Self.plain(located))
  }

  /// The resolved form of an input: where it is fixed, its point with what its author says of it.
  private func fixed(_ name: String, _ resolved: ResolvedValue) -> ResolvedValue {
    guard case .mapping(let point)? = stresses.resolved(name) else { return resolved }
    guard case .mapping(let entries) = resolved else { return .mapping(point) }
    let notes = ["unit", "source", "checked", "confidence", "note"]
    return .mapping(point + entries.filter { notes.contains($0.key) })
  }

  private var resolvedInline: [String: ResolvedValue] = [:]

  /// Reads the declared inputs in the order of the file, each after those it depends on.
  func readAll() {
    for name in order { _ = quantity(named: name, from: definitions[name]) }
  }

  /// What a name means to the experiment.
  enum Meaning {
    case quantity(Quantity)
    /// A quantity that could not be read, which has been told.
    case wrong
    /// Nothing that the experiment has.
    case unknown
  }

  /// What a name means, once everything has been read; names of inline distributions are their paths.
  func meaning(of name: String) -> Meaning {
    if case .done(let quantity) = states[name] { return quantity.map { .quantity($0) } ?? .wrong }
    if let index = inputs.firstIndex(where: { $0.name == name }) { return .quantity(.input(index)) }
    return processes[name].map { .quantity(.process($0)) } ?? .unknown
  }

  /// Inputs that nothing named, and those that hardly ever leave their ranges.
  var warnings: [String] {
    order.filter { !used.contains($0) }.map { "input \($0) is not used" } + conditions
  }

  // MARK: Quantities

  /// What a value of the file means: a number, a name, an interval or an inline distribution.
  func quantity(_ located: Located, _ range: NumberRange) -> Quantity? {
    guard let quantity = readQuantity(located) else { return nil }
    check(quantity, range, at: located)
    return quantity
  }

  private func readQuantity(_ located: Located) -> Quantity? {
    switch located.node {
    case .mapping:
      return distribution(located, name: located.path) {
        self.resolvedInline[located.path] = $0
      }
    case .scalar:
      let text = located.text ?? ""
      switch NumberText.read(text) {
      case .number where located.isQuoted:
        located.report("a number in quotes is a text", "remove the quotes")
        return nil
      case .number(let number): return .constant(number)
      case .refused(let fault, let remedy):
        located.report(fault, remedy)
        return nil
      case .other: break
      }
      if text.contains(" to ") { return interval(located, text: text, name: located.path) }
      used.insert(text)
      return quantity(named: text, from: located)
    default:
      located.report(
        "\(located.kind) where a quantity is expected",
        "give a number, the name of an input, `a to b`, or a distribution")
      return nil
    }
  }

  /// The quantity called `name`, which `located` refers to.
  private func quantity(named name: String, from located: Located?) -> Quantity? {
    switch states[name] {
    case .done(let quantity): return quantity
    case .reading:
      let circle = (reading.drop { $0 != name } + [name]).joined(separator: " → ")
      located?.report(
        "\(name) depends on itself: \(circle)",
        "give one of the inputs in the circle a number or a distribution")
      return nil
    case nil: break
    }
    if let process = processes[name] { return .process(process) }
    if let definition = definitions[name] {
      return readNow(definition, name: name)
    }
    if let quantity = fromLibrary(name, located) { return quantity }
    return nil
  }

  private func readNow(_ definition: Located, name: String) -> Quantity? {
    states[name] = .reading
    reading.append(name)
    let quantity = define(definition, name: name)
    reading.removeLast()
    states[name] = .done(quantity)
    return quantity
  }

  private func fromLibrary(_ name: String, _ located: Located?) -> Quantity? {
    switch library.look(up: name) {
    case .found(let definition):
      let quantity = readNow(definition, name: name)
      if quantity == nil { located?.report("\(name) cannot be read", "see its own file") }
      return quantity
    case .noSuchFile(let file):
      located?.report("there is no \(file)", "name an input, or add that file to the library")
    case .noSuchEntry(let file, let known):
      let near = nearest(String(name.drop { $0 != "." }.dropFirst()), among: known)
      located?.report(
        "\(file) has no \(name)",
        near.map { "did you mean `\($0)`?" } ?? "it has \(known.joined(separator: ", "))")
    case .notQualified:
      let near = nearest(name, among: order + processes.keys)
      let remedy =
        near.map { "did you mean `\($0)`?" }
        ?? (order.isEmpty ? "there are no inputs" : "inputs are \(order.joined(separator: ", "))")
      located?.report("“\(shortened(name))” is not an input", remedy)
    }
    states[name] = .done(nil)
    return nil
  }

  /// A quantity that a file of the library defines: an input called `name` unless it is constant.
  ///
  /// `user` is where the experiment asks for it.
  func quantity(
    named name: String, definedBy definition: Located, _ range: NumberRange, for user: Section
  ) -> Quantity? {
    if definitions[name] != nil {
      user.report("there is an input \(name), which the price book would add", "rename the input")
      return nil
    }
    guard case .done(let known) = states[name] else {
      guard let quantity = readNow(definition, name: name) else { return nil }
      check(quantity, range, at: definition)
      return quantity
    }
    return known
  }

  /// What a value is when nothing but itself may define it, and its resolved form.
  func definedQuantity(
    _ located: Located, _ range: NumberRange, name: String
  ) -> (Quantity, ResolvedValue)? {
    if let text = located.text, !text.contains(" to "), NumberText.read(text) == .other {
      located.report("\(located.kind) where a quantity is expected", range.remedy)
      return nil
    }
    guard let quantity = define(located, name: name) else { return nil }
    check(quantity, range, at: located)
    return (quantity, resolvedNames.last?.value ?? .null)
  }

  // MARK: Definitions

  /// Reads what stands under a name: a quantity of any form.
  private func define(_ located: Located, name: String) -> Quantity? {
    let result: Quantity?
    var resolved: ResolvedValue = .null
    switch located.node {
    case .mapping:
      result = distribution(located, name: name) { resolved = $0 }
    case .scalar where (located.text ?? "").contains(" to "):
      result = interval(located, text: located.text ?? "", name: name)
      resolved = .text(located.text ?? "")
    default:
      result = readQuantity(located)
      resolved = Self.plain(located)
    }
    resolvedNames.append(ResolvedValue.Entry(name, fixed(name, resolved)))
    return result
  }

  /// The resolved form of a scalar quantity.
  static func plain(_ located: Located) -> ResolvedValue {
    guard let text = located.text else { return .null }
    if case .number(let number) = NumberText.read(text), !located.isQuoted {
      return .number(number)
    }
    return .text(text)
  }

  private func interval(_ located: Located, text: String, name: String) -> Quantity? {
    let ends = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard ends.count == 3, ends[1] == "to",
      case .number(let low) = NumberText.read(ends[0]),
      case .number(let high) = NumberText.read(ends[2])
    else {
      located.report("“\(shortened(text))” is not an interval", "write it as `0.44 to 2.40`")
      return nil
    }
    do {
      return add(name, .distribution(try ninetyPercentInterval(from: low, to: high)))
    } catch {
      located.report("\(error)", "give the 5 % and the 95 % point, the smaller one first")
      return nil
    }
  }

  private func distribution(
    _ located: Located, name: String, resolved: ((ResolvedValue) -> Void)? = nil
  ) -> Quantity? {
    guard let section = located.section() else { return nil }
    var reader = DistributionReader(section: section, table: self)
    let definition = reader.read()
    resolved?(section.resolved)
    notes[name] = reader.notes
    switch definition {
    case .constant(let value): return .constant(value)
    case .source(let source): return add(name, source, notes: reader.notes)
    case nil: return nil
    }
  }

  private func add(
    _ name: String, _ source: Input.Source, notes: InputNotes = InputNotes()
  ) -> Quantity {
    inputs.append(Input(name: name, source: stresses.apply(to: source, name), notes: notes))
    return .input(inputs.count - 1)
  }

  // MARK: Lists

  /// Counts `count` values of a list; reports and is false when the experiment has too many.
  func allows(values count: Int, at located: Located) -> Bool {
    valuesLeft -= count
    if valuesLeft < 0 {
      located.report("more than 500000 values in all lists", "draw a sample of them")
    }
    return valuesLeft >= 0
  }

  /// The file of observations at `path`, read once.
  func dataFile(_ path: String) throws -> TextFile {
    if let known = dataFiles.first(where: { $0.name == path }) { return known }
    let file = try TextFile(reading: path)
    dataFiles.append(file)
    return file
  }

  // MARK: Ranges

  private func check(_ quantity: Quantity, _ range: NumberRange, at located: Located) {
    switch quantity {
    case .constant(let value):
      guard !range.contains(value) else { return }
      located.report("\(located.text ?? "\(value)") is \(range.fault(of: value))", range.remedy)
    case .process:
      located.report(
        "\(located.kind) is a process, which only `price_per_gpu_hour` follows",
        "name an input")
    case .input(let index):
      switch inputs[index].source {
      case .dependent:
        rangeChecks.append(RangeCheck(input: index, range: range, path: located.path))
      case .distribution(let distribution):
        let (name, notes) = (inputs[index].name, inputs[index].notes)
        if let (kept, warning) = range.conditioned(distribution, name: name) {
          conditions.append(warning)
          inputs[index] = Input(name: name, source: .distribution(kept), notes: notes)
        } else {
          range.faults(of: distribution, name: name).forEach { located.report($0, $1) }
        }
      }
    }
  }

  private func isName(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter || first == "_", text.count <= 100 else {
      return false
    }
    return text.allSatisfy { $0.isLetter || $0.isNumber || "_-.:".contains($0) }
  }
}
