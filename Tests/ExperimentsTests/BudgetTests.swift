// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import TestSupport
import Testing

@Suite("Budgets")
struct BudgetTests {
  /// Ten lines of N(100, 20), each a cost paid once.
  static func lines(pairs: String = "") -> String {
    let names = (0..<10).map { "line\($0)" }
    return """
      format: breakeven/1
      simulation: { trials: 400_000 }
      inputs:
      \(names.map { "  \($0): { normal: { mean: 100, sd: 20 } }" }.joined(separator: "\n"))
      correlations: [\(pairs)]
      workload: { requests_per_month: 1 }
      options:
        - { name: x, baseline: true, serving: { fixed: { per_request: 1 } } }
        - name: y
          serving: { fixed: { per_request: 0 } }
          costs: [\(names.map { "{ name: c\($0), once: \($0) }" }.joined(separator: ", "))]
      """
  }

  func upfront(_ text: String) throws -> Budget {
    let experiment = try Experiment.read(TextFile(name: "e.yaml", text: text))
    // Ten inputs that fall below 0 once in 3,500,000 times.
    #expect(experiment.warnings.filter { $0.contains("as `min: 0` would") }.count == 10)
    let budgets = try experiment.budgets(RunOptions())
    return try #require(budgets.first { $0.metric == .upfrontCost })
  }

  /// Four standard errors, from the half width of a 95 % interval.
  func close(_ estimate: StatisticEstimate, to truth: Double) -> Bool {
    abs(estimate.value - truth) < 4 / 1.96 * (estimate.high - estimate.low) / 2
  }

  @Test("Ten independent lines of N(100, 20) have the P80 of N(1000, 20·√10)")
  func independent() throws {
    let budget = try upfront(Self.lines())
    #expect(close(budget.quantile(80), to: 1_053.23))
    #expect(close(budget.quantile(95), to: 1_000 + 1.6448536 * 63.245553))
    #expect(budget.baseCase == 1_000)
    // The median; the share below it has a standard error of 0.08 %.
    #expect(abs(budget.baseCasePercentile - 50) < 0.32)
    #expect(budget.contingency == budget.quantile(80).value - 1_000)
    #expect(budget.managementReserve == budget.quantile(95).value - budget.quantile(80).value)
  }

  /// A correlation of 0.3 between normals is a rank correlation of 6/π · asin(0.15) = 0.287339.
  @Test("With correlation 0.3 the P80 is that of N(1000, 121.66)")
  func correlated() throws {
    var pairs: [String] = []
    for a in 0..<10 {
      for b in 0..<a { pairs.append("{ between: [line\(a), line\(b)], rank: 0.2873392 }") }
    }
    let budget = try upfront(Self.lines(pairs: pairs.joined(separator: ", ")))
    #expect(close(budget.quantile(80), to: 1_102.39))
  }

  @Test("A portfolio adds trial by trial: shared names move as one, unless drawn apart")
  func portfolio() throws {
    let text = DesignTests.normal("random", trials: 400_000)
    let options = RunOptions()
    let items = try ["a.yaml", "b.yaml"].map { file in
      try BudgetItem(
        try Experiment.read(TextFile(name: file, text: text)), option: "y", options)
    }
    func joint(independent: Bool) throws -> (together: StatisticEstimate, apart: Double) {
      let plan = try BudgetPlan(
        items, confidence: 0.9, independent: independent, options)
      let found = try #require(plan.joint.first { $0.metric == .upfrontCost })
      return (found.together, found.apart)
    }
    // z90 = 1.2815516 of N(24,000, 3,000), and of N(24,000, 1,500·√2).
    let shared = try joint(independent: false)
    #expect(close(shared.together, to: 24_000 + 1.2815516 * 3_000))
    #expect(shared.together.value == shared.apart)
    let apart = try joint(independent: true)
    #expect(close(apart.together, to: 24_000 + 1.2815516 * 2_121.3203))
    #expect(apart.apart - apart.together.value > 1_000)
  }

  @Test("Experiments in two currencies, or with an option that is not there, are refused")
  func refusals() throws {
    let text = DesignTests.normal("random", trials: 1_000)
    let one = try Experiment.read(TextFile(name: "a.yaml", text: text))
    let other = try Experiment.read(
      TextFile(
        name: "b.yaml",
        text: text.replacing("horizon_months", with: "currency: EUR\nhorizon_months")))
    let items = try [one, other].map { try BudgetItem($0, option: nil, RunOptions()) }
    let error = #expect(throws: InvalidInput.self) {
      try BudgetPlan(items, confidence: 0.8, independent: false, RunOptions())
    }
    #expect(error?.description.contains("one currency") == true)
    let unknown = #expect(throws: InvalidInput.self) {
      try BudgetItem(one, option: "z", RunOptions())
    }
    #expect(unknown?.description.contains("y") == true)
  }
}
