// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import TestSupport
import Testing

@Suite("Properties of every trial")
struct PropertyTests {
  static let records: [TrialRecord] = {
    let experiment = try? Experiment.read(projectPath("experiments/reference.yaml"))
    return (0..<400).compactMap { try? experiment?.trial($0) }
  }()

  func value(_ record: TrialRecord, _ metric: Metric, _ option: Int) -> Double {
    record.outcomes[OutputColumn(option: option, metric: metric)] ?? .nan
  }

  @Test("Sustained payback is never before first payback, nor discounted payback")
  func order() {
    #expect(Self.records.count == 400)
    for record in Self.records {
      for option in [1, 2] {
        let first = value(record, .paybackMonths, option)
        #expect(value(record, .sustainedPaybackMonths, option) >= first)
        #expect(value(record, .discountedPaybackMonths, option) >= first)
      }
    }
  }

  @Test("The least regret of a trial is 0")
  func regret() {
    for record in Self.records {
      #expect((0...2).map { value(record, .regret, $0) }.min() == 0)
    }
  }

  @Test("Total cost is the sum of its months, net saving the last cumulative one")
  func sums() {
    for record in Self.records {
      for option in 0...2 {
        let total = record.costs[option].reduce(0, +)
        #expect(abs(total - value(record, .totalCost, option)) < 1e-9 * total)
      }
      for option in [1, 2] {
        let saving = value(record, .netSaving, option)
        #expect(abs(record.cumulativeSavings[option].last.map { $0 - saving } ?? 1) < 1e-6)
        let difference = value(record, .totalCost, 0) - value(record, .totalCost, option)
        #expect(abs(difference - saving) < 1e-6)
      }
    }
  }

  @Test("Peak exposure is the lowest cumulative saving")
  func exposure() {
    for record in Self.records {
      for option in [1, 2] {
        let lowest = record.cumulativeSavings[option].min() ?? 0
        #expect(abs(value(record, .peakExposure, option) + lowest) < 1e-9 * abs(lowest))
      }
    }
  }

  @Test("Net present value is 0 at the crossover volume")
  func crossover() throws {
    let text = try projectFile("experiments/reference.yaml")
    for trial in [UInt64(1), 5, 17, 33] {
      let record = try Experiment.read(TextFile(name: "e.yaml", text: text)).trial(trial)
      let volume = value(record, .crossoverRequestsPerMonth, 1)
      guard volume.isFinite else { continue }
      let fixed = text.replacing(
        "requests_per_month: starting_volume", with: "requests_per_month: \(volume)")
      let there = try Experiment.read(TextFile(name: "e.yaml", text: fixed)).trial(trial)
      #expect(abs(value(there, .npv, 1)) < 1e-9 * value(there, .upfrontCost, 1))
    }
  }

  @Test("Without discounting, net present value is net saving")
  func noDiscount() throws {
    let text = try projectFile("experiments/reference.yaml")
      .replacing("discount_rate: 0.10", with: "discount_rate: 0")
    let record = try Experiment.read(TextFile(name: "e.yaml", text: text)).trial(3)
    let saving = value(record, .netSaving, 1)
    #expect(abs(value(record, .npv, 1) - saving) < 1e-9 * abs(saving))
  }

  /// The record of a trial of the reference workload after a change of its file.
  func record(_ trial: UInt64, _ change: (String) -> String) throws -> TrialRecord {
    let text = change(try projectFile("experiments/reference.yaml"))
    return try Experiment.read(TextFile(name: "e.yaml", text: text)).trial(trial)
  }

  @Test("Every option costs more with more requests, and with more tokens", arguments: 0..<20)
  func costsRise(trial: UInt64) throws {
    let before = try record(trial) { $0 }
    let volume = try record(trial) { $0.replacing("median: 300_000", with: "median: 330_000") }
    let tokens = try record(trial) {
      $0.replacing("low: 1200, mode: 1500, high: 1900", with: "low: 1300, mode: 1600, high: 2000")
        .replacing("low: 250, mode: 300, high: 400", with: "low: 260, mode: 310, high: 410")
    }
    for option in 0...2 {
      let cost = value(before, .totalCost, option)
      #expect(value(volume, .totalCost, option) > cost)
      #expect(value(tokens, .totalCost, option) > cost)
    }
  }

  @Test("Without a project a saving pays back at once", arguments: 0..<20)
  func nothingToPayBack(trial: UInt64) throws {
    let free = try record(trial) {
      $0.replacing("examples: 10_000", with: "examples: 0")
        .replacing("weeks: eval_weeks", with: "weeks: 0").replacing(
          "runs: iterations", with: "runs: 0")
    }
    for option in [1, 2] {
      #expect(value(free, .upfrontCost, option) == 0)
      #expect(value(free, .paybackMonths, option) == 0)
      #expect(value(free, .breakevenRequests, option) == 0)
    }
  }

  @Test("What falls back altogether, both paid, never beats the baseline", arguments: 0..<20)
  func wholeFallback(trial: UInt64) throws {
    let both = try record(trial) {
      $0.replacing(
        "quality: { reaches_parity: parity }",
        with: "quality: { reaches_parity: 1 }\n    fallback: { share: 1, routing: cascade }")
    }
    for option in [1, 2] {
      #expect(value(both, .servingCost, option) > value(both, .servingCost, 0))
      #expect(value(both, .paybackMonths, option) == .infinity)
      #expect(value(both, .npv, option) < 0)
    }
  }

  @Test("An uncertain parameter of a distribution is drawn before it")
  func dependent() throws {
    let text = try projectFile("experiments/reference.yaml")
      .replacing("mean: 4000, sd: 500", with: "mean: base_prompt, sd: 1e-6")
      .replacing("min: 2000", with: "min: 0")
    let record = try Experiment.read(TextFile(name: "e.yaml", text: text)).trial(7)
    let names = record.experiment.inputs.map(\.name)
    let prompt = try #require(names.firstIndex(of: "base_prompt"))
    let rate = try #require(names.firstIndex(of: "weekly_rate"))
    #expect(abs(record.inputs[prompt] - record.inputs[rate]) < 1e-4)
  }
}
