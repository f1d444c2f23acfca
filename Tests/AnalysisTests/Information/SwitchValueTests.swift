// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Testing

@Suite("Switch values")
struct SwitchValueTests {
  /// Standing still costs 0; acting costs `excess` of x, and noise.
  func switches(
    seed: UInt64, trials: Int = 20_000, noise: Double = 1, _ excess: (Double) -> Double
  ) throws -> [SwitchValue] {
    let x = normalColumn("x", seed, trials)
    let e = normalColumn("e", seed, trials)
    let costs = zip(x, e).map { excess($0) + noise * $1 }
    let columns = DecisionColumns([costs.map { _ in 0 }, costs, x])
    return try DecisionSample(costs: [columns[0], columns[1]]).switches(along: columns[2])
  }

  @Test("are where the cheaper option changes, once, twice or never")
  func known() throws {
    let one = try switches(seed: 1) { 2 * $0 - 1 }
    #expect(one.count == 1)
    let found = try #require(one.first)
    // Four standard errors of a line through 20,000 points are 0.02; six functions make it 0.05.
    #expect(abs(found.value - 0.5) < 0.05 && found.from == 1 && found.to == 0)
    let two = try switches(seed: 2) { $0 * $0 - 1 }
    #expect(two.map(\.from) == [0, 1] && two.map(\.to) == [1, 0])
    #expect(abs((two.first?.value ?? 0) + 1) < 0.1 && abs((two.last?.value ?? 0) - 1) < 0.1)
    #expect(try switches(seed: 3) { $0 - 5 }.isEmpty, "beyond the range")
    #expect(try switches(seed: 4) { _ in 0 }.isEmpty, "no difference at all")
  }

  /// Of 200 the count lies within 183 and 197 with a probability of 0.97 where 95 % is right.
  @Test("have intervals that hold them as often as they say")
  func coverage() throws {
    var covered = 0
    for seed in 2_000..<2_200 {
      let found = try switches(seed: UInt64(seed), trials: 3_000) { 2 * $0 - 1 }
      if found.count == 1, found[0].low <= 0.5, 0.5 <= found[0].high { covered += 1 }
    }
    #expect((183...197).contains(covered), "\(covered) of 200")
  }

  /// Acting saves 3 where the input is 1 and costs 4 where it is 0: even at a share of 4/7.
  @Test("of an input with two values are the share at which both options cost the same")
  func share() throws {
    let x = normalColumn("x", 6, 20_000).map { $0 > -1 ? 1.0 : 0 }
    let e = normalColumn("e", 6, 20_000)
    let costs = zip(x, e).map { ($0 == 1 ? -3 : 4) + $1 }
    let columns = DecisionColumns([costs.map { _ in 0 }, costs, x])
    let found = try DecisionSample(costs: [columns[0], columns[1]]).switches(along: columns[2])
    #expect(found.count == 1)
    let value = try #require(found.first)
    #expect(value.low <= 4.0 / 7 && 4.0 / 7 <= value.high && value.high - value.low < 0.02)
  }

  @Test("of a probability are where it passes the threshold")
  func probability() throws {
    let z = normalColumn("x", 7, 50_000)
    let e = normalColumn("e", 7, 50_000)
    let columns = DecisionColumns([z])
    // P(e <= z − 1) = Φ(z − 1) is a half at 1, and 0.8 at 1.8416.
    let happens = zip(z, e).map { $1 <= $0 - 1 }
    for (threshold, truth) in [(0.5, 1.0), (0.8, 1.841_621)] {
      let found = try probabilitySwitches(
        along: columns[0], happens: happens, threshold: threshold)
      #expect(found.count == 1 && found.first?.to == 1)
      #expect(abs((found.first?.value ?? 0) - truth) < 0.1, "\(found)")
    }
    #expect(throws: AnalysisError.probabilityOutOfRange(1)) {
      try probabilitySwitches(along: columns[0], happens: happens, threshold: 1)
    }
  }
}
