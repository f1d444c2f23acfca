// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Testing

@Suite("Events: retraining, parity, go-live, named costs, price paths")
struct EventTests {
  /// 1,000 a month against 400, 3,000 upfront, of which one run of 50.
  func model() -> CostModel {
    var model = constantModel(
      baselinePerMonth: 1_000, optionPerMonth: 400, upfront: 2_950, requestsPerMonth: 1_000)
    model.options[1].project?.training = Training(run: .amount(50))
    return model
  }

  @Test(
    "Retraining falls due in the month that holds k times the interval",
    arguments: [
      (9.0, 0.0, [9, 18, 27, 36]), (6.0, 0.0, [6, 12, 18, 24, 30, 36]),
      (7.3, 0.0, [8, 15, 22, 30]), (12.0, 2.5, [15, 27]), (0.5, 35.0, [36, 36]),
      (7.2, 0.0, [8, 15, 22, 29, 36]), (0.1, 35.9, [36]), (0.6, 35.4, [36]),
    ])
  func retrainingMonths(interval: Double, delay: Double, expected: [Int]) {
    var model = model()
    model.options[1].retraining = Retraining(everyMonths: .constant(interval))
    model.options[1].goLiveDelayMonths = .constant(delay)
    let bills = ModelRunner(model: model).months(.retraining(option: 1))
    var due = Array(repeating: 0.0, count: 36)
    for month in expected { due[month - 1] += 50 }
    #expect(bills == due)
  }

