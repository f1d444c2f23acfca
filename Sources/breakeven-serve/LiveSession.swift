// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments
internal import Reports
internal import Simulation

/// An experiment that is run again with every change of its numbers.
final class LiveSession: Sendable {
  let editable: EditableExperiment
  private let workers: Int
  private let version: String

  /// - Parameter version: that the page names.
  init(_ editable: EditableExperiment, workers: Int, version: String) {
    self.editable = editable
    self.workers = workers
    self.version = version
  }

  /// A fan of this many trials is good to a tenth of its width.
  private static let cashflowTrials = 2_048

  /// The report of the experiment with some numbers changed.
  ///
  /// - Throws: `InvalidInput` where the change makes no experiment.
  func report(changing changes: [String: Double]) throws -> Report {
    let experiment = try editable.changing(changes)
    var options = RunOptions(
      metrics: Report.liveMetrics.union(experiment.approvalMetrics), workers: workers,
      cashflowTrials: Self.cashflowTrials)
    options.isForReport = true
    return Report(
      try experiment.run(options), appraisal: nil, version: version, workers: workers)
  }
}
