// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import Simulation

/// How the time of a run grows with what it is made of.
struct Scaling {
  static let rounds = 3
  let reference: Experiment

  func report() throws {
    Journal.write("\nscaling, five metrics, median of \(Self.rounds) rounds, ns a trial")
    for workers in Set([1, availableProcessors()]).sorted() {
      for power in 3...7 {
        try measure(
          "trials 10^\(power), workers \(workers)", reference, trials: pow10(power),
          workers: workers)
      }
    }
    // Once: it takes a minute and varies little.
    try measure(
      "trials 10^8, streaming, workers \(availableProcessors())", reference, trials: pow10(8),
      workers: availableProcessors(), rounds: 1)
    for count in [10, 30, 100, 300] {
      try measure("inputs \(count)", try synthetic(inputs: count), trials: 100_000)
    }
    for count in [2, 5, 10, 20] {
      try measure("options \(count)", try synthetic(options: count), trials: 100_000)
    }
    for count in [12, 36, 60, 120] {
      try measure("months \(count)", try synthetic(months: count), trials: 100_000)
    }
  }

  private func pow10(_ power: Int) -> Int { (0..<power).reduce(1) { value, _ in value * 10 } }

  private func measure(
    _ name: String, _ experiment: Experiment, trials: Int, workers: Int = 1,
    rounds: Int = Self.rounds
  ) throws {
    var experiment = experiment
    experiment.settings.trials = trials
    var options = RunOptions(metrics: Benchmarks.fiveMetrics, workers: workers)
    options.cashflowTrials = 0
    var measurement = Measurement(name, trials: trials) { [experiment] in
      _ = try experiment.run(options)
    }
    for _ in 0..<rounds { try measurement.round() }
    Journal.write(measurement.line)
  }

  /// An experiment of as many inputs, options and months as asked for: every option pays its share of the
  /// inputs at the start and serves by the token.
  private func synthetic(
    inputs: Int = 15, options: Int = 3, months: Int = 36
  ) throws -> Experiment {
    var text = """
      format: breakeven/1
      horizon_months: \(months)
      simulation: { trials: 1000, sampling: random }
      inputs:

      """
    for input in 0..<inputs { text += "  x\(input): { normal: { mean: 100, sd: 5 } }\n" }
    text += """
      workload: { requests_per_month: 300_000, growth_per_month: 0.03, volatility_per_month: 0.1 }
      options:
        - name: base
          baseline: true
          serving: { per_token: { prompt_tokens: 1500, output_tokens: 100, input_per_mtok: 2.5, output_per_mtok: 10 } }

      """
    for option in 1..<options {
      let own = (0..<inputs).filter { $0 % (options - 1) == option - 1 }
      text += """
          - name: option \(option)
            serving: { per_token: { prompt_tokens: 300, output_tokens: 100, input_per_mtok: 0.3, output_per_mtok: 1.2 } }
            costs:

        """
      for input in own { text += "      - { name: cost \(input), once: x\(input) }\n" }
      if own.isEmpty { text += "      - { name: nothing, once: 0 }\n" }
    }
    return try Experiment.read(TextFile(name: "synthetic.yaml", text: text))
  }
}
