// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Testing

@Suite("An option booked in one pass, and in parts")
struct OnePassTests {
  /// Tokens at a price that falls, against prompting; tuned, retrained, and not always good enough.
  func model(priceDecline: Parameter, everyMonths: Parameter) -> CostModel {
    func tokens(_ prompt: Parameter, _ price: Parameter) -> Serving {
      var pricing = PerToken()
      pricing.promptTokens = prompt
      pricing.outputTokens = 100
      pricing.inputPerMtok = price
      pricing.outputPerMtok = 10
      pricing.priceDeclinePerYear = priceDecline
      return .perToken(pricing)
    }
    var rental = GPURental(pricePerGPUHour: .path(0))
    rental.hours = 4
    var labour = Labour()
    labour.weeks = 1
    labour.weeklyRate = 4_000
    var tuned = ServingOption(
      name: "tuned", serving: tokens(300, 1),
      project: Project(
        labour: labour, training: Training(run: .gpuRental(rental), runs: 3, failedShare: 0.4)),
      retraining: Retraining(everyMonths: everyMonths, runs: 1, weeks: 0.001))
    tuned.reachesParity = .input(0)
    return CostModel(
      horizonMonths: 36, discountRate: 0.1,
      workload: Workload(requestsPerMonth: .input(1), growthPerMonth: 0.02),
      pricePaths: [PricePath(start: 1.5, reversion: 0.2, drift: 0.01)],
      options: [ServingOption(name: "prompting", serving: tokens(.input(2), 2.5)), tuned],
      baseline: 0)
  }

  @Test(
    "Give the same bits, metric by metric",
    arguments: [
      (Parameter.constant(0), Parameter.constant(9)), (.constant(0.2), .input(3)),
      (.input(4), .constant(0.3)),
    ])
  func sameBits(priceDecline: Parameter, everyMonths: Parameter) {
    let inOnePass = model(priceDecline: priceDecline, everyMonths: everyMonths)
    var inParts = inOnePass
    // A cost that someone names is booked beside the parts, even if it is nothing.
    let nothing = NamedCost(name: "nothing", schedule: .monthly(0, fromMonth: nil))
    for option in inParts.options.indices { inParts.options[option].costs = [nothing] }
    let runs = [inOnePass, inParts].map(runner)
    let columns = inOnePass.columns(of: Set(Metric.allCases))
    let expected = runs[1].evaluate(columns)
    let all = runs[0].evaluate(columns)
    // A hundred trials: the last four are written one by one.
    #expect(runs[0].evaluate(columns, pastCaches: true) == all)
    for (index, column) in columns.enumerated() {
      let name = "\(column.metric.rawValue) of \(column.option)"
      #expect(all[index] == expected[index], "\(name), among all")
      // One by itself takes what it needs alone from the months.
      #expect(runs[0].evaluate([column])[0] == expected[index], "\(name), alone")
      #expect(runs[1].evaluate([column])[0] == expected[index], "\(name), alone in parts")
    }
    let paybacks = runs[0].values(.paybackMonths, option: 1)
    #expect(paybacks.contains { $0.isFinite } && paybacks.contains(.infinity))
  }

  func runner(_ model: CostModel) -> ModelRunner {
    let trials = 100
    let share = (0..<trials).map { Double($0) / Double(trials) }
    return ModelRunner(
      model: model,
      inputs: [
        share.map { $0 < 0.15 ? 0 : 1 }, share.map { 20_000 + 400_000 * (1 - $0) },
        share.map { 1_200 + 700 * $0 }, share.map { 0.8 + 11 * $0 }, share.map { 0.5 * $0 },
      ],
      shocks: [Array(repeating: (0..<36).map { 0.1 * Double($0 % 5) - 0.2 }, count: trials)],
      trials: trials)
  }
}
