// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import CostModel
import Distributions
import Experiments
import Foundation
import RandomStreams
import Reports
import TestSupport
import Testing

@Suite("Correlated inputs")
struct CorrelationTests {
  static let inputs = [
    "a: { uniform: { low: 2, high: 5 } }",
    "b: { lognormal: { median: 10, sigma: 0.8 } }",
    "c: { gamma: { shape: 2, scale: 3 } }",
    "d: { uniform: { low: 0, high: 1 } }",
    "other: { normal: { mean: 100, sd: 5 }, min: 0 }",
  ]
  static let pairs = [
    "{ between: [a, b], rank: 0.5 }", "{ between: [b, c], rank: -0.7 }",
    "{ between: [d, a], rank: 0.2 }",
  ]

  func text(
    inputs: [String] = Self.inputs, pairs: [String] = Self.pairs, copula: String = "gaussian",
    sampler: String = "quantile"
  ) -> String {
    """
    format: breakeven/1
    simulation: { sampler: \(sampler) }
    inputs:
    \(inputs.map { "  \($0)" }.joined(separator: "\n"))
    correlations: [\(pairs.joined(separator: ", "))]
    copula: \(copula)
    workload: { requests_per_month: a }
    options:
      - { name: x, baseline: true, serving: { fixed: { per_request: b, per_month: other } } }
      - { name: y, serving: { fixed: { per_request: c, per_month: d } }, project: { setup: 3 } }
    """
  }

  func read(_ text: String) throws -> Experiment {
    try Experiment.read(TextFile(name: "e.yaml", text: text))
  }

  func draws(_ experiment: Experiment, _ name: String, count: Int = 5_000) throws -> [Double] {
    try InputCatalogue(experiment: experiment).draws(
      of: name, count: count, seed: experiment.settings.seed, sampler: experiment.settings.sampler)
  }

  func distribution(_ experiment: Experiment, _ name: String) throws -> any Distribution {
    try #require(experiment.inputs.first { $0.name == name }?.distribution)
  }

  /// The correlation of the places of draws among their distributions, which is Spearman's, and its
  /// standard error from a hundred batches.
  func rank(
    _ experiment: Experiment, _ names: [String], count: Int = 1_000_000
  ) throws -> (value: Double, error: Double) {
    let places = try names.map { name in
      let distribution = try distribution(experiment, name)
      return try draws(experiment, name, count: count).map { distribution.cdf($0) }
    }
    let size = count / 100
    let batches = (0..<100).map { batch in
      let range = batch * size..<(batch + 1) * size
      return correlation(Array(places[0][range]), Array(places[1][range]))
    }
    let mean = batches.reduce(0, +) / 100
    let variance = batches.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 99
    return (mean, (variance / 100).squareRoot())
  }

  /// The pair b and d, which is connected through a alone, has no correlation of its own.
  ///
  /// Four standard errors: a false alarm once in 3,000 seeds for five pairs.
  @Test("Ranks of 1,000,000 draws are those asked for, whatever the distributions")
  func ranks() throws {
    let experiment = try read(text())
    for (names, expected) in [
      (["a", "b"], 0.5), (["b", "c"], -0.7), (["a", "d"], 0.2), (["b", "d"], 0),
      (["a", "other"], 0),
    ] {
      let (value, error) = try rank(experiment, names)
      #expect(error < 0.0015)
      #expect(abs(value - expected) < 4 * error, "\(names): \(value) ± \(error), not \(expected)")
    }
  }

  /// By NumPy and SciPy from 8,000,000 draws: Spearman's correlation of a Student copula with 4 degrees
  /// of freedom and the normal correlation of rank 0.5 is 0.4862 ± 0.0003.
  @Test("A Student copula comes a little nearer to 0")
  func student() throws {
    let experiment = try read(text(copula: "{ student: 4 }"))
    let (value, error) = try rank(experiment, ["a", "b"])
    #expect(abs(value - 0.4862) < 4 * error + 0.0003, "\(value) ± \(error)")
  }

