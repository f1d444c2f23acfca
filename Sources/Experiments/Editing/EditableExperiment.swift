// SPDX-License-Identifier: GPL-3.0-or-later

internal import Yams

/// An experiment file whose numbers can be changed, one by one, with the rest of its text left as it is.
///
/// A figure of the price book that is changed becomes a key of the option that uses it, which goes before the
/// book's. An input of the library that is changed becomes an input of the experiment under its full name, which
/// goes before the library's. The name stays, so it draws from the same chances, as do all inputs that are
/// not changed.
public struct EditableExperiment: Sendable {
  /// The experiment as it stands in the file.
  public let experiment: Experiment
  /// What can be changed, in the order of the file; then what the library has of it.
  public let numbers: [EditableNumber]

  /// How it is simulated, whatever is changed.
  public var settings: SimulationSettings

  private let file: TextFile
  private let library: String?
  private let allowOutside: Bool
  private let places: [String: NumberPlace]
  /// Where figures of the price book go once they are changed: the place and what precedes the number.
  private let figures: [String: (end: Int, key: String)]
  private let entries: [LibraryEntry]

  /// An entry of the library that the experiment uses.
  private struct LibraryEntry: Sendable {
    let name: String
    /// As YAML in one line.
    let text: String
  }

  /// Reads and checks an experiment; `-` is standard input.
  ///
  /// - Throws: as `Experiment.read`.
  public init(reading name: String, library: String? = nil, allowOutside: Bool = false) throws {
    try self.init(try TextFile(reading: name), library: library, allowOutside: allowOutside)
  }

  init(_ file: TextFile, library: String?, allowOutside: Bool = false) throws {
    self.file = file
    self.library = library
    self.allowOutside = allowOutside
    experiment = try Experiment.read(file, library: library, allowOutside: allowOutside)
    settings = experiment.settings
    var finder = NumberFinder(file.text)
    finder.find(inExperiment: try Document.root(of: file))
    var numbers = finder.places.map(\.number)
    // Two numbers with one address could not be told apart: an option without a name, say.
    places = Dictionary(finder.places.map { ($0.number.id, $0) }) { first, _ in first }
    (figures, numbers) = Self.figures(of: experiment, finder.entries, after: numbers)
    var entries: [LibraryEntry] = []
    let source = DistributionLibrary(
      folders: DistributionLibrary.folders(experiment: file.name, library: library))
    for input in experiment.inputs where input.name.contains(".") {
      guard case .found(let located) = source.look(up: input.name),
        places["inputs/\(input.name)"] == nil,
        !places.keys.contains(where: { $0.hasPrefix("inputs/\(input.name)/") })
      else { continue }
      let text = flowText(located.node) { $1 }
      var finder = NumberFinder(text)
      finder.find(
        inEntry: try Document.root(of: TextFile(name: input.name, text: text)), name: input.name)
      numbers += finder.places.map(\.number)
      entries.append(LibraryEntry(name: input.name, text: text))
    }
    self.entries = entries
    var seen: Set<String> = []
    self.numbers = numbers.filter { seen.insert($0.id).inserted }
  }

  /// The text of the file with some numbers changed.
  ///
  /// - Parameter changes: new numbers by the addresses of `numbers`.
  /// - Throws: `InvalidInput` where an address is not known or a number is not finite.
  public func text(changing changes: [String: Double]) throws(InvalidInput) -> String {
    let known = Set(numbers.map(\.id))
    for (id, value) in changes where !known.contains(id) || !value.isFinite {
      throw InvalidInput(
        file: file.name, fault: "\(shortened(id)) cannot be \(value)",
        remedy: "change one of the experiment's numbers to a finite number")
    }
    var bytes = Array(file.text.utf8)
    var changed = changes.compactMap { id, value in
      places[id].map { (bytes: $0.bytes, text: ResolvedValue.json(value)) }
    }
    // After what may be exchanged beside it.
    for (id, value) in changes.sorted(by: { $0.key < $1.key }) {
      guard let (end, key) = figures[id] else { continue }
      changed.append((end..<end, "\(key): \(ResolvedValue.json(value))"))
    }
    // From the end on, so that what is still to be changed stays where it is.
    for (range, text) in changed.sorted(by: { $0.bytes.lowerBound > $1.bytes.lowerBound }) {
      bytes.replaceSubrange(range, with: Array(text.utf8))
    }
    var lines: [String] = []
    for entry in entries {
      let prefix = "library/\(entry.name)/"
      guard changes.keys.contains(where: { $0.hasPrefix(prefix) }) else { continue }
      let node = try Document.root(of: TextFile(name: entry.name, text: entry.text))
      let text = flowText(node) { path, old in
        changes[prefix + path.joined(separator: "/")].map { ResolvedValue.json($0) } ?? old
      }
      lines.append("\(entry.name): \(text)")
    }
    return Self.adding(lines, to: String(decoding: bytes, as: UTF8.self))
  }

  /// The experiment with some numbers changed, and some inputs fixed.
  ///
  /// - Throws: `InvalidInput` where the change makes no experiment.
  public func changing(
    _ changes: [String: Double], stresses: [Stress] = []
  ) throws -> Experiment {
    var changed = try Experiment.read(
      TextFile(name: file.name, text: try text(changing: changes)), library: library,
      allowOutside: allowOutside, stresses: stresses)
    changed.settings = settings
    changed.shareDistributions(of: experiment)
    return changed
  }

  /// The figures that the price book and the methods gave, as numbers that can be changed.
  private static func figures(
    of experiment: Experiment, _ entries: [String: EntryPlace], after numbers: [EditableNumber]
  ) -> ([String: (end: Int, key: String)], [EditableNumber]) {
    var places: [String: (end: Int, key: String)] = [:]
    var numbers = numbers
    for use in experiment.prices {
      guard let entry = entries[use.key] else { continue }
      for filled in use.filled {
        guard case .number(let value) = filled.value else { continue }
        let id = "\(entry.id)/\(filled.key)"
        guard places[id] == nil else { continue }
        places[id] = (entry.end, entry.separator + filled.key)
        numbers.append(
          EditableNumber(
            id: id, group: entry.group,
            label: (entry.label + [filled.key]).joined(separator: ", "), value: value, unit: nil))
      }
    }
    return (places, numbers)
  }

  /// Puts lines of inputs first under `inputs:`, or opens it.
  private static func adding(_ inputs: [String], to text: String) -> String {
    guard !inputs.isEmpty else { return text }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(where: { $0.hasPrefix("inputs:") }) else {
      let end = text.hasSuffix("\n") ? "" : "\n"
      return text + end + "\ninputs:\n" + inputs.map { "  \($0)\n" }.joined()
    }
    if let brace = lines[start].firstIndex(of: "{") {
      let after = lines[start].index(after: brace)
      lines[start].insert(contentsOf: " " + inputs.joined(separator: ", ") + ",", at: after)
      return lines.joined(separator: "\n")
    }
    let indent = lines[(start + 1)...].first { line in
      let content = line.drop { $0 == " " }
      return !content.isEmpty && !content.hasPrefix("#")
    }.map { String($0.prefix { $0 == " " }) }
    let margin = indent.flatMap { $0.isEmpty ? nil : $0 } ?? "  "
    lines.insert(contentsOf: inputs.map { margin + $0 }, at: start + 1)
    return lines.joined(separator: "\n")
  }
}
