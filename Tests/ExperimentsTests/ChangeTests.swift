// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import CostModel
import Experiments
import Foundation
import TestSupport
import Testing

@Suite("Prices that change and models that are succeeded, from a file")
struct ChangeTests {
  /// 1,000 requests a month of 1,000 tokens at 1 per 10⁶: 1 a month, before what is added.
  static func file(
    inputs: String = "", processes: String = "", pricing: String = "", option: String = ""
  ) -> String {
    """
    format: breakeven/1
    horizon_months: 24
    inputs: { rate: { uniform: { low: 0.5, high: 1.5 } }\(inputs) }
    processes: { \(processes) }
    workload: { requests_per_month: 1_000 }
    options:
      - { name: free, baseline: true, serving: { fixed: {} } }
      - name: paid
        serving:
          per_token: { prompt_tokens: 1_000, output_tokens: 0, input_per_mtok: 1, output_per_mtok: 0\(pricing) }
        project: { labour: { weekly_rate: 100 }, training: { per_run: 3 } }
    \(option)
    """
  }

  func experiment(_ text: String) throws -> Experiment {
    try Experiment.read(TextFile(name: "e.yaml", text: text))
  }

  func summary(_ experiment: Experiment, _ metric: Metric) throws -> SampleSummary {
    var experiment = experiment
    experiment.settings.trials = 100_000
    var options = RunOptions(metrics: [metric])
    options.cashflowTrials = 0
    return try #require(try experiment.run(options).column(metric, option: 1)?.summary)
  }

  func problems(_ text: String) -> String {
    do {
      _ = try experiment(text)
      return ""
    } catch { return "\(error)" }
  }

  /// E[F_m] = exp(λ m/12 · (E[e^J] − 1)) (Cont and Tankov, proposition 3.6, at u = −i); for J normal,
  /// E[e^J] = e^{μ + σ²/2}.
  @Test("The expected price under rare changes is that of a compound Poisson process")
  func expectation() throws {
    let text = Self.file(
      processes:
        "list: { price_changes: { per_year: 2, log_size: { normal: { mean: 0.3, sd: 0.4 } } } }",
      pricing: ", price_changes: list")
    let summary = try summary(experiment(text), .servingCost)
    let growth = 2.0 / 12 * (exp(0.3 + 0.08) - 1)
    let expected = (1...24).map { exp(growth * Double($0)) }.reduce(0, +)
    let mean = try #require(summary.mean)
    let error = try #require(summary.standardError)
    #expect(abs(mean - expected) < 4 * error)
    #expect(error < 0.01 * expected)
  }

  @Test("Options that follow the same changes pay the same prices")
  func shared() throws {
    let text =
      Self.file(
        processes: "list: { price_changes: { per_year: 4, log_size: -0.5 } }",
        pricing: ", price_changes: list",
        option: """
            - name: other
              serving:
                per_token: { prompt_tokens: 1_000, output_tokens: 0, input_per_mtok: 1, output_per_mtok: 0, price_changes: list }
          """)
    let record = try experiment(text).trial(5)
    #expect(record.costs[1].dropFirst() == record.costs[2].dropFirst())
    #expect(Set(record.costs[1]).count > 2)
  }

  @Test("Changes may be described where they apply, and are then the option's own")
  func inline() throws {
    let text = Self.file(
      pricing: ", price_changes: { per_year: 0.02, log_size: { uniform: { low: -1, high: 1 } } }")
    let record = try experiment(text).trial(1)
    #expect(record.costs[1][1] == 1)
    let base = try experiment(text).baseCase()
    #expect(base.costs[1].dropFirst() == Array(repeating: 1, count: 24)[...])
  }

  @Test("Releases at known times lower the price in every trial that moves")
  func succession() throws {
    let text = Self.file(
      option:
        "    succession: { every_months: 12, price_ratio: 0.25, renewals: once, moving_cost: 2 }")
    let record = try experiment(text).trial(0)
    // 11 months at 1, then 13 at a quarter with 2 for the move; the second move would save 0.1875.
    let total: Double = record.costs[1].dropFirst().reduce(0, +)
    #expect(total == 16.25)
  }

