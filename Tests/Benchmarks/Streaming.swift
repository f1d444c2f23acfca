// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import Simulation

/// What it costs to keep histograms in the place of the numbers of every trial, in turns.
struct Streaming {
  static let rounds = 3
  let reference: Experiment

  func report() throws {
    let workers = availableProcessors()
    Journal.write(
      "\nstreaming and columns, \(workers) workers, median of \(Self.rounds) rounds, ns a trial")
    for (name, metrics) in [("five metrics", Benchmarks.fiveMetrics), ("all metrics", nil)] {
      for trials in [100_000, 1_000_000, 10_000_000] {
        var measurements = [false, true].map { streaming in
          measurement("\(name), \(trials) trials", metrics, trials, streaming, workers)
        }
        for _ in 0..<Self.rounds {
          for index in measurements.indices { try measurements[index].round() }
        }
        for measurement in measurements { Journal.write(measurement.line) }
      }
    }
    var long = measurement(
      "five metrics, 100000000 trials", Benchmarks.fiveMetrics, 100_000_000, true, workers)
    try long.round()
    Journal.write(long.line)
  }

  private func measurement(
    _ name: String, _ metrics: Set<Metric>?, _ trials: Int, _ streaming: Bool, _ workers: Int
  ) -> Measurement {
    var experiment = reference
    experiment.settings.trials = trials
    var options = RunOptions(metrics: metrics, workers: workers)
    options.cashflowTrials = 0
    options.streaming = streaming
    return Measurement("\(streaming ? "streaming" : "columns"), \(name)", trials: trials) {
      [experiment] in _ = try experiment.run(options)
    }
  }
}