  @Test("Retraining pays relabelling, runs at that month's GPU price, and weeks")
  func retrainingBill() {
    var model = model()
    var labels = Labels()
    labels.examples = 1_000
    labels.priceEach = 2
    var labour = Labour()
    labour.weeklyRate = 4_000
    model.pricePaths = [PricePath(start: 1.0, reversion: 0.25, volatility: 0.15)]
    var rental = GPURental(pricePerGPUHour: .path(0))
    rental.hours = 10
    rental.setupPerRun = 1
    model.options[1].project = Project(
      labels: labels, labour: labour,
      training: Training(run: .gpuRental(rental), runs: 3, failedShare: 0.5))
    model.options[1].retraining = Retraining(
      everyMonths: 2, relabelShare: 0.25, runs: 2, weeks: 0.5)
    var shocks = Array(repeating: 0.0, count: 36)
    shocks[0] = 1
    let run = ModelRunner(model: model, shocks: [[shocks]])
    #expect(isClose(run.value(.upfrontCost), 2_000 + 6 * 11, relative: 1e-12))
    let bills = run.months(.retraining(option: 1))
    // ln S_2 = 0.75 · 0.15 = 0.1125; e^0.1125 = 1.1190722569127807.
    #expect(
      isClose(bills[1], 500 + 2_000 + 4 * (10 * 1.1190722569127807 + 1), relative: 1e-12))
  }

  @Test("Without parity the project is sunk, the baseline is paid, nothing is retrained")
  func noParity() {
    var model = model()
    model.options[1].reachesParity = 0
    model.options[1].retraining = Retraining(everyMonths: 6)
    model.options[1].costs = [
      NamedCost(name: "monitoring", schedule: .monthly(70, fromMonth: nil)),
      NamedCost(name: "logging", schedule: .perRequest(0.01)),
      NamedCost(name: "review", schedule: .once(500, atMonth: 4)),
      NamedCost(name: "seats", schedule: .monthly(30, fromMonth: 1)),
    ]
    let run = ModelRunner(model: model)
    #expect(isClose(run.value(.totalCost), 3_000 + 36_000 + 500, relative: 1e-12))
    #expect(run.value(.retrainingCost) == 0)
    #expect(run.value(.paybackMonths) == .infinity)
    #expect(isClose(run.value(.netSaving), -3_500, relative: 1e-12))
    #expect(run.value(.crossoverRequestsPerMonth) == .infinity)
    #expect(isClose(run.value(.breakevenRequests), 3_000 / 0.59, relative: 1e-12))
  }

  @Test("Until go-live the baseline's serving is paid")
  func goLive() {
    var model = model()
    model.options[1].goLiveDelayMonths = 2.5
    model.options[1].costs = [
      NamedCost(name: "monitoring", schedule: .monthly(70, fromMonth: nil)),
      NamedCost(name: "seats", schedule: .monthly(30, fromMonth: 2)),
    ]
    let costs = ModelRunner(model: model).months(.cost(option: 1))
    #expect(costs[0] == 3_000)
    #expect(isClose(costs[1], 1_000, relative: 1e-12))
    #expect(isClose(costs[2], 1_030, relative: 1e-12))
    #expect(isClose(costs[3], 500, relative: 1e-12))
  }

  @Test("A cost of month 0 counts as upfront, a later one in its month")
  func onceCosts() {
    var model = model()
    model.options[1].costs = [
      NamedCost(name: "review", schedule: .once(8_000, atMonth: 0)),
      NamedCost(name: "audit", schedule: .once(200, atMonth: 12)),
    ]
    let run = ModelRunner(model: model)
    #expect(run.value(.upfrontCost) == 11_000)
    #expect(isClose(run.months(.cost(option: 1))[12], 600, relative: 1e-12))
  }

  @Test("What the baseline pays upfront shortens the payback")
  func baselineProject() {
    var model = model()
    model.options[0].costs = [NamedCost(name: "tuning", schedule: .once(600, atMonth: 0))]
    #expect(isClose(ModelRunner(model: model).value(.paybackMonths), 4, relative: 1e-12))
    #expect(ModelRunner(model: model).value(.upfrontCost, option: 0) == 600)
  }

  @Test("Regret is the distance to the cheapest option of the trial")
  func regret() {
    let run = ModelRunner(model: model())
    #expect(run.value(.regret, option: 1) == 0)
    #expect(isClose(run.value(.regret, option: 0), 600 * 36 - 3_000, relative: 1e-12))
  }

  @Test("A price path without shocks closes its distance to the long-run level")
  func pathReversion() {
    var model = model()
    model.pricePaths = [
      PricePath(start: 4, longRun: 1, reversion: 0.5, volatility: 0.3),
      PricePath(
        start: 2, drift: 0.01, volatility: 0.1,
        jumps: PricePath.Jumps(probability: 0.5, logMean: 0.2, logSD: 0.1)),
    ]
    let zero = Array(repeating: 0.0, count: 36)
    var uniforms = Array(repeating: 0.9, count: 36)
    uniforms[1] = 0.4
    var sizes = zero
    sizes[1] = 2
    let run = ModelRunner(model: model, shocks: [[zero], [zero], [uniforms], [sizes]])
    let reverting = run.months(.price(0))
    #expect(isClose(reverting[0], 2, relative: 1e-12))  // 4^(1/2)
    #expect(isClose(reverting[1], 2.0.squareRoot(), relative: 1e-12))
    let jumping = run.months(.price(1))
    #expect(isClose(jumping[0], 2 * 1.010050167084168, relative: 1e-12))
    // 0.01 + 0.01 + 0.2 + 2 · 0.1 in the logarithm: e^0.42.
    #expect(isClose(jumping[1], 2 * 1.521961555618634, relative: 1e-12))
  }

  @Test("Trials beside each other do not mix")
  func lanes() {
    var model = model()
    model.options[1].goLiveDelayMonths = .input(0)
    model.options[1].reachesParity = .input(1)
    let delays = (0..<13).map(Double.init)
    let parity = (0..<13).map { $0 % 3 == 2 ? 0.0 : 1.0 }
    let together = ModelRunner(model: model, inputs: [delays, parity], trials: 13)
      .values(.paybackMonths, option: 1)
    for trial in 0..<13 {
      let alone = ModelRunner(model: model, inputs: [[delays[trial]], [parity[trial]]])
        .value(.paybackMonths)
      #expect(together[trial] == alone)
      #expect(alone == (parity[trial] == 0 ? .infinity : delays[trial] + 5))
    }
  }
}

@Suite("Renewals whose intervals are each drawn anew")
struct RenewalTests {
  @Test("fall due after the sum of the intervals so far, counted from go-live")
  func renewals() {
    var model = constantModel(
      baselinePerMonth: 1_000, optionPerMonth: 400, upfront: 0, months: 24,
      requestsPerMonth: 1_000)
    model.options[1].project?.training = Training(run: .amount(50))
    var retraining = Retraining(everyMonths: .input(0))
    retraining.renewals = .each
    model.options[1].retraining = retraining
    model.options[1].goLiveDelayMonths = 1
    // Due 3.5, 7.5, 8.7, 18.7 and 30.7 months after go-live: in months 5, 9, 10 and 20.
    let intervals = [3.5, 4, 1.2, 10, 12] + Array(repeating: 5, count: 19)
    let run = ModelRunner(model: model, inputs: [[7]], shocks: [[intervals]])
    let bills = run.months(.retraining(option: 1))
    let due = bills.indices.filter { bills[$0] != 0 }.map { $0 + 1 }
    #expect(due == [5, 9, 10, 20])
    #expect(bills[4] == 50 && run.value(.retrainingCost) == 200)
  }
}
