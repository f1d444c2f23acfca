// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
internal import Foundation

extension SelfCheck {
  /// So small that its numbers can be written down.
  private static let arithmetic = """
    format: breakeven/1
    title: Numbers that are known
    discount_rate: 0.1
    horizon_months: 24
    simulation: { trials: 200_000, seed: 42 }
    inputs:
      price: { uniform: { low: 1, high: 3 } }
      works: { bernoulli: { p: 0.8 } }
    workload: { requests_per_month: 1_000 }
    options:
      - { name: before, baseline: true, serving: { fixed: { per_month: 1_000 } } }
      - name: after
        serving: { fixed: { per_month: 600 } }
        project: { setup: 800, labels: { examples: 100, price_each: price } }
      - name: perhaps
        serving: { fixed: { per_month: 600 } }
        project: { setup: 1_000 }
        quality: { reaches_parity: works }
    """

  /// With everything that draws, so that the order of work would show.
  private static let variety = """
    format: breakeven/1
    title: Whatever draws
    simulation: { trials: 20_000, seed: 7 }
    inputs:
      volume: { lognormal: { median: 300_000, sigma: 0.35 } }
      price: { gamma: { shape: 4, scale: 0.3 } }
      weeks: { pert: { low: 1, mode: 1.5, high: 3 } }
      interval: { uniform: { low: 6, high: 12 } }
      share: { normal: { mean: price, sd: 0.1 }, min: 0 }
    correlations: [{ between: [price, weeks], rank: 0.5 }]
    processes:
      spot: { mean_reverting: { start: price, reversion: 0.25, volatility: 0.15 } }
    workload: { requests_per_month: volume, growth_per_month: 0.02, volatility_per_month: 0.1 }
    options:
      - { name: before, baseline: true, serving: { fixed: { per_request: 0.005 } } }
      - name: after
        serving: { fixed: { per_request: 0.001 } }
        project:
          labels: { examples: 1_000, price_each: share }
          labour: { weeks: weeks, weekly_rate: 4_000 }
          training: { gpu_rental: { hours: 5, price_per_gpu_hour: spot }, runs: 3 }
        retraining: { every_months: interval, relabel_share: 0.25 }
    """

  private static func run(_ text: String, workers: Int) throws -> RunResult {
    try Experiment.read(TextFile(name: "selfcheck", text: text), library: "/nonexistent")
      .run(RunOptions(workers: workers, cashflowTrials: 1_024))
  }

  /// Closed forms, and that workers change nothing.
  static func runs() throws -> [Check] {
    let result = try run(arithmetic, workers: 2)
    var checks: [Check] = []
    func mean(_ name: String, _ metric: Metric, option: Int, _ expected: Double) {
      guard let summary = result.column(metric, option: option)?.summary, let mean = summary.mean
      else { return }
      let standardError = summary.standardError ?? 0
      checks.append(
        // Beyond 4.9 once in a million, were the bits not always the same.
        Check(
          name, expected: expected, found: mean,
          error: abs(mean - expected) / max(standardError, 1e-12 * abs(expected)),
          bound: 4.9, unit: "standard errors"))
    }
    // The discounted sum of a monthly saving of 400.
    let factor = pow(1.1, -1.0 / 12)
    let present = 400 * factor * (1 - pow(factor, 24)) / (1 - factor)
    mean("mean upfront cost, 800 + 100·2", .upfrontCost, option: 1, 1_000)
    mean("mean net present value", .npv, option: 1, present - 1_000)
    mean("mean saving, 0.8 of it works", .netSaving, option: 2, 0.8 * 9_600 - 1_000)
    if let payback = result.column(.paybackMonths, option: 1)?.quantile(50) {
      checks.append(
        // The payback is uniform from 2.25 to 2.75 months: its median has this standard error.
        Check(
          "median payback, months", expected: 2.5, found: payback.value,
          error: abs(payback.value - 2.5) / (0.25 / Double(result.trials).squareRoot()),
          bound: 4.9, unit: "standard errors"))
    }
    if let event = result.events.first(where: { $0.option == 2 && $0.event == .paysBack }) {
      let found = event.estimate.probability
      checks.append(
        Check(
          "probability of payback", expected: 0.8, found: found,
          error: abs(found - 0.8) / (0.16 / Double(result.trials)).squareRoot(), bound: 4.9,
          unit: "standard errors"))
    }
    let digests = try [1, 2].map { digest(of: try run(variety, workers: $0)) }
    checks.append(
      Check("one worker and two, SHA-256", expected: digests[0], found: digests[1]))
    return checks
  }

  /// Of every number of a run.
  private static func digest(of result: RunResult) -> String {
    var text = ""
    for column in result.columns {
      text += "\(column.column) \(column.summary.mean ?? .nan) \(column.quantiles.map(\.value))\n"
    }
    for row in result.cashflow { text += "\(row.month) \(row.mean) \(row.quantiles)\n" }
    for event in result.events { text += "\(event.estimate.probability)\n" }
    return SHA256.hexadecimal(of: Array(text.utf8))
  }
}
