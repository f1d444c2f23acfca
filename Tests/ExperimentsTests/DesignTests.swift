// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import CostModel
import Experiments
import Foundation
import Reports
import TestSupport
import Testing

/// Runs whose points are a Latin hypercube or a Sobol' sequence.
@Suite("Sampling designs of runs")
struct DesignTests {
  typealias Sampling = SimulationSettings.Sampling

  func reference(_ sampling: Sampling, trials: Int) throws -> Experiment {
    var experiment = try ReferenceWorkloadTests.experiment(trials: trials)
    experiment.settings.sampling = sampling
    return experiment
  }

  static let only: RunOptions = {
    var options = RunOptions(metrics: [.upfrontCost, .totalCost, .npv])
    options.cashflowTrials = 0
    return options
  }()

  /// Random trials at this number have a standard error of 188 for the net present value.
  ///
  /// Seven means with Student's t of 15 degrees at 5 standard errors: a false alarm once in 700 seeds.
  @Test(
    "The means of the reference workload lie within their smaller errors of the closed forms",
    arguments: [(Sampling.sobol, 25.0), (.latinHypercube, 1.6)])
  func means(sampling: Sampling, gain: Double) throws {
    let result = try reference(sampling, trials: 65_536).run(Self.only)
    for (option, metric, value) in ReferenceWorkloadTests.expectations {
      let index = ReferenceWorkloadTests.options[option] ?? 0
      let summary = try #require(result.column(metric, option: index)?.summary)
      let error = try #require(summary.standardError)
      #expect(abs(try #require(summary.mean) - value) < 5 * error, "\(option) \(metric)")
      if metric == .npv { #expect(error * error < 188 * 188 / gain) }
    }
  }

  /// Upfront cost is a + b with a = N(6,000, 900) and b = N(6,000, 1,200): N(12,000, 1,500).
  ///
  /// The saving is 1,000 a month, so payback within 12 months has probability ½.
  static func normal(_ sampling: String, trials: Int) -> String {
    """
    format: breakeven/1
    horizon_months: 24
    simulation: { trials: \(trials), sampling: \(sampling) }
    inputs:
      a: { normal: { mean: 6000, sd: 900 }, min: 0 }
      b: { normal: { mean: 6000, sd: 1200 }, min: 0 }
    workload: { requests_per_month: 1000 }
    options:
      - { name: x, baseline: true, serving: { fixed: { per_request: 1.5 } } }
      - name: y
        serving: { fixed: { per_request: 0.5 } }
        project: { labels: { examples: 1, price_each: a }, setup: b }
    """
  }

  /// Of 400 runs, 380 are expected with a standard deviation of 4.4; outside 92.5 to 97.5 % would be
  /// 370 or 390.
  @Test(
    "Intervals cover the truth at their rate", arguments: ["sobol", "latin-hypercube", "random"])
  func coverage(sampling: String) throws {
    var experiment = try Experiment.read(
      TextFile(name: "e.yaml", text: Self.normal(sampling, trials: 2_048)))
    var options = RunOptions(metrics: [.upfrontCost, .paybackMonths])
    options.cashflowTrials = 0
    var hits = [0, 0, 0]
    for seed in 0..<400 {
      experiment.settings.seed = UInt64(seed)
      let result = try experiment.run(options)
      let column = try #require(result.column(.upfrontCost, option: 1))
      let mean = try #require(column.summary.mean)
      let error = try #require(column.summary.standardError)
      // Student's t with 15 degrees, and the normal distribution.
      let width = sampling == "random" ? 1.96 : 2.1314
      if abs(mean - 12_000) <= width * error { hits[0] += 1 }
      let p80 = try #require(column.quantiles.first { $0.probability == 0.8 })
      let truth = 12_000 + 1_500 * 0.8416212335729143
      if p80.low <= truth, truth <= p80.high { hits[1] += 1 }
      let event = try #require(
        result.events.first { $0.option == 1 && $0.event == .paybackWithin(months: 12) })
      if event.estimate.low <= 0.5, 0.5 <= event.estimate.high { hits[2] += 1 }
    }
    for (name, count) in zip(["mean", "P80", "probability"], hits) {
      #expect((370...390).contains(count), "\(name): \(count) of 400")
    }
  }

