// SPDX-License-Identifier: GPL-3.0-or-later

internal import Yams

/// Writes a node in one line, as `{ uniform: { low: 0.5, high: 2 }, unit: USD/label }`.
///
/// - Parameter value: what stands for a plain scalar at the path of its keys.
func flowText(_ node: Node, path: [String] = [], value: (_ path: [String], String) -> String)
  -> String
{
  switch node {
  case .mapping(let mapping):
    let entries = mapping.map { key, child in
      let name = key.string ?? ""
      return "\(name): " + flowText(child, path: path + [name], value: value)
    }
    return "{ " + entries.joined(separator: ", ") + " }"
  case .sequence(let sequence):
    let items = sequence.enumerated().map { index, child in
      flowText(child, path: path + ["\(index + 1)"], value: value)
    }
    return "[" + items.joined(separator: ", ") + "]"
  case .scalar(let scalar):
    let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
    let text = isQuoted ? scalar.string : value(path, scalar.string)
    let isPlain =
      !isQuoted && !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0)
          || "_-./ +".unicodeScalars.contains($0)
      }
    // A JSON string is one of YAML too.
    return isPlain ? text : ResolvedValue.json(text)
  case .alias: return "~"
  }
}
