// SPDX-License-Identifier: GPL-3.0-or-later

internal import Yams

/// A YAML file as a tree whose every node knows its place.
enum Document {
  /// Nodes of a file after its aliases are expanded; an experiment has some hundreds, and lists of
  /// values if it must.
  static let largestTree = 250_000
  /// Nodes of a manifest, which lists the values of all files of observations.
  static let largestManifestTree = 1_200_000
  /// Aliases in a file.
  ///
  /// Nested, they multiply; so few cannot grow beyond what the machine bears.
  static let mostAliases = 12

  /// The root of the file's single document.
  ///
  /// - Throws: `InvalidInput` if the text is empty, is not YAML, or expands beyond reason.
  static func root(
    of file: TextFile, atMost largest: Int = largestTree
  ) throws(InvalidInput) -> Node {
    try refuseAliasBombs(in: file)
    // A tree takes a hundred times the memory of its text: what would be too large is not made.
    guard signs(in: file) <= largest else { throw tooLarge(file, largest) }
    let node: Node?
    do {
      // What a scalar is, its reader decides; rules that guess it take as long to make as a file to read.
      node = try Yams.compose(yaml: file.text, .basic)
    } catch {
      throw InvalidInput([problem(error, file: file)])
    }
    guard let node, !isEmpty(node) else {
      throw InvalidInput(
        file: file.name, fault: "empty",
        remedy: "`breakeven init` writes an experiment to start from"
      )
    }
    var budget = largest
    guard count(node, budget: &budget) else { throw tooLarge(file, largest) }
    return node
  }

  private static func tooLarge(_ file: TextFile, _ largest: Int) -> InvalidInput {
    InvalidInput(
      file: file.name, fault: "more than \(largest) values once its aliases are expanded",
      remedy: "write less, or fewer aliases")
  }

  /// How many signs of the text may begin another value: every value but the first stands behind one.
  private static func signs(in file: TextFile) -> Int {
    var count = 0
    var previous: UInt8 = 0x0A
    for byte in file.text.utf8 {
      switch byte {
      case UInt8(ascii: ","): count += 1
      case UInt8(ascii: "\n") where previous != UInt8(ascii: ","): count += 1
      case UInt8(ascii: "\r") where previous != UInt8(ascii: ","): count += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        // After a dash, a question mark or a colon.
        if previous == 0x2D || previous == 0x3F || previous == 0x3A { count += 1 }
      case UInt8(ascii: "["), UInt8(ascii: "{"): count += 1
      default: break
      }
      previous = byte
    }
    return count
  }

  private static func isEmpty(_ node: Node) -> Bool {
    guard case .scalar(let scalar) = node else { return false }
    return scalar.string.isEmpty
  }

  /// Counts alias tokens before composing: composing compares the keys of each mapping, and a key
  /// made of nested aliases takes exponential time to compare.
  private static func refuseAliasBombs(in file: TextFile) throws(InvalidInput) {
    var aliases = 0
    var previous: UInt8 = 0x0A
    let bytes = file.text.utf8
    for (byte, next) in zip(bytes, bytes.dropFirst()) {
      let startsToken = [0x0A, 0x0D, 0x20, 0x09, 0x2C, 0x5B, 0x7B, 0x3A].contains(previous)
      if byte == UInt8(ascii: "*"), startsToken, next > 0x20 { aliases += 1 }
      previous = byte
    }
    guard aliases <= mostAliases else {
      throw InvalidInput(
        file: file.name, fault: "\(aliases) YAML aliases (*name)",
        remedy: "at most \(mostAliases); give a number a name under `inputs` instead")
    }
  }

  /// False when the tree has more nodes than `budget`.
  private static func count(_ node: Node, budget: inout Int) -> Bool {
    budget -= 1
    guard budget >= 0 else { return false }
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping {
        guard count(key, budget: &budget), count(value, budget: &budget) else { return false }
      }
    case .sequence(let sequence):
      for value in sequence {
        guard count(value, budget: &budget) else { return false }
      }
    case .scalar, .alias: break
    }
    return true
  }

  private static func problem(_ error: any Error, file: TextFile) -> Problem {
    func at(_ mark: Mark?, _ fault: String, _ remedy: String) -> Problem {
      Problem(
        place: Place(file: file.name, line: mark?.line ?? 0, column: mark?.column ?? 0),
        key: "", fault: fault, remedy: remedy)
    }
    let remedy = "check the indentation, the brackets and the quotes there"
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return at(mark, "not YAML: \(problem)", remedy)
    case .duplicatedKeysInMapping(let duplicates, let context):
      return at(
        context.mark, "\(duplicates.joined(separator: ", ")) stands twice in one mapping",
        "keep one of them")
    case .reader(let problem, let offset, _, _):
      let place = offset.map { " at byte \($0)" } ?? ""
      return at(nil, "not YAML: \(problem)\(place)", "save it as plain text in UTF-8")
    default:
      return at(nil, "not YAML: \(error)", remedy)
    }
  }
}