  @Test("The number of workers changes nothing", arguments: [Sampling.sobol, .latinHypercube])
  func workers(sampling: Sampling) throws {
    let experiment = try reference(sampling, trials: 16_384)
    func tables(_ workers: Int) throws -> [String] {
      let result = try experiment.run(RunOptions(workers: workers))
      return [result.percentileTable.csv, result.riskTable.csv, result.cashflowTable.csv]
    }
    #expect(try tables(1) == tables(5))
  }

  @Test(
    "A trial that is replayed is the one of the run", arguments: [Sampling.sobol, .latinHypercube])
  func replay(sampling: Sampling) throws {
    let experiment = try reference(sampling, trials: 64)
    let result = try experiment.run(Self.only)
    let values = try (0..<64).map { index in
      let record = try experiment.trial(UInt64(index))
      return try #require(record.outcomes[OutputColumn(option: 1, metric: .npv)])
    }
    let mean = try #require(result.column(.npv, option: 1)?.summary.mean)
    // Rounding of 64 sums.
    #expect(abs(values.reduce(0, +) / 64 - mean) < 1e-9 * abs(mean))
  }

  /// Independent shocks have mean 0, variance 1 and no correlation between months, whatever directions the
  /// design places: seen in the volume's logarithm, whose steps are the shocks.
  @Test("Placed components leave the monthly shocks independent")
  func shocks() throws {
    let text = """
      format: breakeven/1
      horizon_months: 5
      simulation: { trials: 1024, sampling: sobol }
      workload: { requests_per_month: 1000, growth_per_month: 0, volatility_per_month: 1 }
      options:
        - { name: x, baseline: true, serving: { fixed: { per_request: 1 } } }
        - { name: y, serving: { fixed: { per_request: 0 } }, project: { setup: 1 } }
      """
    let experiment = try Experiment.read(TextFile(name: "e.yaml", text: text))
    var steps = [[Double]](repeating: [], count: 5)
    for trial in 0..<1_024 {
      let volume = try experiment.trial(UInt64(trial)).volume
      for month in 0..<5 { steps[month].append(log(volume[month + 1] / volume[month]) + 0.5) }
    }
    for month in 0..<5 {
      let mean = steps[month].reduce(0, +) / 1_024
      let square = steps[month].reduce(0) { $0 + $1 * $1 } / 1_024
      // Four standard errors of independent numbers.
      #expect(abs(mean) < 4 / 32)
      #expect(abs(square - 1) < 4 * 2.0.squareRoot() / 32)
      for other in 0..<month {
        #expect(abs(correlation(steps[month], steps[other])) < 4 / 32)
      }
    }
  }

  @Test("An experiment with more inputs than dimensions leaves the least important to chance")
  func manyInputs() throws {
    let names = (0..<300).map { "i\($0)" }
    let inputs = names.map { "  \($0): { uniform: { low: 0, high: 2 } }" }
    let text = """
      format: breakeven/1
      simulation: { trials: 1024, sampling: sobol }
      inputs:
      \(inputs.joined(separator: "\n"))
      workload: { requests_per_month: 1000 }
      options:
        - { name: x, baseline: true, serving: { fixed: { per_request: 1 } } }
        - name: y
          serving: { fixed: { per_request: 0 } }
          costs: [\(names.map { "{ name: c\($0), once: \($0) }" }.joined(separator: ", "))]
      """
    let experiment = try Experiment.read(TextFile(name: "e.yaml", text: text))
    let summary = try #require(
      try experiment.run(Self.only).column(.upfrontCost, option: 1)?.summary)
    let error = try #require(summary.standardError)
    #expect(abs(try #require(summary.mean) - 300) < 5 * error)
    // The 44 that are left have a variance of 1/3 each: √(44/3/1,024) = 0.12.
    #expect(error < 0.25 && error > 0.05)
  }

  @Test(
    "What makes no design is refused with what would",
    arguments: [
      ("sampling: sobol, trials: 100_000", "98304 or 102400"),
      ("sampling: latin-hypercube, trials: 100_001", "100000 or 100016"),
      ("sampling: sobol, trials: 1024, sampler: gsl", "sampler: quantile"),
    ])
  func refusals(settings: String, remedy: String) throws {
    let text = Self.normal("random", trials: 1).replacing(
      "simulation: { trials: 1, sampling: random }", with: "simulation: { \(settings) }")
    let error = #expect(throws: InvalidInput.self) {
      try Experiment.read(TextFile(name: "e.yaml", text: text)).run(Self.only)
    }
    #expect(error?.description.contains(remedy) == true)
  }
}
