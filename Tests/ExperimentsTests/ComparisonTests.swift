// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import TestSupport
import Testing

@Suite("Comparing two experiments")
struct ComparisonTests {
  func compare(_ change: (String) -> String) throws -> Comparison {
    let text = DesignTests.normal("random", trials: 20_000)
    let experiments = try [text, change(text)].map {
      try Experiment.read(TextFile(name: "e.yaml", text: $0))
    }
    return try Comparison(
      experiments[0], experiments[1], metrics: [.upfrontCost, .paybackMonths], RunOptions())
  }

  func row(_ comparison: Comparison, _ measure: String) throws -> Comparison.Row {
    try #require(comparison.rows.first { $0.measure == measure && $0.option == "y" })
  }

  /// Another standard deviation of b moves the upfront cost by 0.5 · 1,200 · z, the error of whose mean is
  /// 600/√20,000; separate draws have √(1,500² + (900² + 1,800²))/√20,000.
  @Test("What both draw cancels, and the errors are those of the closed form")
  func paired() throws {
    let comparison = try compare {
      $0.replacing(
        "b: { normal: { mean: 6000, sd: 1200 }", with: "b: { normal: { mean: 6050, sd: 1800 }")
    }
    #expect(
      comparison.changes.map { [$0.key, $0.first, $0.second] } == [
        ["inputs.b.normal.mean", "6000", "6050"], ["inputs.b.normal.sd", "1200", "1800"],
      ])
    let upfront = try row(comparison, "upfront_cost")
    let root = 20_000.0.squareRoot()
    #expect(abs(upfront.difference.value - 50) < 4 * 600 / root)
    // A standard deviation of 20,000 normals is known to 0.5 %.
    #expect(abs(upfront.pairedError / (600 / root) - 1) < 0.03)
    let separate = (1_500.0 * 1_500 + 900 * 900 + 1_800 * 1_800).squareRoot() / root
    #expect(abs(upfront.unpairedError / separate - 1) < 0.03)
    #expect(upfront.trials == 20_000)
  }

  @Test("A mean that some trials have not is compared where both have it")
  func never() throws {
    // Twice the saving; 24 months are always enough then, and 12 are Φ((24,000 − 12,000)/1,500) = 1.
    let comparison = try compare { $0.replacing("horizon_months: 24", with: "horizon_months: 12") }
    #expect(comparison.changes.map(\.key) == ["horizon_months"])
    let payback = try row(comparison, "payback_months")
    // P(payback within 12) = ½, with a standard error of 71 trials.
    #expect(abs(Double(payback.trials) - 10_000) < 284)
    #expect(payback.onlyFirst == 20_000 - payback.trials && payback.onlySecond == 0)
    #expect(payback.second == nil && payback.difference.value == 0)
    let event = try row(comparison, "payback_months<=12")
    #expect(event.difference.value == 0 && event.pairedError == 0)
  }

  @Test("Experiments that cannot be compared are refused")
  func refusals() throws {
    for (change, words) in [
      (("trials: 20000", "trials: 10000"), "--trials"), (("name: y", "name: z"), ""),
      (("horizon_months: 24", "horizon_months: 24\ncurrency: EUR"), "one currency"),
    ] {
      func attempt() throws { _ = try compare { $0.replacing(change.0, with: change.1) } }
      // The baseline x is still there.
      if words.isEmpty {
        try attempt()
      } else {
        let error = #expect(throws: InvalidInput.self) { try attempt() }
        #expect(error?.description.contains(words) == true)
      }
    }
  }
}
