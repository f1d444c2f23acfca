// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import CostModel
import Experiments
import Foundation

/// How many trials each design needs for the standard error that 2^20 random trials give.
///
/// The standard error at n points a replicate is the root mean square, over seeds, of the one that runs
/// with 16 replicates report; with r replicates it is √(16/r) of that, and r from 16 to 31 are to be had.
struct EqualAccuracy {
  static let seeds = 24
  let experiment: Experiment
  let option: Int

  struct Quantity: Sendable {
    let name: String
    /// The standard error of the estimate in a run.
    let error: @Sendable (RunResult, _ option: Int) -> Double
  }

  static let quantities = [
    Quantity(name: "mean NPV") { result, option in
      result.column(.npv, option: option)?.summary.standardError ?? .nan
    },
    percentile(.paybackMonths, 50, "P50 payback"),
    percentile(.upfrontCost, 90, "P90 upfront cost"),
    Quantity(name: "P(payback <= 12)") { result, option in
      let event = result.events.first {
        $0.option == option && $0.event == .paybackWithin(months: 12)
      }
      return event.map { halfWidth($0.estimate.low, $0.estimate.high, result) } ?? .nan
    },
  ]

  private static func percentile(_ metric: Metric, _ percentile: Int, _ name: String) -> Quantity {
    Quantity(name: name) { result, option in
      let quantile = result.column(metric, option: option)?.quantile(percentile)
      return quantile.map { halfWidth($0.low, $0.high, result) } ?? .nan
    }
  }

  /// The standard error behind a 95 % interval: Student's t of 15 degrees for a design of 16 replicates.
  private static func halfWidth(_ low: Double, _ high: Double, _ result: RunResult) -> Double {
    let factor = result.experiment.settings.sampling == .random ? 1.959964 : 2.131450
    return (high - low) / 2 / factor
  }

  /// Root mean square errors of all quantities at some trials.
  private func errors(_ sampling: SimulationSettings.Sampling, trials: Int) throws -> [Double] {
    var experiment = experiment
    experiment.settings.sampling = sampling
    experiment.settings.trials = trials
    var options = RunOptions(metrics: [.npv, .paybackMonths, .upfrontCost])
    options.cashflowTrials = 0
    var squares = [Double](repeating: 0, count: Self.quantities.count)
    for seed in 0..<Self.seeds {
      experiment.settings.seed = UInt64(seed)
      let result = try experiment.run(options)
      for (index, quantity) in Self.quantities.enumerated() {
        let error = quantity.error(result, option)
        squares[index] += error * error
      }
    }
    return squares.map { ($0 / Double(Self.seeds)).squareRoot() }
  }

  func report() throws {
    let budget = 1 << 20
    let random = try errors(.random, trials: budget / 16).map { $0 / 4 }
    Journal.write(
      "\ntrials for the standard error of 2^20 random ones, \(experiment.model.options[option].name)"
    )
    Journal.write("quantity           standard error   latin-hypercube            sobol")
    let designs: [SimulationSettings.Sampling] = [.latinHypercube, .sobol]
    let needed = try designs.map { try trials($0, for: random) }
    for (index, quantity) in Self.quantities.enumerated() {
      let cells = needed.map { Self.cell($0[index], of: budget) }
      let name = quantity.name.padding(toLength: 19, withPad: " ", startingAt: 0)
      Journal.write(name + String(format: "%14.5g", random[index]) + cells.joined())
    }
    try race(random: random[0], budget: budget)
  }

  /// The time to a standard error of 0.1 % of the mean of the NPV: Sobol' points against NumPy's random ones.
  ///
  /// - Parameter random: the standard error of `budget` random trials.
  private func race(random: Double, budget: Int) throws {
    guard Program.pythonHas("numpy") else { return }
    let mean = try experiment.run(RunOptions(metrics: [.npv])).column(.npv, option: option)?
      .summary.mean
    guard let target = mean.map({ abs($0) / 1_000 }) else { return }
    let own = try points(for: target)
    let peer = Int((Double(budget) * (random / target) * (random / target)).rounded(.up))
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = Program.breakeven(
      "run", "experiments/reference.yaml", "--sampling", "sobol", "--trials", "\(own)",
      "--metrics", "npv", "--no-report", "--cashflow-trials", "0", "--output", folder.path)
    var experiment = experiment
    experiment.settings.sampling = .sobol
    experiment.settings.trials = own
    var options = RunOptions(metrics: [.npv])
    options.cashflowTrials = 0
    var times: [(whole: Double, inside: Double, peer: Double)] = []
    for _ in 0..<5 {
      let start = DispatchTime.now().uptimeNanoseconds
      _ = try experiment.run(options)
      let inside = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
      let numpy = try Program.python("reference_workload.py", "\(peer)", "2").run().seconds
      times.append((try program.run().seconds, inside, numpy))
    }
    let (whole, inside) = (median(times.map(\.whole)), median(times.map(\.inside)))
    let numpy = median(times.map(\.peer))
    Journal.write(
      String(
        format: """
          to a standard error of 0.1 %% of mean NPV: NumPy, %d random trials, 2 processes: %.2f s; Breakeven, \
          %d Sobol' points: %.4f s, 1/%.0f; inside the process %.4f s, 1/%.0f
          """, peer, numpy, own, whole, numpy / whole, inside, numpy / inside))
  }

  private static func cell(_ trials: Int?, of budget: Int) -> String {
    guard let trials else { return "           no fewer" }
    let ratio = String(format: "1/%.1f", Double(budget) / Double(trials))
    return String(repeating: " ", count: max(1, 10 - "\(trials)".count)) + "\(trials) "
      + String(repeating: " ", count: max(0, 8 - ratio.count)) + ratio
  }

  /// The fewest Sobol' points with which the mean NPV has at most this standard error.
  private func points(for target: Double) throws -> Int {
    let targets = [target] + [Double](repeating: .infinity, count: Self.quantities.count - 1)
    return try trials(.sobol, for: targets)[0] ?? 1 << 20
  }

  /// The fewest trials with which a design has at most these errors; nil for as many as random ones.
  private func trials(
    _ sampling: SimulationSettings.Sampling, for targets: [Double]
  ) throws -> [Int?] {
    var found = [Int?](repeating: nil, count: targets.count)
    for level in 10...15 where found.contains(nil) {
      let points = 1 << level
      let errors = try errors(sampling, trials: 16 * points)
      for index in targets.indices where found[index] == nil {
        let square = (errors[index] / targets[index]) * (errors[index] / targets[index])
        let replicates = max(16, Int((16 * square).rounded(.up)))
        if replicates < 32 { found[index] = replicates * points }
      }
    }
    return found
  }
}
