// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import TestSupport
import Testing

@Suite("Approval gates")
struct GateTests {
  static func today() throws -> CalendarDate { try #require(CalendarDate("2026-11-24")) }

  /// The upfront cost is N(12,000, 1,500) and the saving 1,000 a month for 24 months.
  func gates(
    _ rules: String..., trials: Int = 100_000, sampling: String = "random", settle: Bool = false
  ) throws -> (gates: [Gate], experiment: Experiment) {
    let lines = rules.map { "  - \($0)" }.joined(separator: "\n")
    let text = DesignTests.normal(sampling, trials: trials) + "\napproval:\n\(lines)\n"
    let experiment = try Experiment.read(TextFile(name: "e.yaml", text: text))
    let found = try experiment.gates(RunOptions(), settle: settle, today: try Self.today())
    return (found.gates, found.experiment)
  }

  static let truths: [(text: String, truth: Double)] = [
    ("P(payback_months <= 14)", 0.9087888), ("P(payback_months > 14)", 0.0912112),
    ("P(upfront_cost < 12000)", 0.5), ("P80(upfront_cost)", 13_262.432),
    ("P2.5(upfront_cost)", 9_060.054), ("mean(upfront_cost)", 12_000),
    // μ + σ φ(z)/(1 − p) with z = 1.644854 and φ(z) = 0.1031356.
    ("CVaR95(upfront_cost)", 15_094.068), ("CVaR95(npv)", 8_905.932),
    // The option costs less than 24,000, but for 8 standard deviations.
    ("best_probability", 1), ("evpi", 0),
  ]

  /// Each truth in closed form: the estimate lies within twice the half width, 4 standard errors.
  @Test("Every statistic lies by its closed form", arguments: truths, ["random", "sobol"])
  func statistics(_ statistic: (text: String, truth: Double), sampling: String) throws {
    let option = statistic.text == "evpi" ? "" : "option: y, "
    let rule = "{ \(option)require: \"\(statistic.text) <= 1e9\" }"
    let trials = sampling == "sobol" ? 65_536 : 100_000
    let gate = try #require(try gates(rule, trials: trials, sampling: sampling).gates.first)
    let half = (gate.estimate.high - gate.estimate.low) / 2
    #expect(abs(gate.estimate.value - statistic.truth) <= 2 * half + 1e-9, "\(gate.estimate)")
    #expect(half < 0.01 * max(1, statistic.truth))
  }

  @Test("A verdict is that of the whole interval")
  func verdicts() throws {
    let (gates, _) = try gates(
      "{ option: y, require: \"P(payback_months <= 12) >= 0.49 \" }",
      "{ option: y, require: \"P(payback_months <= 12) >= 0.51\" }",
      "{ option: y, require: \"P(payback_months <= 12) >= 0.5\" }",
      "{ option: y, require: \"P80(upfront_cost) <= 13_300\" }",
      "{ option: y, require: \"P80(upfront_cost) > 13_300\" }",
      "{ require: \"present(y)\" }", "{ require: present(z) }",
      "{ require: \"price_age_days <= 30\" }",
      "{ require: \"end_of_life >= P80(payback_months)\" }")
    #expect(
      gates.map(\.verdict) == [
        .pass, .fail, .undecided, .pass, .fail, .pass, .fail, .pass, .pass,
      ])
    #expect(gates.verdict == .fail)
  }

  /// The threshold lies 0.002 from ½ and the half width is 0.98/√n: 240,100 trials clear it on average.
  @Test("An undecided gate tells how many trials settle it, and settling runs them")
  func settling() throws {
    let rule = "{ option: y, require: \"P(payback_months <= 12) >= 0.48\" }"
    let (gates, experiment) = try gates(rule, trials: 500)
    // 0.02 from ½: 2,401 trials.
    let gate = try #require(gates.first)
    #expect(gate.verdict == .undecided)
    let needed = try #require(gate.trialsToSettle(after: experiment.settings.trials))
    #expect(needed > 500 && needed < 100_000)
    let settled = try self.gates(rule, trials: 500, settle: true)
    #expect(settled.gates.map(\.verdict) == [.pass])
    #expect(settled.experiment.settings.trials > 500)
  }

  @Test("A mean that does not exist fails, and an end of life before payback too")
  func failures() throws {
    let text = DesignTests.normal("random", trials: 1_000).replacing(
      "project:",
      with: "end_of_life: { at_month: 13, then: { retune: { cost_share: 0.5 } } }\n    project:")
    let rules = """

      approval:
        - { option: y, require: "end_of_life >= P80(payback_months)" }
        - { option: y, require: "end_of_life >= P20(payback_months)" }
      """
    let experiment = try Experiment.read(TextFile(name: "e.yaml", text: text + rules))
    let gates = try experiment.gates(
      RunOptions(), settle: false, today: try Self.today()
    ).gates
    #expect(gates.map(\.verdict) == [.fail, .pass])
    let hopeless = DesignTests.normal("random", trials: 1_000).replacing(
      "per_request: 0.5", with: "per_request: 1.0")
    let never = try Experiment.read(
      TextFile(
        name: "e.yaml",
        text: hopeless + "\napproval: [{ require: \"mean(payback_months) <= 1e6\" }]"))
    let gate = try #require(
      try never.gates(RunOptions(), settle: false, today: try Self.today()).gates.first)
    #expect(gate.verdict == .fail && gate.estimate.value.isNaN)
  }

  @Test(
    "Rules that make no sense are refused with what would",
    arguments: [
      ("{ require: \"P(payback_month <= 12) >= 0.8\" }", "payback_months"),
      ("{ option: z, require: \"mean(npv) > 0\" }", "“z” is not an option"),
      ("{ option: x, require: \"mean(npv) > 0\" }", "the baseline has no npv"),
      ("{ option: y, require: \"evpi <= 1\" }", "experiment as a whole"),
      ("{ option: y, require: \"P80(npv)\" }", "requires nothing"),
      ("{ option: y, require: \"P80(npv) >= much\" }", "not a number"),
      ("{ option: y, require: \"end_of_life <= P80(payback_months)\" }", "write end_of_life >="),
      ("{ option: y, requires: \"mean(npv) > 0\" }", "did you mean `require`"),
      ("{ option: y }", "require: missing"),
    ])
  func refusals(rule: String, words: String) throws {
    let error = #expect(throws: InvalidInput.self) { try gates(rule) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }
}