  @Test(
    "Correlation leaves each distribution as it is", arguments: ["gaussian", "{ student: 2.5 }"])
  func marginals(copula: String) throws {
    let experiment = try read(text(copula: copula))
    for name in ["a", "b", "c", "d"] {
      let distribution = try distribution(experiment, name)
      let distance = KolmogorovSmirnov.distance(
        of: try draws(experiment, name, count: 200_000)
      ) { distribution.cdf($0) }
      #expect(
        distance < KolmogorovSmirnov.criticalDistance(count: 200_000, falseAlarm: 1e-5), "\(name)")
    }
  }

  @Test("No order in the file changes a bit", arguments: ["gaussian", "{ student: 4 }"])
  func order(copula: String) throws {
    let one = try read(text(copula: copula))
    let other = try read(
      text(
        inputs: Self.inputs.reversed(),
        pairs: [
          "{ rank: 0.2, between: [a, d] }", "{ between: [c, b], rank: -0.7 }",
          "{ between: [b, a], rank: 0.5 }",
        ], copula: copula))
    for name in ["a", "b", "c", "d", "other"] {
      #expect(try draws(one, name) == draws(other, name))
    }
  }

  @Test("Inputs outside the group draw what they drew", arguments: ["gaussian", "{ student: 4 }"])
  func outside(copula: String) throws {
    let without = try read(text(pairs: []))
    let with = try read(text(copula: copula))
    #expect(try draws(without, "other") == draws(with, "other"))
    #expect(try draws(without, "b") != draws(with, "b"))
    // Nor does one group see another.
    let two = try read(
      text(pairs: ["{ between: [a, b], rank: 0.5 }", "{ between: [c, d], rank: 0.3 }"]))
    let first = try read(text(pairs: ["{ between: [a, b], rank: 0.5 }"]))
    for name in ["a", "b", "other"] { #expect(try draws(two, name) == draws(first, name)) }
    #expect(try draws(two, "c") != draws(first, "c"))
  }

  /// The uniforms that are correlated are those of the names, so that with `d`, which is uniform on
  /// (0, 1), any other distribution has the quantiles of d's draws.
  @Test(
    "Discrete, truncated and dependent inputs are quantiles of correlated uniforms",
    arguments: [
      "{ poisson: { mean: 4 } }", "{ bernoulli: { p: 0.3 } }", "{ integers: { low: 3, high: 5 } }",
      "{ normal: { mean: 1, sd: 1 }, min: 0 }", "{ uniform: { low: 0, high: other } }",
    ])
  func quantiles(quantity: String) throws {
    let uniforms = try draws(try read(text()), "d")
    let experiment = try read(
      text(inputs: Self.inputs.dropLast(2) + ["d: \(quantity)", Self.inputs[4]]))
    let drawn = try draws(experiment, "d")
    if quantity.contains("other") {
      let scale = try draws(experiment, "other")
      for trial in drawn.indices { #expect(drawn[trial] == uniforms[trial] * scale[trial]) }
      return
    }
    let distribution = try distribution(experiment, "d")
    for trial in drawn.indices {
      let expected = distribution.quantile(uniforms[trial])
      #expect(abs(drawn[trial] - expected) <= 1e-8 * abs(expected))
    }
  }

  /// The one of 33,554,432 trials in which `a` is highest, with a second input that hardly differs.
  ///
  /// There 1 − q as a double would leave its logarithm an error of about 10⁻¹⁰.
  @Test("Draws far out in the upper tail keep their digits")
  func upperTail() throws {
    let experiment = try read(
      text(
        inputs: ["b: { exponential: { mean: 10 } }"] + Self.inputs.filter { !$0.hasPrefix("b") },
        pairs: ["{ between: [a, b], rank: 0.999 }"]))
    let streams = ["input:a", "input:b"].map { RandomStream(seed: 42, name: $0) }
    var uniforms = [Double](repeating: 0, count: 1 << 25)
    uniforms.withUnsafeMutableBufferPointer { streams[0].fill($0, firstTrial: 0) }
    let trial = try #require(uniforms.indices.max { uniforms[$0] < uniforms[$1] })
    let normal = try Normal(mean: 0, sd: 1)
    let first = normal.upperQuantile(1 - uniforms[trial])
    let second = normal.quantile(streams[1].uniform(trial: UInt64(trial)))
    let rho = 2 * sin(Double.pi * 0.999 / 6)
    let z = rho * first + (1 - rho * rho).squareRoot() * second
    let beyond = erfc(z / 2.0.squareRoot()) / 2
    #expect(beyond < 0x1p-24)
    let index = try #require(experiment.inputs.firstIndex { $0.name == "b" })
    let drawn = try experiment.trial(UInt64(trial)).inputs[index]
    #expect(abs(drawn + 10 * log(beyond)) < 1e-13 * drawn, "\(drawn)")
  }

  @Test("The sampler gsl draws correlated inputs as the other does, and only those")
  func sampler() throws {
    let quantile = try read(text())
    let gsl = try read(text(sampler: "gsl"))
    for name in ["a", "b", "c", "d"] {
      #expect(try draws(quantile, name) == draws(gsl, name))
    }
    #expect(try draws(quantile, "other") != draws(gsl, "other"))
  }

  @Test("Neither workers nor the length of the run change a number")
  func workers() throws {
    var experiment = try read(text(copula: "{ student: 4 }"))
    experiment.settings.trials = 5_000
    let one = try experiment.run(RunOptions(workers: 1))
    let three = try experiment.run(RunOptions(workers: 3))
    #expect(one.summaryTable.csv == three.summaryTable.csv)
    #expect(one.percentileTable.csv == three.percentileTable.csv)
    let index = try #require(experiment.inputs.firstIndex { $0.name == "c" })
    #expect(try draws(experiment, "c")[4_321] == experiment.trial(4_321).inputs[index])
  }

  @Test("The base case is the same with correlations, and explain lists them")
  func baseCase() throws {
    let with = try read(text(copula: "{ student: 4 }")).baseCase()
    let without = try read(text(pairs: [])).baseCase()
    #expect(with.inputs == without.inputs && with.outcomes == without.outcomes)
    let explained = Explanation(with).text
    #expect(
      explained.contains(
        """
        Correlations of ranks, by a Student copula with 4 degrees of freedom; the base case has none
          a with b: 0.5
          b with c: -0.7
          d with a: 0.2

        """))
    #expect(!Explanation(without).text.contains("Correlations"))
  }

  /// The sum of ten normal variables with correlation 0.3 is normal.
  ///
  /// Each has mean 100 and deviation 20, so the sum has mean 1000 and deviation 20 √(10 + 90 · 0.3); its
  /// P80 is 1102.39. Truncation at 0, five deviations away, moves it by less than 0.001.
  @Test("P80 of a sum of ten correlated amounts is that of the closed form")
  func sum() throws {
    let names = (1...10).map { "n\($0)" }
    let pairs = names.indices.flatMap { i in
      names[(i + 1)...].map { "{ between: [\(names[i]), \($0)], rank: 0.28756421862262127 }" }
    }
    let file = """
      format: breakeven/1
      simulation: { trials: 1_000_000 }
      inputs:
      \(names.map { "  \($0): { normal: { mean: 100, sd: 20 }, min: 0 }" }.joined(separator: "\n"))
      correlations: [\(pairs.joined(separator: ", "))]
      workload: { requests_per_month: 1 }
      options:
        - { name: x, baseline: true, serving: { fixed: { per_month: 1 } } }
        - name: y
          serving: { fixed: { per_month: 1 } }
          costs: [\(names.map { "{ name: \($0), once: \($0) }" }.joined(separator: ", "))]
      """
    var options = RunOptions(metrics: [.upfrontCost])
    options.cashflowTrials = 0
    let column = try #require(try read(file).run(options).column(.upfrontCost, option: 1))
    let p80 = try #require(column.quantile(80))
    let exact = 1000 + 0.841_621_233_572_914_3 * 20 * (10 + 90 * 0.3).squareRoot()
    #expect(p80.low < exact && exact < p80.high, "\(p80.low) to \(p80.high), not \(exact)")
    // Independent amounts would give 1053.2.
    #expect(p80.high - p80.low < 1.2)
  }
}
