// SPDX-License-Identifier: GPL-3.0-or-later

internal import Yams

/// Finds the numbers of a YAML text with their places, so that one can be exchanged and all else stays as it
/// was written: comments, order, the author's notation.
struct NumberFinder {
  /// Parts of an experiment that are settings, rules or prose rather than assumptions.
  private static let passedOver: Set<String> = [
    "format", "title", "question", "currency", "start", "simulation", "approval", "correlations",
    "pilot",
  ]

  private let bytes: [UInt8]
  /// Where each line begins, in bytes.
  private let lines: [Int]
  private(set) var places: [NumberPlace] = []
  /// Where entries of the price book are named, by the keys that lead there as messages write them.
  private(set) var entries: [String: EntryPlace] = [:]

  init(_ text: String) {
    let bytes = Array(text.utf8)
    self.bytes = bytes
    lines = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  /// Finds the assumptions of an experiment.
  mutating func find(inExperiment root: Node) {
    guard case .mapping(let mapping) = root else { return }
    for (key, value) in mapping {
      guard let key = key.string, !Self.passedOver.contains(key) else { continue }
      switch (key, value) {
      case ("inputs", .mapping(let inputs)):
        for (name, node) in inputs { find(node, [key, name.string ?? ""], .inputs) }
      case ("processes", .mapping(let processes)):
        for (name, node) in processes { find(node, [key, name.string ?? ""], .processes) }
      case ("options", .sequence(let options)):
        for node in options { find(node, [key, node.mapping?["name"]?.string ?? ""], .options) }
      case ("workload", _): find(value, [key, ""], .workload)
      default: find(value, ["", ""], .experiment, label: [key])
      }
    }
  }

  /// Finds the numbers of an entry of the library.
  mutating func find(inEntry node: Node, name: String) {
    find(node, ["library", name], .library)
  }

  /// - Parameter path: the part of the experiment and the name of the group.
  private mutating func find(
    _ node: Node, _ path: [String], _ part: EditableNumber.Part, label: [String] = [],
    unit: String? = nil
  ) {
    switch node {
    case .mapping(let mapping):
      let unit = mapping["unit"]?.string ?? unit
      for (key, value) in mapping {
        if let name = key.string, Self.naming.contains(name) {
          note(name, key, value, in: mapping, path, part, label)
        }
        find(value, path, part, label: label + [key.string ?? ""], unit: unit)
      }
    case .sequence(let sequence):
      for (index, value) in sequence.enumerated() {
        let name = value.mapping?["name"]?.string ?? "\(index + 1)"
        find(value, path, part, label: label + [name], unit: unit)
      }
    case .scalar(let scalar):
      guard scalar.style != .singleQuoted, scalar.style != .doubleQuoted,
        let start = offset(scalar.mark), stands(scalar.string, at: start)
      else { return }
      let group = EditableNumber.Group(part: part, name: path[1])
      for (name, text, offset) in Self.numbers(in: scalar.string) {
        guard case .number(let value) = NumberText.read(text) else { continue }
        let label = label + name
        let id = (path + label).filter { !$0.isEmpty }.joined(separator: "/")
        let first = start + offset
        places.append(
          NumberPlace(
            number: EditableNumber(
              id: id, group: group,
              label: label.isEmpty ? "value" : label.joined(separator: ", "), value: value,
              unit: unit),
            bytes: first..<first + text.utf8.count))
      }
    case .alias: break
    }
  }

  /// Keys that name an entry of the price book or of the methods.
  private static let naming: Set<String> = ["model", "gpu", "method", "accelerator"]

  private mutating func note(
    _ name: String, _ key: Node, _ value: Node, in mapping: Node.Mapping, _ path: [String],
    _ part: EditableNumber.Part, _ label: [String]
  ) {
    guard case .scalar(let scalar) = value, let start = offset(scalar.mark),
      let column = key.mark?.column
    else { return }
    // What the text says, since the parser does not keep it.
    let isFlow =
      offset(mapping.mark).map { $0 < bytes.count && bytes[$0] == UInt8(ascii: "{") } == true
    var end = start
    if scalar.style == .singleQuoted || scalar.style == .doubleQuoted {
      // To the quote that ends it: a reference holds none.
      let quote = UInt8(ascii: scalar.style == .singleQuoted ? "'" : "\"")
      if end < bytes.count, bytes[end] == quote { end += 1 }
      while end < bytes.count, bytes[end] != quote { end += 1 }
      end = min(end + 1, bytes.count)
    } else {
      end = min(end + scalar.string.utf8.count, bytes.count)
    }
    // In a block the line may end with a comment.
    while !isFlow, end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    let keys = path + label
    entries[(keys + [name]).joined(separator: ".")] = EntryPlace(
      id: keys.filter { !$0.isEmpty }.joined(separator: "/"), label: label,
      group: EditableNumber.Group(part: part, name: path[1]), end: end,
      separator: isFlow ? ", " : "\n" + String(repeating: " ", count: max(column - 1, 0)))
  }

  /// The number that a scalar is, or the two of `a to b`, with their names and offsets.
  private static func numbers(in text: String) -> [(name: [String], text: String, offset: Int)] {
    let ends = text.split(separator: " to ", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2 else { return [([], text, 0)] }
    let (low, high) = (String(ends[0]), String(ends[1]))
    return [(["P5"], low, 0), (["P95"], high, low.utf8.count + " to ".utf8.count)]
  }

  /// The place of a mark, whose column counts characters.
  private func offset(_ mark: Mark?) -> Int? {
    guard let mark, mark.line >= 1, mark.line <= lines.count else { return nil }
    var offset = lines[mark.line - 1]
    for _ in 1..<max(mark.column, 1) {
      guard offset < bytes.count else { return nil }
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }

  /// Whether the text stands there as the parser gave it: it may have been folded or an alias.
  private func stands(_ text: String, at offset: Int) -> Bool {
    bytes[offset...].starts(with: text.utf8)
  }
}
