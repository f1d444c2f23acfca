// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments
internal import Reports

extension RunResult {
  /// The pages of a run; none where it does not say whether an option pays back.
  func report(
    _ options: RunOptions, withCharts: Bool
  ) throws -> [(name: String, text: String)] {
    let appraisal = try experiment.appraisal(of: Set(metrics), options)
    let report = Report(
      self, appraisal: appraisal, version: Breakeven.version, workers: options.workers)
    return report.hasAnswer ? report.files(withCharts: withCharts) : []
  }
}
