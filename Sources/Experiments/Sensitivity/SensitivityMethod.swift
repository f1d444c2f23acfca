// SPDX-License-Identifier: GPL-3.0-or-later

public import Analysis

/// How it is found out what the outcomes of an experiment depend on.
public enum SensitivityMethod: Sendable, Hashable {
  /// From the trials of a run alone, by these measures.
  case sample(Set<SensitivityIndex.Measure>)
  /// By runs of their own.
  case designed(DesignedSensitivity.Method)

  /// Methods separated by commas, or one of `sobol` and `morris`.
  ///
  /// - Throws: `InvalidInput` that names each unknown one and what it resembles.
  public init(
    from text: String, hasSecondOrder: Bool, name: String
  ) throws(InvalidInput) {
    let designs: [String: DesignedSensitivity.Method] = [
      "sobol": .sobol(hasSecondOrder: hasSecondOrder), "morris": .morris,
    ]
    if let design = designs[text] {
      self = .designed(design)
      return
    }
    let words = text.split(separator: ",").map { String($0.filter { $0 != " " }) }
    if let word = words.first(where: { designs[$0] != nil }) {
      throw InvalidInput(
        file: name, fault: "\(word) takes runs of its own", remedy: "give it without the others")
    }
    if words.count == 1, let near = nearest(text, among: designs.keys.sorted()) {
      throw InvalidInput(
        file: name, fault: "“\(shortened(text))” is not a method", remedy: "did you mean `\(near)`?"
      )
    }
    self = .sample(try SensitivityIndex.Measure.set(from: text, name: name))
  }
}
