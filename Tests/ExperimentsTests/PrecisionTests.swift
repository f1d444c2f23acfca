// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import CostModel
import Experiments
import Reports
import TestSupport
import Testing

@Suite("Trials until an estimate is precise")
struct PrecisionTests {
  func experiment(_ rule: String, sampling: String = "random", trials: Int) throws -> Experiment {
    let text = DesignTests.normal(sampling, trials: trials).replacing(
      "sampling: \(sampling)", with: "sampling: \(sampling), stop_when: \(rule)")
    return try Experiment.read(TextFile(name: "e.yaml", text: text))
  }

  static let options: RunOptions = {
    var options = RunOptions(metrics: [.upfrontCost])
    options.cashflowTrials = 0
    return options
  }()

  /// The half width of the P80 of N(12,000, 1,500) is 4,200/√n: 66 lies between those of 4,000 and 8,000, so
  /// that chance decides where a run stops, as a bias from peeking needs.
  ///
  /// Of 400 runs 380 are expected with a standard deviation of 4.4.
  @Test("Stopping by the interval's width does not spoil its coverage")
  func coverage() throws {
    var experiment = try experiment(
      "{ metric: upfront_cost, percentile: 80, half_width: 66 }", trials: 500)
    let truth = 12_000 + 1_500 * 0.8416212335729143
    var (hits, counts) = (0, Set<Int>())
    for seed in 0..<400 {
      experiment.settings.seed = UInt64(seed)
      let final = try experiment.preciseEnough(Self.options)
      let quantile = try #require(
        try final.run(Self.options).column(.upfrontCost, option: 1)?.quantile(80))
      #expect(quantile.high - quantile.low <= 132)
      if quantile.low <= truth, truth <= quantile.high { hits += 1 }
      counts.insert(final.settings.trials)
    }
    #expect(counts.isSuperset(of: [4_000, 8_000]))
    #expect((370...390).contains(hits), "\(hits) of 400")
  }

  @Test("The mean of a Sobol' design stops far earlier than that of random trials")
  func sobol() throws {
    let rule = "{ metric: upfront_cost, statistic: mean, half_width: 5 }"
    // 1.96 · 1,500/√n ≤ 5 from 345,744 on, and doubling 1,024 gets there at 524,288.
    let random = try experiment(rule, trials: 1_024).preciseEnough(Self.options)
    #expect(random.settings.trials == 524_288)
    let sobol = try experiment(rule, sampling: "sobol", trials: 1_024).preciseEnough(Self.options)
    #expect(sobol.settings.trials <= 8_192)
    let summary = try #require(
      try sobol.run(Self.options).column(.upfrontCost, option: 1)?.summary)
    #expect(abs(try #require(summary.mean) - 12_000) < 10)
  }

  @Test(
    "A percentile that is never for sure is precise; one that cannot be had ends with a warning")
  func ends() throws {
    let never = """
      format: breakeven/1
      simulation: { trials: 100, stop_when: { metric: payback_months, percentile: 50, half_width: 1 } }
      workload: { requests_per_month: 1 }
      options:
        - { name: x, baseline: true, serving: { fixed: { per_request: 1 } } }
        - { name: y, serving: { fixed: { per_request: 2 } }, project: { setup: 1 } }
      """
    let settled = try Experiment.read(TextFile(name: "e.yaml", text: never))
      .preciseEnough(Self.options)
    #expect(settled.settings.trials == 100)
    let hopeless = never.replacing("percentile: 50", with: "statistic: mean")
      .replacing("trials: 100,", with: "trials: 10_000_000,")
    let given = try Experiment.read(TextFile(name: "e.yaml", text: hopeless))
      .preciseEnough(Self.options)
    #expect(given.settings.trials == 10_000_000)
    #expect(given.warnings.contains { $0.contains("payback_months is known to ±") })
  }

  @Test("Convergence is told at powers of two, and its last row is the run's")
  func convergence() throws {
    for (sampling, trials) in [("random", 1_000), ("sobol", 20 * 64)] {
      var options = Self.options
      options.convergence = true
      var experiment = try Experiment.read(
        TextFile(name: "e.yaml", text: DesignTests.normal(sampling, trials: trials)))
      let result = try experiment.run(options)
      let rows = result.convergence.filter { $0.column.option == 1 }
      let expected =
        sampling == "random" ? [64, 128, 256, 512, 1_000] : [80, 160, 320, 640, 1_280]
      #expect(rows.map(\.trials) == expected)
      #expect(rows.last?.summary == result.column(.upfrontCost, option: 1)?.summary)
      // The rows before are what shorter runs say.
      experiment.settings.trials = expected[3]
      let short = try experiment.run(options).column(.upfrontCost, option: 1)
      #expect(rows[3].summary == short?.summary)
      #expect(rows[3].quantiles[1] == short?.quantile(80))
    }
  }

  @Test(
    "A rule that makes no sense is refused with what would",
    arguments: [
      ("{ metric: payback, percentile: 80, half_width: 1 }", "payback_months"),
      ("{ percentile: 80, half_width: 1 }", "stop_when.metric: missing"),
      ("{ metric: npv, percentile: 81, half_width: 1 }", "80"),
      ("{ metric: npv, half_width: 1 }", "statistic: mean"),
      ("{ metric: npv, statistic: mean, percentile: 80, half_width: 1 }", "or `percentile:`"),
      ("{ metric: npv, statistic: mean }", "half_width: missing"),
      ("{ metric: npv, statistic: mean, half_width: 0 }", "above 0"),
    ])
  func refusals(rule: String, remedy: String) throws {
    let error = #expect(throws: InvalidInput.self) { try experiment(rule, trials: 100) }
    #expect(error?.description.contains(remedy) == true, "\(error?.description ?? "")")
  }
}
