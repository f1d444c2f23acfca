// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import CostModel
import Experiments
import Foundation
import TestSupport
import Testing

@Suite("Sweeps")
struct SweepTests {
  private static let reference = projectPath("experiments/reference.yaml")

  private func axis(_ text: String) throws -> SweepAxis {
    try SweepAxis(from: text, name: "--over")
  }

  /// Writes an experiment and sweeps it.
  private func sweep(
    _ text: String, _ axes: [String], trials: Int = 1_500
  ) throws -> (Sweep, [RunResult]) {
    try withTemporaryFolder { folder in
      try text.write(toFile: "\(folder)/e.yaml", atomically: false, encoding: .utf8)
      return try run("\(folder)/e.yaml", axes, trials: trials)
    }
  }

  private func run(
    _ file: String, _ axes: [String], trials: Int = 1_500, workers: Int = 2,
    sampling: SimulationSettings.Sampling = .random
  ) throws -> (Sweep, [RunResult]) {
    var editable = try EditableExperiment(reading: file)
    editable.settings.trials = trials
    editable.settings.sampling = sampling
    let sweep = try Sweep(editable, axes: try axes.map { try axis($0) })
    return (sweep, try sweep.run(RunOptions(metrics: Sweep.usualMetrics, workers: workers)))
  }

  @Test(
    "Values are lists, or ranges with equal distances or ratios, with k and M",
    arguments: [
      ("a=1,2.5,-3", [1, 2.5, -3]), ("a=50k,1.5M", [50_000, 1_500_000]),
      ("a=0.1..0.5:5", [0.1, 0.2, 0.3, 0.4, 0.5]), ("a=1..1000:4:log", [1, 10, 100, 1_000]),
      ("a=10k..1M:3:log", [10_000, 100_000, 1_000_000]), ("a=-1..1:3", [-1, 0, 1]), ("a=7", [7]),
    ] as [(String, [Double])])
  func values(text: String, values: [Double]) throws {
    #expect(try axis(text).name == "a")
    #expect(try axis(text).values == values)
  }

  @Test(
    "What is no axis is refused",
    arguments: [
      "a", "=1", "a=", "a=1,,2", "a=x", "a=1..2", "a=1..2:0", "a=1..2:1", "a=2..1:3",
      "a=1..2:3:lin",
      "a=0..2:3:log", "a=1..2:3:log:4", "a=1..2..3:4", "a=1,1", "a=inf", "a=1e400", "a=nan",
      "a=1e303M", "a=1..2:1001", "a=1..2:-5", "a=1..2:99999999999999999999",
    ])
  func refusedAxes(text: String) {
    #expect(throws: InvalidInput.self) { try axis(text) }
  }

  private static let closedForm = """
    format: breakeven/1
    inputs:
      price: { uniform: { low: 1, high: 3 } }
    workload: { requests_per_month: 1_000 }
    options:
      - { name: before, baseline: true, serving: { fixed: { per_month: 1_000 } } }
      - name: after
        serving: { fixed: { per_month: 600 } }
        project: { setup: 800, labels: { examples: 100, price_each: price } }
    """

  @Test("Upfront cost and payback follow two swept numbers as arithmetic says")
  func arithmetic() throws {
    let (sweep, results) = try sweep(Self.closedForm, ["price=1..3:3", "setup=0,800,1k"])
    #expect(results.count == 9)
    for (point, result) in results.enumerated() {
      let (price, setup) = (sweep.values(at: point)[0], sweep.values(at: point)[1])
      // The first axis is the slowest.
      #expect(price == Double(1 + point / 3))
      let setups: [Double] = [0, 800, 1_000]
      #expect(setup == setups[point % 3])
      let upfront = setup + 100 * price
      let cost = try #require(result.column(.upfrontCost, option: 1)?.summary)
      #expect(cost.mean == upfront)
      #expect(cost.standardDeviation == 0)
      let payback = try #require(result.column(.paybackMonths, option: 1)?.quantile(50))
      #expect(abs(payback.value - upfront / 400) < 1e-12)
    }
  }

  @Test(
    "A point is the run in which the input is fixed there, to the last bit",
    arguments: [SimulationSettings.Sampling.random, .sobol])
  func stressed(sampling: SimulationSettings.Sampling) throws {
    let trials = 2_048
    let values = [100_000.0, 450_000]
    let (_, results) = try run(
      Self.reference, ["starting_volume=100k,450k", "failed_share=0.3,0.45"], trials: trials,
      sampling: sampling)
    for (point, found) in results.enumerated() {
      let stresses = [
        "starting_volume=\(values[point / 2])", "failed_share=\([0.3, 0.45][point % 2])",
      ]
      var experiment = try Experiment.read(
        Self.reference, stresses: try stresses.map { try Stress(from: $0, name: "") })
      experiment.settings.trials = trials
      experiment.settings.sampling = sampling
      expectSame(found, try experiment.run(options))
    }
  }

