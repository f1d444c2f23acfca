// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import CostModel
import Experiments
import Reports
import TestSupport
import Testing

@Suite("A streaming run of an experiment")
struct StreamingTests {
  func experiment(_ name: String = "reference", trials: Int = 20_500) throws -> Experiment {
    let path = projectPath("experiments/\(name).yaml")
    var experiment = try Experiment.read(path, library: nil, stresses: [])
    experiment.settings.trials = trials
    experiment.settings.sampling = .random
    return experiment
  }

  func options(streaming: Bool?, workers: Int = 2) -> RunOptions {
    var options = RunOptions(workers: workers)
    options.streaming = streaming
    return options
  }

  /// Every table with its cells.
  func tables(_ result: RunResult) -> [Table] {
    [
      result.summaryTable, result.percentileTable, result.riskTable, result.probabilityTable,
      result.cashflowTable,
    ]
  }

  @Test(
    "says what columns say: counts alike, percentiles within 0.1 %, means but for rounding",
    arguments: ["reference", "ticket-classifier"])
  func agrees(name: String) throws {
    let experiment = try experiment(name)
    let kept = try experiment.run(options(streaming: false))
    let streamed = try experiment.run(options(streaming: true))
    #expect(streamed.isStreamed && !kept.isStreamed)
    #expect(streamed.probabilityTable == kept.probabilityTable)
    #expect(streamed.cashflowTable == kept.cashflowTable)
    #expect(streamed.columns.count == kept.columns.count)
    for (found, exact) in zip(streamed.columns, kept.columns) {
      #expect(found.histogram == exact.histogram)
      #expect(found.summary.neverCount == exact.summary.neverCount)
      expectClose(found.summary.mean, exact.summary.mean, 1e-13)
      expectClose(found.summary.standardDeviation, exact.summary.standardDeviation, 1e-12)
      for (own, other) in zip(found.quantiles, exact.quantiles) {
        expectClose(own.value, other.value, RunResult.streamingError)
        expectClose(own.low, other.low, RunResult.streamingError)
        expectClose(own.high, other.high, RunResult.streamingError)
      }
      for (own, other) in zip(found.tails, exact.tails) {
        expectClose(own.valueAtRisk, other.valueAtRisk, RunResult.streamingError)
        expectClose(
          own.conditionalValueAtRisk, other.conditionalValueAtRisk, RunResult.streamingError)
      }
    }
    for (found, exact) in zip(streamed.budgets, kept.budgets) {
      #expect(found.baseCasePercentile == exact.baseCasePercentile)
      expectClose(found.quantile(80).value, exact.quantile(80).value, RunResult.streamingError)
    }
  }

  @Test("has the gates of columns: the same probabilities, percentiles with wider intervals")
  func gates() throws {
    let rules = """
      approval:
        - { option: hosted, require: "P(payback_months <= 13.5) >= 0.20" }
        - { option: hosted, require: "P(npv > 1000) >= 0.90" }
        - { option: hosted, require: "P(total_cost < 200000) >= 0.5" }
        - { option: hosted, require: "P(total_cost >= 200000) >= 0.5" }
        - { option: hosted, require: "best_probability >= 0.5" }
        - { option: hosted, require: "P80(upfront_cost) <= 25000" }
        - { option: hosted, require: "mean(npv) >= 0" }
        - { option: hosted, require: "CVaR95(total_cost) <= 1000000" }
        - { require: "evpi <= 1" }

      """
    let text = try projectFile("experiments/reference.yaml")
    let body = text.firstRange(of: "\napproval:").map { String(text[..<$0.lowerBound]) } ?? text
    var experiment = try Experiment.read(TextFile(name: "e.yaml", text: body + "\n" + rules))
    experiment.settings.trials = 20_500
    var kept = options(streaming: false)
    kept.isForReport = true
    var streamed = kept
    streamed.streaming = true
    let (exact, found) = (try experiment.run(kept).gates, try experiment.run(streamed).gates)
    #expect(exact.count == 9)
    #expect(found.count == 8)
    for (own, other) in zip(found, exact) {
      #expect(own.verdict == other.verdict)
      expectClose(own.estimate.value, other.estimate.value, RunResult.streamingError)
      #expect(own.estimate.low <= other.estimate.low + abs(other.estimate.low) * 1e-12)
      #expect(own.estimate.high >= other.estimate.high - abs(other.estimate.high) * 1e-12)
    }
    for index in 0..<5 { #expect(found[index].estimate == exact[index].estimate) }
  }

  func expectClose(_ found: Double?, _ exact: Double?, _ tolerance: Double) {
    guard let found, let exact else {
      #expect(found == exact)
      return
    }
    #expect(found == exact || abs(found - exact) <= tolerance * abs(exact), "\(found) \(exact)")
  }

  @Test("has the same tables for any number of workers", arguments: [2, 7])
  func workers(count: Int) throws {
    let experiment = try experiment()
    let one = try experiment.run(options(streaming: true, workers: 1))
    let many = try experiment.run(options(streaming: true, workers: count))
    #expect(tables(one) == tables(many))
  }

  @Test("comes of itself when columns would pass the memory given, and not otherwise")
  func choice() throws {
    let experiment = try experiment(trials: 2_000)
    var options = options(streaming: nil)
    options.metrics = [.npv]
    // Two options of 2,000 numbers.
    options.memory = 32_000
    #expect(try !experiment.run(options).isStreamed)
    options.memory = 31_999
    #expect(try experiment.run(options).isStreamed)
    options.convergence = true
    #expect(try !experiment.run(options).isStreamed)
    options.streaming = false
    #expect(try !experiment.run(options).isStreamed)
  }

  @Test("is refused, with every reason, where it cannot be")
  func refused() throws {
    var experiment = try experiment(trials: 4_096)
    experiment.settings.sampling = .sobol
    var options = options(streaming: true)
    options.convergence = true
    do {
      _ = try experiment.run(options)
      Issue.record("not refused")
    } catch let error as InvalidInput {
      #expect(error.problems.count == 2)
      #expect(error.description.contains("give --sampling random"))
      #expect(error.description.contains("--convergence"))
    }
    experiment.settings.sampling = .random
    try experiment.restrict(to: "npv(hosted) < 0", name: "--where")
    #expect(throws: InvalidInput.self) { try experiment.run(self.options(streaming: true)) }
  }

  @Test("of a single trial has its values and no spread")
  func single() throws {
    let result = try experiment(trials: 1).run(options(streaming: true))
    for column in result.columns {
      #expect(column.summary.standardDeviation == nil)
      #expect(column.quantile(50)?.value == column.summary.mean ?? .infinity)
    }
  }
}
