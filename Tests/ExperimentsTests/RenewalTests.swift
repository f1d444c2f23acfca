// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import CostModel
import Experiments
import TestSupport
import Testing

@Suite("Retraining drawn anew for each event")
struct RenewalTests {
  func experiment(_ change: (String) -> String) throws -> Experiment {
    let text = change(try projectFile("experiments/reference.yaml"))
      .replacing(
        "relabel_share: 0.25, runs: 1 }", with: "relabel_share: 0, runs: 1, renewals: each }"
      )
      .replacing("p: 0.85", with: "p: 1")
    return try Experiment.read(TextFile(name: "e.yaml", text: text))
  }

  /// With intervals of one value there is nothing to draw.
  @Test("Constant intervals are those of a fixed calendar")
  func constant() throws {
    let each = try experiment {
      $0.replacing("every_months: drift_interval", with: "every_months: 9")
    }
    let record = try each.trial(3)
    let due = record.retraining[1].indices.filter { record.retraining[1][$0] != 0 }.map { $0 + 1 }
    #expect(due == [9, 18, 27, 36])
  }

  /// The expected number of renewals by 20,000,000 draws with NumPy.
  ///
  /// `(numpy.cumsum(rng.uniform(6, 12, (n, 7)), axis=1) <= 36).sum(axis=1)`, E[number] = 3.5084 ± 0.0002.
  @Test("Uniform intervals of 6 to 12 months renew 3.508 times in 36 months")
  func expectation() throws {
    var experiment = try experiment { $0 }
    experiment.settings.trials = 200_000
    var options = RunOptions(metrics: [.retrainingCost])
    options.cashflowTrials = 0
    let result = try experiment.run(options)
    let summary = try #require(result.column(.retrainingCost, option: 1)?.summary)
    let mean = try #require(summary.mean)
    let error = try #require(summary.standardError)
    // A hosted run costs 135 / (1 - f), with f uniform on [0.3, 0.5]: E[1/(1 - f)] = ln(1.4)/0.2.
    let perEvent = 135 * 1.6823611831060647
    #expect(abs(mean - 3.5084 * perEvent) < 4 * error + 0.0008 * perEvent)
  }
}
