// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Testing

/// A 95 % Wilson interval from SciPy.
struct WilsonReference: Sendable {
  let successes: Int
  let trials: Int
  let low: Double
  let high: Double
}

@Suite("Probability estimates")
struct ProbabilityEstimateTests {
  @Test("have the Wilson interval of SciPy", arguments: wilsonReferences)
  func equalSciPy(reference: WilsonReference) throws {
    let estimate = try ProbabilityEstimate(
      successes: reference.successes, trials: reference.trials)
    #expect(estimate.probability == Double(reference.successes) / Double(reference.trials))
    // SciPy subtracts nearly equal numbers near 0 and 1, so the comparison is absolute.
    #expect(abs(estimate.low - reference.low) <= 1e-14)
    #expect(abs(estimate.high - reference.high) <= 1e-14)
  }

  @Test("agree with the closed form of rational numbers")
  func closedForm() throws {
    // z = 2, s = 1, n = 4: (s + z²/2 ± z √(s (n - s) / n + z²/4)) / (n + z²) = (3 ± √7) / 8.
    let estimate = try ProbabilityEstimate(successes: 1, trials: 4, halfWidth: 2)
    #expect(abs(estimate.low - (3 - 7.0.squareRoot()) / 8) <= 2 * 0.05.ulp)
    #expect(abs(estimate.high - (3 + 7.0.squareRoot()) / 8) <= 2 * 0.7.ulp)
  }

  @Test("are bounded by exactly 0 and 1 at the ends", arguments: [1, 3, 1_000, 1_000_000_000])
  func ends(trials: Int) throws {
    let none = try ProbabilityEstimate(successes: 0, trials: trials)
    let all = try ProbabilityEstimate(successes: trials, trials: trials)
    #expect(none.low == 0 && none.probability == 0 && none.high > 0 && none.high < 1)
    #expect(all.high == 1 && all.probability == 1 && all.low > 0 && all.low < 1)
    #expect(abs(none.high - (1 - all.low)) <= 1e-15)
  }

  @Test("of impossible counts are refused")
  func refusals() {
    #expect(throws: AnalysisError.emptySample) {
      try ProbabilityEstimate(successes: 0, trials: 0)
    }
    for successes in [-1, 6] {
      #expect(throws: AnalysisError.successesOutOfRange(successes: successes, trials: 5)) {
        try ProbabilityEstimate(successes: successes, trials: 5)
      }
    }
    #expect(throws: AnalysisError.halfWidthOutOfRange(0)) {
      try ProbabilityEstimate(successes: 1, trials: 5, halfWidth: 0)
    }
  }
}