  @Test("A point is the run of the file with the constant exchanged, to the last bit")
  func edited() throws {
    let text = try projectFile("experiments/reference.yaml")
    let label = "options/hosted/project/labels/examples"
    for name in [label, label.replacing("/", with: "."), "hosted.project.labels.examples"] {
      let (_, results) = try run(Self.reference, ["\(name)=5k,10k"])
      for (place, examples) in ["5_000", "10_000"].enumerated() {
        // The hosted option stands before the other that has labels.
        let place10 = try #require(text.firstRange(of: "examples: 10_000"))
        let changed = text.replacingCharacters(in: place10, with: "examples: \(examples)")
        var experiment = try Experiment.read(TextFile(name: Self.reference, text: changed))
        experiment.settings.trials = 1_500
        expectSame(results[place], try experiment.run(options))
      }
    }
  }

  @Test("An input that others depend on, one that is drawn anew, and a parameter are swept as well")
  func drawsThatChange() throws {
    let text = """
      format: breakeven/1
      inputs:
        level: { uniform: { low: 1, high: 2 } }
        price: { normal: { mean: level, sd: 0.1 } }
        interval: { uniform: { low: 4, high: 9 } }
      workload: { requests_per_month: 1_000, volatility_per_month: 0 }
      options:
        - { name: before, baseline: true, serving: { fixed: { per_month: 1_000 } } }
        - name: after
          serving: { fixed: { per_month: 600 } }
          project: { labels: { examples: 1_000, price_each: price } }
          retraining: { every_months: interval, renewals: each, relabel_share: 0.1 }
      """
    for (name, other) in [
      ("level=1.25", "level: { uniform: { low: 1.25, high: 1.2500000001 } }"),
      ("interval=6.3", "interval: { uniform: { low: 6.3, high: 6.3000000001 } }"),
      ("inputs/price/normal/sd=0.2", "price: { normal: { mean: level, sd: 0.2 } }"),
      ("volatility_per_month=0.2", ""),
    ] {
      let (_, results) = try sweep(text, [name])
      let key = other.split(separator: ":").first ?? ""
      let changed =
        other.isEmpty
        ? text.replacing("volatility_per_month: 0", with: "volatility_per_month: 0.2")
        : text.split(separator: "\n").map {
          $0.drop { $0 == " " }.hasPrefix("\(key):") ? "  \(other)" : String($0)
        }.joined(separator: "\n")
      var experiment = try Experiment.read(TextFile(name: "e.yaml", text: changed))
      experiment.settings.trials = 1_500
      let expected = try experiment.run(options)
      for (a, b) in zip(results[0].columns, expected.columns) {
        let (x, y) = (a.summary.mean, b.summary.mean)
        #expect((x == nil) == (y == nil))
        #expect(abs((x ?? 0) - (y ?? 0)) <= 1e-6 * (1 + abs(y ?? 0)), "\(name) \(a.column)")
      }
    }
  }

  @Test("Workers change nothing")
  func workers() throws {
    let axes = ["starting_volume=100k..900k:3", "label_price=0.5,1,2"]
    let one = try run(Self.reference, axes, trials: 5_000, workers: 1).1
    let two = try run(Self.reference, axes, trials: 5_000, workers: 2).1
    for (a, b) in zip(one, two) { expectSame(a, b) }
  }

  @Test(
    "Wrong sweeps are refused",
    arguments: [
      (["starting_volum=1"], "no number “starting_volum”; did you mean `starting_volume`?"),
      (["examples=1"], "“examples” may be any of options/hosted/project/labels/examples"),
      (["failed_share=0.3", "failed_share=0.4"], "failed_share is swept twice"),
      (["failed_share=0.3,1.5"], "at failed_share = 1.5"),
      (
        ["failed_share=0..0.9:200", "label_price=1..2:200"], "a grid of more than 20000 points"
      ),
    ])
  func refused(axes: [String], message: String) throws {
    let error = #expect(throws: InvalidInput.self) { try run(Self.reference, axes) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  private var options: RunOptions { RunOptions(metrics: Sweep.usualMetrics, cashflowTrials: 0) }

  private func expectSame(_ a: RunResult, _ b: RunResult) {
    #expect(a.columns.count == b.columns.count && !a.columns.isEmpty)
    for (x, y) in zip(a.columns, b.columns) {
      #expect(x.column == y.column)
      #expect(x.summary.mean == y.summary.mean)
      #expect(x.summary.standardError == y.summary.standardError)
      #expect(x.quantiles.map(\.value) == y.quantiles.map(\.value))
    }
    #expect(a.events.map(\.estimate.probability) == b.events.map(\.estimate.probability))
  }
}
