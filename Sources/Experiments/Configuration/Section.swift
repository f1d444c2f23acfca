// SPDX-License-Identifier: GPL-3.0-or-later

internal import Yams

/// Collects what is wrong with a file, so that all of it can be told at once.
final class Diagnostics {
  let file: String
  private(set) var problems: [Problem] = []
  private var told: Set<Problem> = []

  init(file: String) { self.file = file }

  func report(_ mark: Mark?, key: String, fault: String, remedy: String) {
    let place = Place(file: file, line: mark?.line ?? 0, column: mark?.column ?? 0)
    let problem = Problem(place: place, key: key, fault: fault, remedy: remedy)
    if told.insert(problem).inserted { problems.append(problem) }
  }
}

/// One value of the file: its node, and the path of keys that leads to it.
struct Located {
  let node: Node
  let path: String
  let diagnostics: Diagnostics

  var mark: Mark? { node.mark }

  func report(_ fault: String, _ remedy: String) {
    diagnostics.report(mark, key: path, fault: fault, remedy: remedy)
  }

  /// The text of a plain or quoted scalar.
  var text: String? {
    if case .scalar(let scalar) = node { scalar.string } else { nil }
  }

  /// Whether the author put the text in quotes, which makes a number a text.
  var isQuoted: Bool {
    guard case .scalar(let scalar) = node else { return false }
    return scalar.style == .singleQuoted || scalar.style == .doubleQuoted
  }

  var isNull: Bool {
    guard !isQuoted, let text else { return false }
    return ["", "~", "null"].contains(text)
  }

  var isList: Bool {
    if case .sequence(_) = node { true } else { false }
  }

  /// What the value is, for a message.
  var kind: String {
    switch node {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar(let scalar): scalar.string.isEmpty ? "empty" : "“\(shortened(scalar.string))”"
    case .alias: "an alias"
    }
  }

  /// The values of a list; reports and gives none if it is something else.
  func elements() -> [Located] {
    guard case .sequence(let sequence) = node else {
      report("\(kind) where a list is expected", "begin each entry with a dash")
      return []
    }
    return sequence.enumerated().map { index, node in
      Located(node: node, path: "\(path)[\(index + 1)]", diagnostics: diagnostics)
    }
  }

  /// The mapping to read key by key; reports if it is something else.
  func section(_ path: String? = nil) -> Section? {
    guard case .mapping(let mapping) = node else {
      report("\(kind) where a mapping is expected", "give `key: value` pairs")
      return nil
    }
    return Section(mapping, mark: mark, path: path ?? self.path, diagnostics: diagnostics)
  }
}

