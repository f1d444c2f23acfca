// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Testing

@Suite("Value at risk and the mean beyond it")
struct TailRiskTests {
  func tail(
    _ values: [Double], _ level: Double, _ tail: TailRisk.Tail, at value: Double
  ) throws -> TailRisk {
    try values.withUnsafeBufferPointer {
      try TailRisk(of: $0, level: level, tail: tail, valueAtRisk: value)
    }
  }

  @Test("The worst tenth of 1 to 100 averages 95.5, the least tenth 5.5")
  func wholeNumbers() throws {
    let values = (1...100).map(Double.init)
    let upper = try tail(values, 0.9, .upper, at: 90)
    #expect(abs(upper.conditionalValueAtRisk - 95.5) < 1e-12)
    let lower = try tail(values.reversed(), 0.9, .lower, at: 11)
    #expect(abs(lower.conditionalValueAtRisk - 5.5) < 1e-12)
    // Excesses 1 to 10 in 10 of 100: variance (385 − 55²/100) / 99.
    let error = ((385 - 30.25) / 99 / 100).squareRoot() / 0.1
    #expect(abs((upper.standardError ?? 0) - error) < 1e-12)
  }

  @Test("An atom at the value at risk counts in part")
  func atom() throws {
    // The worst quarter of eight values is two: 10 and one of the fives.
    let upper = try tail([0, 0, 0, 5, 5, 5, 5, 10], 0.75, .upper, at: 5)
    #expect(upper.conditionalValueAtRisk == 7.5)
  }

  /// The sum of twelve uniforms less 6: by its exact distribution (Irwin and Hall, in mpmath), the mean
  /// of the largest 5 % is 2.0475216578836523.
  @Test(
    "Its error has the size it says: the true tail mean lies within 1.96 of them in 95 % of samples"
  )
  func coverage() throws {
    var covered = 0
    for seed in 0..<400 {
      var generator = SplitMix(seed: UInt64(seed))
      let values = (0..<2_000).map { _ in
        (0..<12).reduce(-6.0) { sum, _ in sum + generator.uniform() }
      }
      let risk = try tail(values, 0.95, .upper, at: values.sorted()[1_899])
      let error = try #require(risk.standardError)
      if abs(risk.conditionalValueAtRisk - 2.0475216578836523) < 1.96 * error { covered += 1 }
    }
    // 95 % of 400, within 4 standard errors of 4.4.
    #expect((362...397).contains(covered))
  }

  @Test("What has no tail is refused")
  func refusals() {
    #expect(throws: AnalysisError.self) { try tail([], 0.9, .upper, at: 0) }
    #expect(throws: AnalysisError.self) { try tail([1], 1, .upper, at: 0) }
    #expect(throws: AnalysisError.self) { try tail([1], .nan, .upper, at: 0) }
  }
}
