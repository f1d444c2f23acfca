// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import Testing

@Suite("Statistics as people write them")
struct StatisticTests {
  @Test(
    "are read, spaces or none, and written the same way",
    arguments: [
      ("P(payback_months <= 12)", Statistic.probability(.paybackMonths, .atMost, 12)),
      ("P(npv>0)", .probability(.npv, .above, 0)),
      ("P( npv >= -1_500.5 )", .probability(.npv, .atLeast, -1500.5)),
      (" P ( upfront_cost<2e4 ) ", .probability(.upfrontCost, .below, 20_000)),
      ("P80(upfront_cost)", .percentile(.upfrontCost, 80)),
      ("p99.5( total_cost )", .percentile(.totalCost, 99.5)),
      ("mean(npv)", .mean(.npv)), ("Mean( regret )", .mean(.regret)),
      ("CVaR95(total_cost)", .cvar(.totalCost, 95)), ("cvar90(npv)", .cvar(.npv, 90)),
      ("best_probability", .bestProbability), ("evpi", .evpi),
    ])
  func reading(text: String, statistic: Statistic) throws {
    #expect(try Statistic.parse(text) == statistic)
    #expect(try Statistic.parse(statistic.description) == statistic)
  }

  @Test(
    "are refused with what would be right",
    arguments: [
      ("", "is not a statistic; write P("), ("evip", "did you mean `evpi`?"),
      ("P(payback_month <= 12)", "did you mean `payback_months`?"),
      ("P(payback_months)", "compares nothing; write P(payback_months <= 12), or P80"),
      ("P(payback_months <= soon)", "“soon” is not a number"),
      ("P(payback_months <= 1,5)", "has a comma"), ("P(npv > 50%)", "is a percentage"),
      ("P(npv => 0)", "“npv =” is not a metric"), ("P(npv >= inf)", "not a finite number"),
      ("P0(npv)", "above 0 and below 100"), ("P100(npv)", "above 0 and below 100"),
      ("CVaR(npv)", "CVaR has no percentage"), ("Px(npv)", "Px has no percentage"),
      ("median(npv)", "“median(…)” is not a statistic"), ("mean(npv", "is not a statistic"),
      ("mean()", "“” is not a metric"), ("mean(a))", "“a)” is not a metric"),
    ])
  func refusals(text: String, message: String) {
    let error = #expect(throws: InvalidInput.self) { try Statistic.parse(text, name: "gate") }
    #expect(error?.description.hasPrefix("gate: ") == true)
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("compare as their signs say")
  func comparisons() {
    for (comparison, results) in [
      (Statistic.Comparison.atMost, [true, true, false]), (.atLeast, [false, true, true]),
      (.below, [true, false, false]), (.above, [false, false, true]),
    ] {
      #expect([1.0, 2, 3].map { comparison.holds($0, 2) } == results)
    }
    #expect(!Statistic.Comparison.atMost.holds(.infinity, 12))
    #expect(Statistic.Comparison.above.holds(.infinity, 12))
  }
}
