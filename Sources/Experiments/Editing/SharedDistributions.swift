// SPDX-License-Identifier: GPL-3.0-or-later

extension Experiment {
  /// Takes over the distributions that another experiment has under the same names and definitions.
  ///
  /// What was tabulated of them is not tabulated again; no number changes.
  mutating func shareDistributions(of other: Experiment) {
    let definitions = inputDefinitions
    let others = other.inputDefinitions
    let known = Dictionary(other.inputs.map { ($0.name, $0.source) }) { first, _ in first }
    for (index, input) in inputs.enumerated() {
      guard input.distribution != nil, let definition = definitions[input.name],
        others[input.name] == definition, let source = known[input.name],
        case .distribution = source
      else { continue }
      inputs[index] = Input(name: input.name, source: source, notes: input.notes)
    }
  }

  /// The inputs that have a name of their own, as they were understood.
  private var inputDefinitions: [String: ResolvedValue] {
    guard case .mapping(let entries)? = resolvedBody.first(where: { $0.key == "inputs" })?.value
    else { return [:] }
    return Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
  }
}
