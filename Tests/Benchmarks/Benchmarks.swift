// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import Foundation

/// Measures speed: all sections, or those named on the command line.
///
/// Times differ from machine to machine and from minute to minute; only ratios of one run mean
/// something. Each figure is the median of several interleaved rounds.
@main
struct Benchmarks {
  static let rounds = 5

  static func main() throws {
    let reference = try Experiment.read("experiments/reference.yaml")
    let sections: [(name: String, body: () throws -> Void)] = [
      ("parts", { try parts(of: reference) }),
      ("families", { Families().report() }),
      ("percentiles", { try Percentiles().report() }),
      ("scaling", { try Scaling(reference: reference).report() }),
      ("streaming", { try Streaming(reference: reference).report() }),
      ("latency", { try Latency().report() }),
      ("sweep", { try SweepGrid().report() }),
      ("accuracy", { try EqualAccuracy(experiment: reference, option: 1).report() }),
      ("sensitivity", { try SensitivityRace().report() }),
      ("peers", { try SimulationRace().report() }),
    ]
    let chosen = CommandLine.arguments.dropFirst()
    Journal.begin()
    for section in sections where chosen.isEmpty || chosen.contains(section.name) {
      try section.body()
    }
    if chosen.isEmpty { try Journal.save(to: "Tests/Benchmarks/results.md") }
  }

  /// Nanoseconds per trial of the reference workload on one core, whole and in parts.
  private static func parts(of reference: Experiment) throws {
    var measurements =
      Parts(experiment: reference).all + [whole(reference), wholeWithEverything(reference)]
    for _ in 0..<rounds {
      for index in measurements.indices { try measurements[index].round() }
    }
    Journal.write("reference workload, one core, median of \(rounds) rounds, ns per trial")
    for measurement in measurements { Journal.write(measurement.line) }
  }

  /// Paybacks, values, budgets, totals, break-even requests: what a hand-written program would keep.
  static let fiveMetrics: Set<Metric> = [
    .paybackMonths, .npv, .upfrontCost, .totalCost, .breakevenRequests,
  ]

  static func whole(_ experiment: Experiment) -> Measurement {
    var options = RunOptions(metrics: fiveMetrics, workers: 1)
    options.cashflowTrials = 0
    return run("run, five metrics, all tables of them", experiment, options)
  }

  static func wholeWithEverything(_ experiment: Experiment) -> Measurement {
    run("run, all metrics, cash flow", experiment, RunOptions(workers: 1))
  }

  private static func run(
    _ name: String, _ experiment: Experiment, _ options: RunOptions
  ) -> Measurement {
    var experiment = experiment
    experiment.settings.trials = 500_000
    return Measurement(name, trials: experiment.settings.trials) { [experiment] in
      _ = try experiment.run(options)
    }
  }
}

/// One thing that is timed.
struct Measurement {
  let name: String
  let trials: Int
  let work: () throws -> Void
  private var times: [Double] = []

  init(_ name: String, trials: Int, _ work: @escaping () throws -> Void) {
    self.name = name
    self.trials = trials
    self.work = work
  }

  mutating func round() throws {
    let start = DispatchTime.now().uptimeNanoseconds
    try work()
    let elapsed = DispatchTime.now().uptimeNanoseconds - start
    times.append(Double(elapsed) / Double(trials))
  }

  var line: String {
    let sorted = times.sorted()
    func text(_ x: Double) -> String {
      let digits = String(format: "%.1f", x)
      return String(repeating: " ", count: max(0, 9 - digits.count)) + digits
    }
    let label = name + String(repeating: " ", count: max(1, 44 - name.count))
    let median = sorted[sorted.count / 2]
    return "\(label)\(text(median))   (\(text(sorted[0])) to\(text(sorted[sorted.count - 1])))"
  }
}