/// Cuts a text for a message.
func shortened(_ text: String) -> String {
  let first = text.split(separator: "\n", omittingEmptySubsequences: false).first ?? ""
  let line = first.filter {
    $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
  return line.count > 40 ? line.prefix(40) + "…" : String(line)
}

/// A mapping that is read key by key.
///
/// What nobody asked for is an unknown key. Reading also makes the resolved form: each key with the value it was understood to have.
final class Section {
  let path: String
  let diagnostics: Diagnostics
  private let mark: Mark?
  private let entries: [(key: String, mark: Mark?, value: Node)]
  /// Where each key stands among the entries.
  private let places: [String: Int]
  private var known: [String] = []
  private var isKnown: Set<String> = []
  private var resolvedEntries: [ResolvedValue.Entry] = []

  init(_ mapping: Node.Mapping, mark: Mark?, path: String, diagnostics: Diagnostics) {
    self.mark = mark
    self.path = path
    self.diagnostics = diagnostics
    var entries: [(String, Mark?, Node)] = []
    for (key, value) in mapping {
      if case .scalar(let scalar) = key {
        entries.append((scalar.string, key.mark, value))
      } else {
        diagnostics.report(
          key.mark, key: path, fault: "a key that is not a word", remedy: "write `key: value`")
      }
    }
    self.entries = entries
    places = Dictionary(zip(entries.map(\.0), entries.indices)) { first, _ in first }
  }

  /// The keys that are there, in order.
  var keys: [String] { entries.map(\.key) }

  /// What has been understood so far.
  var resolved: ResolvedValue { .mapping(resolvedEntries) }

  func keep(_ key: String, _ value: ResolvedValue) {
    resolvedEntries.append(ResolvedValue.Entry(key, value))
  }

  /// The value of `key`, if it is there and not null; makes the key known.
  func take(_ key: String) -> Located? {
    if isKnown.insert(key).inserted { known.append(key) }
    guard let entry = places[key].map({ entries[$0] }) else { return nil }
    let value = Located(node: entry.value, path: join(key), diagnostics: diagnostics)
    return value.isNull ? nil : value
  }

  func has(_ key: String) -> Bool { places[key] != nil }

  /// Reports at the section itself.
  func report(_ fault: String, _ remedy: String) {
    diagnostics.report(mark, key: path, fault: fault, remedy: remedy)
  }

  /// Reports at one of its keys.
  func report(at key: String, _ fault: String, _ remedy: String) {
    let mark = places[key].flatMap { entries[$0].mark } ?? self.mark
    diagnostics.report(mark, key: join(key), fault: fault, remedy: remedy)
  }

  func missing(_ key: String, _ remedy: String) {
    diagnostics.report(mark, key: join(key), fault: "missing", remedy: remedy)
  }

  /// Reports the keys that nobody asked for, each with the known key it resembles.
  func finish() {
    for entry in entries where !isKnown.contains(entry.key) {
      let remedy =
        nearest(entry.key, among: known).map { "did you mean `\($0)`?" }
        ?? "known here: \(known.joined(separator: ", "))"
      diagnostics.report(
        entry.mark, key: join(entry.key), fault: "unknown key", remedy: remedy)
    }
  }

  func join(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}

// MARK: Plain values

extension Section {
  /// A text; the default, or nothing, when the key is absent.
  func text(_ key: String, default value: String? = nil) -> String? {
    let located = take(key)
    var result = value
    if let located {
      if let text = located.text {
        result = text
      } else {
        located.report("\(located.kind) where a text is expected", "give one line of text")
      }
    }
    keep(key, result.map { .text($0) } ?? .null)
    return result
  }

  /// A number that is the same in every trial.
  func number(_ key: String, default value: Double, _ range: NumberRange) -> Double {
    guard let located = take(key) else {
      keep(key, .number(value))
      return value
    }
    let number = located.number(range) ?? value
    keep(key, .number(number))
    return number
  }

  /// True or false; false when the key is absent.
  func flag(_ key: String) -> Bool {
    var result = false
    if let located = take(key) {
      switch located.text {
      case "true": result = true
      case "false": break
      default: located.report("\(located.kind) is not a truth value", "write true or false")
      }
    }
    keep(key, .flag(result))
    return result
  }

  /// One of several words.
  func choice<Value: RawRepresentable & CaseIterable>(
    _ key: String, default value: Value
  ) -> Value where Value.RawValue == String {
    var result = value
    if let located = take(key) {
      let words = Value.allCases.map(\.rawValue)
      if let text = located.text, let chosen = Value(rawValue: text) {
        result = chosen
      } else {
        let near = located.text.flatMap { nearest($0, among: words) }
        located.report(
          "\(located.kind) is not one of \(words.joined(separator: ", "))",
          near.map { "did you mean `\($0)`?" } ?? "choose one of them")
      }
    }
    keep(key, .text(result.rawValue))
    return result
  }
}

extension Located {
  /// A constant number in `range`; reports what else it is.
  func number(_ range: NumberRange) -> Double? {
    guard let text, !isQuoted else {
      report("\(isQuoted ? "a text in quotes" : kind) where a number is expected", range.remedy)
      return nil
    }
    switch NumberText.read(text) {
    case .number(let number):
      guard range.contains(number) else {
        report("\(text) is \(range.fault(of: number))", range.remedy)
        return nil
      }
      return number
    case .refused(let fault, let remedy):
      report(fault, remedy)
    case .other:
      report("\(kind) where a number is expected", range.remedy)
    }
    return nil
  }

  /// A whole number from 0 to 2^64 - 1.
  func wholeNumber() -> UInt64? {
    guard let text, !isQuoted, let number = UInt64(text.filter { $0 != "_" }) else {
      report("\(kind) is not a whole number", "give one from 0 to 18446744073709551615")
      return nil
    }
    return number
  }
}
