// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Testing

@Suite("Payback and value of a constant case")
struct PaybackTests {
  /// 19,400 upfront, 1,362 saved a month, 3,350 for retraining every 9 months, 10 % a year.
  ///
  /// Reference values by hand: 16 + 958/1362, 19 + 222/1362 and so on.
  static let definition: CostModel = {
    var model = constantModel(baselinePerMonth: 1_500, optionPerMonth: 138, upfront: 16_050)
    // A retraining repeats the one training run of 3,350, which is part of the 19,400.
    model.options[1].project?.training = Training(run: .amount(3_350))
    model.options[1].retraining = Retraining(everyMonths: 9)
    return model
  }()

  @Test("The definition case gives the published figures")
  func definitionCase() {
    let run = ModelRunner(model: Self.definition)
    #expect(run.value(.upfrontCost) == 19_400)
    #expect(isClose(run.value(.paybackMonths), 16.70337738619677, relative: 1e-12))
    #expect(isClose(run.value(.sustainedPaybackMonths), 19.162995594713657, relative: 1e-12))
    #expect(isClose(run.value(.netSaving), 16_232, relative: 1e-12))
    #expect(isClose(run.value(.npv), 11_833.027198701504, relative: 1e-12))
    #expect(isClose(run.value(.retrainingCost), 13_400, relative: 1e-12))
    #expect(isClose(run.value(.peakExposure), 19_400, relative: 1e-12))
    #expect(isClose(run.value(.breakevenRequests), 19_400 / 0.00454, relative: 1e-12))
    #expect(isClose(run.value(.paybackRequests), 16.70337738619677 * 300_000, relative: 1e-12))
    let cumulative = run.months(.cumulativeSaving(option: 1))
    #expect(isClose(cumulative[16], -958, relative: 1e-9))
    #expect(isClose(cumulative[18], -1_584, relative: 1e-9))
  }

  @Test("Net present value is 0 at the crossover volume")
  func crossover() {
    let volume = ModelRunner(model: Self.definition).value(.crossoverRequestsPerMonth)
    var model = Self.definition
    model.workload.requestsPerMonth = .constant(volume)
    #expect(abs(ModelRunner(model: model).value(.npv)) < 1e-9 * 19_400)
  }

  @Test("Discounted payback solves the annuity equation")
  func discountedPayback() {
    let model = constantModel(baselinePerMonth: 1_000, optionPerMonth: 0, upfront: 10_000)
    var cumulative = -10_000.0
    var expected = 0.0
    for month in 1...36 {
      let factor = power(1.10, -Double(month) / 12)
      let next = cumulative + 1_000 * factor
      if next >= 0 {
        expected = Double(month - 1) - cumulative / (1_000 * factor)
        break
      }
      cumulative = next
    }
    #expect(
      isClose(
        ModelRunner(model: model).value(.discountedPaybackMonths), expected, relative: 1e-12))
  }

  @Test("A project that costs nothing pays back at once")
  func nothingUpfront() {
    let run = ModelRunner(
      model: constantModel(baselinePerMonth: 100, optionPerMonth: 90, upfront: 0))
    #expect(run.value(.paybackMonths) == 0)
    #expect(run.value(.sustainedPaybackMonths) == 0)
    #expect(run.value(.paybackRequests) == 0)
    #expect(run.value(.breakevenRequests) == 0)
    #expect(run.value(.peakExposure) == 0)
  }

  @Test("No number of requests breaks even where a request costs no less, whatever was paid")
  func noSavingPerRequest() {
    let run = ModelRunner(
      model: constantModel(baselinePerMonth: 90, optionPerMonth: 100, upfront: 0))
    #expect(run.value(.breakevenRequests) == .infinity)
  }

  @Test("Without a saving nothing pays back, and every such figure is infinite")
  func never() {
    let run = ModelRunner(
      model: constantModel(baselinePerMonth: 90, optionPerMonth: 100, upfront: 1_000))
    #expect(run.value(.paybackMonths) == .infinity)
    #expect(run.value(.sustainedPaybackMonths) == .infinity)
    #expect(run.value(.discountedPaybackMonths) == .infinity)
    #expect(run.value(.paybackRequests) == .infinity)
    #expect(run.value(.breakevenRequests) == .infinity)
    #expect(run.value(.crossoverRequestsPerMonth) == .infinity)
    #expect(isClose(run.value(.peakExposure), 1_360, relative: 1e-12))
  }

  @Test("A month that ends exactly at 0 has paid back at its end")
  func exactMonth() {
    let model = constantModel(
      baselinePerMonth: 1_000, optionPerMonth: 500, upfront: 6_000, requestsPerMonth: 1_000)
    #expect(ModelRunner(model: model).value(.paybackMonths) == 12)
  }

  @Test("Payback at the last month counts, one month later does not")
  func horizonEdge() {
    let inside = constantModel(
      baselinePerMonth: 1_000, optionPerMonth: 500, upfront: 18_000, requestsPerMonth: 1_000)
    let outside = constantModel(
      baselinePerMonth: 1_000, optionPerMonth: 500, upfront: 18_001, requestsPerMonth: 1_000)
    #expect(ModelRunner(model: inside).value(.paybackMonths) == 36)
    #expect(ModelRunner(model: outside).value(.paybackMonths) == .infinity)
  }

  @Test("Without requests the cost per thousand is infinite and nothing is undefined")
  func noRequests() {
    var model = Self.definition
    model.workload.requestsPerMonth = 0
    let run = ModelRunner(model: model)
    #expect(run.value(.costPer1kRequests) == .infinity)
    #expect(run.value(.paybackMonths) == .infinity)
    for metric in Metric.allCases { #expect(!run.value(metric).isNaN, "\(metric)") }
  }
}

/// x^y for the tests' own arithmetic, through repeated square roots: independent of the model's.
func power(_ base: Double, _ exponent: Double) -> Double {
  var result = 1.0
  var remaining = abs(exponent)
  var factor = base
  let whole = remaining.rounded(.down)
  for _ in 0..<Int(whole) { result *= base }
  remaining -= whole
  for _ in 0..<60 {
    factor = factor.squareRoot()
    remaining *= 2
    if remaining >= 1 {
      result *= factor
      remaining -= 1
    }
  }
  return exponent < 0 ? 1 / result : result
}
