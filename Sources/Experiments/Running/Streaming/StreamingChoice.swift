// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

extension Experiment {
  /// Whether a run keeps histograms and not the numbers of every trial.
  ///
  /// The choice depends on the experiment and the options, never on the machine: it changes percentiles by
  /// up to 0.1 %.
  ///
  /// - Throws: `InvalidInput` with every reason why the run cannot be streamed, when it is asked to be.
  func streams(columns: Int, _ options: RunOptions) throws(InvalidInput) -> Bool {
    let obstacles = streamingObstacles(options)
    guard let isWanted = options.streaming else {
      let bytes = Double(settings.trials) * Double(columns) * 8
      return bytes > options.memory && obstacles.isEmpty
    }
    guard isWanted, !obstacles.isEmpty else { return isWanted }
    throw InvalidInput(obstacles)
  }

  /// Why its trials cannot be streamed; empty when they can.
  private func streamingObstacles(_ options: RunOptions) -> [Problem] {
    var problems: [Problem] = []
    func refuse(_ fault: String, _ remedy: String) {
      problems.append(
        Problem(place: Place(file: "--streaming"), key: "", fault: fault, remedy: remedy))
    }
    if settings.sampling != .random {
      refuse(
        "the error of \(settings.sampling.rawValue) sampling is the spread of its replicates, which "
          + "histograms do not keep apart",
        "give --sampling random, or leave out --streaming: a design needs fewer trials")
    }
    if condition != nil {
      refuse(
        "which trials a region keeps is known from columns only",
        "leave out --where, or --streaming")
    }
    if options.convergence {
      refuse(
        "--convergence looks at the first trials again, which are gone",
        "leave it out, and compare runs of fewer --trials")
    }
    if settings.stopWhen != nil {
      refuse(
        "a precision is reached by looking at columns again and again",
        "give --trials and no --precision or stop_when")
    }
    return problems
  }
}
