// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import CostModel
import Experiments
import TestSupport
import Testing

@Suite("Value of information of the reference workload")
struct InformationTests {
  static let result = Result {
    var experiment = try ReferenceWorkloadTests.experiment(trials: 200_000, seed: 7)
    experiment.settings.sampling = .random
    var settings = InformationSettings()
    settings.groups = [
      try experiment.group(from: "demand=starting_volume,growth", option: "--group"),
      try experiment.group(from: "two = parity, starting_volume", option: "--group"),
    ]
    return try experiment.information(settings)
  }

  /// From reference_information.py: value and standard error.
  static let references: [(name: String, value: Double, error: Double)] = [
    ("evpi", 4523.51, 1.78), ("parity", 2879.81, 1.84), ("starting_volume", 100.626, 1.27),
    ("growth", 106.154, 1.2), ("price_decline", 0, 0), ("label_price", 0, 0),
    ("demand", 711.521, 3.2), ("two", 2914.37, 1.45),
  ]

  /// Eight intervals of 95 % at a fixed seed; to the half width comes what the reference may be off.
  @Test("agrees with a nested simulation")
  func nested() throws {
    let result = try Self.result.get()
    var found = ["evpi": result.perfect]
    for entry in result.variables + result.groups { found[entry.name] = entry.value }
    for (name, value, error) in Self.references {
      let own = try #require(found[name])
      #expect(
        own.low - 2 * error <= value && value <= own.high + 2 * error,
        "\(name): \(own), not \(value)")
      #expect(own.value >= 0 && own.value <= result.perfect.value)
      #expect(own.isDistinguishableFromZero == (value > 1), "\(name)")
    }
    #expect(result.best == 2)
  }

  /// Expected costs are linear in the share that reaches parity: 19,210.34 more than prompting at 0, and
  /// 73,563.25 − 42,547.97 less at 0.85, by the closed forms of ReferenceWorkloadTests.
  @Test("The share of parity at which the best option changes is that of the closed forms")
  func parity() throws {
    let result = try Self.result.get()
    let entry = try #require(
      result.switches.first { $0.input == "parity" && $0.question == .bestOption })
    let slope = (73_563.2476 - 42_547.9740 + 19_210.3389) / 0.85
    let share = 19_210.3389 / slope
    #expect(entry.values.count == 1)
    let value = try #require(entry.values.first)
    #expect(value.low <= share && share <= value.high, "\(value), not \(share)")
    #expect(value.high - value.low < 0.01 && value.from == 0 && value.to == 2)
  }

  /// Half of the trials of hosted pay back in time at this volume, by reference_information.py, with a
  /// standard error of 182.
  static let medianVolume = 431_062.0

  @Test(
    "The volume at which payback within a year is as likely as not, from the sample and by runs")
  func volume() throws {
    let result = try Self.result.get()
    let entry = try #require(
      result.switches.first { $0.input == "starting_volume" && $0.question == .payback(option: 1) })
    let value = try #require(entry.values.first)
    #expect(entry.values.count == 1 && value.from == 0 && value.to == 1)
    #expect(value.low <= Self.medianVolume && Self.medianVolume <= value.high, "\(value)")
    let experiment = try ReferenceWorkloadTests.experiment(trials: 50_000)
    let goal = try experiment.goal(
      from: "starting_volume such that P(payback_months <= 12) = 0.5 of hosted", flag: "--solve")
    let solutions = try experiment.seek(goal).solutions
    #expect(solutions.count == 1)
    let solution = try #require(solutions.first)
    let half = try #require(solution.halfWidth)
    #expect(abs(solution.value - Self.medianVolume) < 2 * half && half < 5_000, "\(solution)")
  }

  /// 10,000 labels at the price sought, and 7,575.2532 for what else hosted costs upfront.
  @Test("Goals are met where closed forms say, or said to be out of reach")
  func goals() throws {
    var experiment = try ReferenceWorkloadTests.experiment(trials: 50_000)
    func solve(_ text: String) throws -> GoalResult {
      try experiment.seek(try experiment.goal(from: text, flag: "--solve"))
    }
    let price = try solve("label_price such that mean(upfront_cost) = 20_000 of hosted")
    let solution = try #require(price.solutions.first)
    let half = try #require(solution.halfWidth)
    #expect(abs(solution.value - 1.242_474_68) < half && half < 0.002, "\(solution)")
    let never = try solve("label_price from 0.6 to 1 such that mean(upfront_cost)=2e4 of hosted")
    #expect(never.solutions.isEmpty)
    #expect(abs(never.ends[0].value - 13_575) < 60 && abs(never.ends[1].value - 17_575) < 60)
    experiment.settings.sampling = .sobol
    experiment.settings.trials = 1 << 15
    let sobol = try solve("label_price such that mean(upfront_cost) = 20_000 of hosted")
    #expect(abs((sobol.solutions.first?.value ?? 0) - 1.242_474_68) < 0.003)
  }

  @Test(
    "Goals are refused with what would be right",
    arguments: [
      ("volume", "no “such that”"),
      ("growth such that P(npv > 0) of hosted", "has no value"),
      ("growth such that P(npv > 0) = 1.5 of hosted", "above 0 and below 1"),
      ("growth such that P(npv > 0) = x of hosted", "“x” is not a number"),
      ("growth such that P(npv > 0) = 0.5", "of hosted or of self-hosted"),
      ("growth such that P(npv > 0) = 0.5 of hostd", "did you mean `hosted`?"),
      ("growth such that P(npv > 0) = 0.5 of prompting", "the baseline has no npv"),
      ("grwth such that P(npv > 0) = 0.5 of hosted", "did you mean `growth`?"),
      ("growth such that P(npw > 0) = 0.5 of hosted", "did you mean `npv`?"),
      ("growth from 2 to 1 such that P(npv > 0) = 0.5 of hosted", "is not a range"),
      ("label_price from 0 to 1 such that P(npv > 0) = 0.5 of hosted", "stay from 0.5 to 2.0"),
      ("iterations such that P(npv > 0) = 0.5 of hosted", "separate values only"),
      (
        "workload.requests_per_month such that P(npv > 0) = 0.5 of hosted",
        "is the input starting_volume; solve for that"
      ),
      ("discount_rate such that P(npv > 0) = 0.5 of hosted", "give one: discount_rate from A to B"),
    ])
  func wrongGoals(text: String, message: String) throws {
    let experiment = try ReferenceWorkloadTests.experiment(trials: 1_000)
    let error = #expect(throws: InvalidInput.self) {
      try experiment.goal(from: text, flag: "--solve")
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
