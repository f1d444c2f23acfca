// SPDX-License-Identifier: GPL-3.0-or-later

internal import SamplingDesigns

extension Experiment {
  /// The experiment of a finished run with more trials, whose results are those of a run that had asked for
  /// all of them at once.
  ///
  /// - Throws: `InvalidInput` where more trials move those there are: a Latin hypercube, or Sobol' points
  ///   whose replicates do not double.
  public func extended(by more: Int) throws(InvalidInput) -> Experiment {
    let (total, overflow) = settings.trials.addingReportingOverflow(more)
    guard !overflow, total <= SimulationSettings.mostTrials else {
      throw refusal(
        "\(more) more than \(settings.trials) trials are too many",
        "a run has at most \(SimulationSettings.mostTrials)")
    }
    switch settings.sampling {
    case .random: break
    case .latinHypercube:
      throw refusal(
        "a Latin hypercube has as many strata as trials, so more trials move all of them",
        "run it again with --trials \(total)")
    case .sobol:
      let before = try? SamplingDesign(.sobol, trials: settings.trials)
      let after = try? SamplingDesign(.sobol, trials: total)
      guard let before, after?.replicates == before.replicates else {
        throw refusal(
          "\(more) more do not double the points of \(settings.trials) trials",
          "give \(settings.trials) or \(3 * settings.trials)")
      }
    }
    var experiment = self
    experiment.settings.trials = total
    return experiment
  }

  /// That this is what a run with the same files recorded.
  ///
  /// - Throws: `InvalidInput` that names the files that have changed since.
  public func check(recordedBy run: Experiment, in manifest: String) throws(InvalidInput) {
    let recorded = Dictionary(
      run.files.map { ($0.name, $0.digest) }, uniquingKeysWith: { first, _ in first })
    let changed = files.filter { recorded[$0.name] != $0.digest }
    guard changed.isEmpty, recorded.count == files.count else {
      let names = changed.map(\.name).joined(separator: ", ")
      throw InvalidInput(
        file: manifest,
        fault: names.isEmpty ? "made from other files" : "made from another \(names)",
        remedy: "run the experiment again, or extend the old run with --manifest \(manifest)")
    }
  }

  private func refusal(_ fault: String, _ remedy: String) -> InvalidInput {
    InvalidInput(file: "--more", fault: fault, remedy: remedy)
  }
}
