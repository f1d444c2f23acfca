// SPDX-License-Identifier: GPL-3.0-or-later

extension InputTable {
  /// The place of the input that is named; reports what else the name is.
  func input(named located: Located) -> Int? {
    guard let text = located.text, !text.isEmpty else {
      located.report("\(located.kind) where a name is expected", "name an input")
      return nil
    }
    switch meaning(of: text) {
    case .quantity(.input(let index)): return index
    case .quantity(.constant):
      located.report("\(located.kind) is a constant", "name an input that is uncertain")
    case .quantity(.process):
      located.report("\(located.kind) is a process, not an input", "name an input")
    case .unknown:
      let near = nearest(text, among: inputs.map(\.name))
      located.report(
        "the experiment has no input \(located.kind)",
        near.map { "did you mean `\($0)`?" } ?? "name one that the experiment uses")
    case .wrong: break
    }
    return nil
  }
}