  @Test("A second attempt turns failures into successes with its own probability")
  func retry() throws {
    let text = Self.file(
      option: """
            quality:
              reaches_parity: { bernoulli: { p: 0.6 } }
              retry: { reaches_parity: { bernoulli: { p: 0.5 } }, months: 3, runs: 2, weeks: 0.5 }
        """)
    // A failure costs nothing to serve, 0.4 · (2 · 3 + 0.5 · 100) for the attempt; success pays 24, or
    // 21 after the attempt: 3 + 0.6 · 24 + 0.4 · 56 + 0.4 · 0.5 · 21.
    let expected: Double = 3 + 14.4 + 22.4 + 4.2
    let summary = try summary(experiment(text), .totalCost)
    let mean = try #require(summary.mean)
    let error = try #require(summary.standardError)
    #expect(abs(mean - expected) < 4 * error)
  }

  @Test("Projects are spent until they are live, left at a price, interrupted")
  func project() throws {
    let text = Self.file(
      option: """
            go_live_delay_months: 3
            exit: { cost: 5, weeks: 0.1, at_horizon: true }
        """
    ).replacing("weekly_rate: 100 }", with: "weekly_rate: 100 }, spending: until_live")
    let record = try experiment(text).trial(0)
    #expect(Array(record.costs[1].prefix(5)) == [0, 1, 1, 1, 1])
    #expect(record.costs[1].last == 16)
    let rented = text.replacing(
      "per_run: 3",
      with: """
        gpu_rental: { hours: 3, price_per_gpu_hour: 1, interruptions_per_hour: 0.1, checkpoint_hours: 2, restart_hours: 9 }
        """)
    let outcome = try experiment(rented).trial(0)
      .outcomes[OutputColumn(option: 1, metric: .upfrontCost)]
    #expect(outcome == 6)
  }

  @Test("Mistakes are told where they stand")
  func mistakes() {
    let changes = problems(
      Self.file(
        processes:
          "list: { price_changes: { per_year: 5, log_size: { normal: { mean: rate, sd: 1 } } } }",
        pricing: ", price_changes: list"))
    #expect(
      changes.contains(
        "processes.list.price_changes.per_year: 5 is too large; give a number from 0 to 4"))
    #expect(changes.contains("log_size: its distribution depends on other inputs"))
    let path = problems(
      Self.file(
        processes: "spot: { random_walk: { start: 1, volatility: 0.1 } }",
        pricing: ", price_changes: spot"))
    #expect(path.contains("price_changes: spot is a price path; name a process of price_changes"))
    let dedicated = problems(
      Self.file(option: "    succession: { every_months: 0.5, price_ratio: 0 }")
        .replacing(
          "per_token: { prompt_tokens: 1_000, output_tokens: 0, input_per_mtok: 1, output_per_mtok: 0 }",
          with: "fixed: {}"))
    #expect(
      dedicated.contains("succession.every_months: 0.5 is too small; give a number from 1 to 10000")
    )
    #expect(dedicated.contains("succession.price_ratio: 0 is too small"))
    #expect(dedicated.contains("succession: not for this kind of serving"))
    let retry = problems(
      Self.file(option: "    quality: { retry: { reaches_parity: 0.5, weeks: 1 } }")
        .replacing("labour: { weekly_rate: 100 }, ", with: ""))
    #expect(retry.contains("quality.retry: the first attempt never fails"))
    #expect(retry.contains("retry.reaches_parity: 0.5 is not allowed; give 0 or 1"))
    #expect(retry.contains("retry.weeks: weeks without a weekly rate"))
    let spending = problems(
      Self.file().replacing("weekly_rate: 100 }", with: "weekly_rate: 100 }, spending: later"))
    #expect(spending.contains("spending: “later” is not one of at_start, until_live"))
  }
}
