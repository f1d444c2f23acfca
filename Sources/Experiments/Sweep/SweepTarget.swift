// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// What an axis of a sweep moves.
enum SweepTarget: Sendable, Hashable {
  /// An uncertain input, which is fixed.
  case input(String)
  /// A constant of the file at that address, which is exchanged.
  case number(id: String)

  /// What the names of axes mean to an experiment.
  ///
  /// - Throws: `InvalidInput` with all names that mean nothing, or more than one thing.
  static func find(
    _ axes: [SweepAxis], in editable: EditableExperiment
  ) throws(InvalidInput) -> [SweepTarget] {
    let inputs = Set(editable.experiment.inputs.map(\.name))
    let ids = editable.numbers.map(\.id)
    var targets: [SweepTarget] = []
    var problems: [Problem] = []
    for axis in axes {
      if inputs.contains(axis.name) {
        targets.append(.input(axis.name))
        continue
      }
      let keys = plain(axis.name)
      var found = ids.filter { plain($0) == keys || plain($0) == "inputs.\(keys)" }
      // The end of an address, where it is the only one that ends so.
      if found.isEmpty { found = ids.filter { plain($0).hasSuffix(".\(keys)") } }
      if found.count == 1 {
        targets.append(.number(id: found[0]))
        continue
      }
      let near = nearest(axis.name, among: Array(inputs) + ids)
      problems.append(
        Problem(
          place: Place(file: "--over"), key: "",
          fault: found.isEmpty
            ? "the experiment has no number “\(shortened(axis.name))”"
            : "“\(shortened(axis.name))” may be any of \(found.prefix(5).joined(separator: ", "))",
          remedy: found.isEmpty
            ? near.map { "did you mean `\($0)`?" }
              ?? "name an input, or the keys to a constant, as options/hosted/project/setup"
            : "name one of them in full"))
    }
    guard problems.isEmpty else { throw InvalidInput(problems) }
    return targets
  }

  private static func plain(_ id: String) -> String {
    String(id.map { $0 == "/" ? "." : $0 })
  }

  /// The experiment with its numbers at a point.
  static func experiment(
    _ targets: [SweepTarget], _ values: [Double], of editable: EditableExperiment,
    stresses: [Stress]
  ) throws -> Experiment {
    var changes: [String: Double] = [:]
    var fixed = stresses
    for (target, value) in zip(targets, values) {
      switch target {
      case .input(let name): fixed.append(Stress(input: name, level: .value(value)))
      case .number(let id): changes[id] = value
      }
    }
    return try editable.changing(changes, stresses: fixed)
  }

  /// Whether all points draw the same, but for the inputs that are swept.
  ///
  /// It is no matter of numbers: a point that draws for itself gives the same. So only what is plain to see
  /// counts, and a sweep of anything else takes longer.
  static func leaveDraws(
    _ targets: [SweepTarget], _ places: [Int?], of experiments: [Experiment]
  ) -> Bool {
    let base = experiments[0]
    guard base.settings.sampling == .random else { return false }
    for case .dependent in base.inputs.map(\.source) { return false }
    for (target, place) in zip(targets, places) {
      switch target {
      case .input:
        guard let place else { return false }
        // Events that draw it anew draw from its distribution.
        let renewal = ShockSource.Process.renewal(input: place)
        if base.model.shockSources.contains(where: { $0.process == renewal }) { return false }
      case .number(let id):
        let path = plain(id)
        let isModel = ["options.", "workload."].contains { path.hasPrefix($0) }
        // A parameter of a distribution that stands in the place of a number.
        let isDrawn = base.inputs.contains { path.hasPrefix($0.name + ".") || path == $0.name }
        if !isModel || isDrawn { return false }
      }
    }
    return experiments.allSatisfy { experiment in
      experiment.inputs.map(\.name) == base.inputs.map(\.name)
        && experiment.model.shockSources == base.model.shockSources
        && experiment.model.shockCount == base.model.shockCount
        && experiment.rangeChecks.isEmpty
    }
  }
}
