// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Testing

@Suite("A provider retires a model")
struct EndOfLifeTests {
  /// 1,000 a month against 400, with 3,000 for data and training; and a third way at 700.
  func model(_ end: EndOfLife?, baselineEnd: EndOfLife? = nil) -> CostModel {
    var model = constantModel(
      baselinePerMonth: 1_000, optionPerMonth: 400, upfront: 100, months: 12,
      requestsPerMonth: 1_000)
    var labels = Labels()
    labels.examples = 1_000
    labels.priceEach = 2
    var labour = Labour()
    labour.weeklyRate = 4_000
    model.options[1].project = Project(
      labels: labels, labour: labour, training: Training(run: .amount(250), runs: 4))
    model.options[1].endOfLife = end
    model.options[0].endOfLife = baselineEnd
    model.options.append(
      ServingOption(
        name: "successor", serving: .fixed(FixedCost(perMonth: 200, perRequest: 0.5))))
    return model
  }

  @Test("Retuning pays a share of data and training, and weeks, in its month, once")
  func retune() {
    let end = EndOfLife(atMonth: 6.5, action: .retune(costShare: 0.5, weeks: 0.25))
    let run = ModelRunner(model: model(end))
    let costs = run.months(.cost(option: 1))
    #expect(costs[0] == 3_000)
    #expect(isClose(costs[6], 400, relative: 1e-12) && isClose(costs[8], 400, relative: 1e-12))
    #expect(isClose(costs[7], 400 + 0.5 * 3_000 + 1_000, relative: 1e-12))
    #expect(isClose(run.value(.retrainingCost), 2_500, relative: 1e-12))
  }

  @Test("Falling back pays the other option's serving and nothing of its own")
  func fallBack() {
    var model = model(EndOfLife(atMonth: 6, action: .fallBack(to: 2)))
    model.options[1].retraining = Retraining(everyMonths: 5)
    model.options[1].costs = [NamedCost(name: "m", schedule: .monthly(30, fromMonth: nil))]
    model.options[1].qualityLoss = QualityLoss(errorRateIncrease: 0.1, costPerError: 0.1)
    let costs = ModelRunner(model: model).months(.cost(option: 1))
    #expect(isClose(costs[6], 400 + 30 + 10, relative: 1e-12))
    for month in 7...12 { #expect(isClose(costs[month], 700, relative: 1e-12)) }
    #expect(isClose(costs[5], 440 + 250, relative: 1e-12))
  }

  @Test("When the baseline's model is retired, what falls back to it follows")
  func baselineEnds() {
    var model = model(nil, baselineEnd: EndOfLife(atMonth: 3, action: .fallBack(to: 2)))
    model.options[1].reachesParity = 0
    let run = ModelRunner(model: model)
    let costs = run.months(.cost(option: 1))
    #expect(isClose(costs[3], 1_000, relative: 1e-12) && isClose(costs[4], 700, relative: 1e-12))
    #expect(run.months(.cost(option: 0)).dropFirst() == costs.dropFirst())
  }

  @Test("Trials side by side end each in their own month, block after block")
  func lanes() {
    let ends = (0..<19).map { Double($0 % 14) }
    let model = model(EndOfLife(atMonth: .input(0), action: .fallBack(to: 2)))
    let together = ModelRunner(model: model, inputs: [ends], trials: 19)
      .values(.servingCost, option: 1)
    for (trial, end) in ends.enumerated() {
      let own = min(end, 12)
      #expect(isClose(together[trial], own * 400 + (12 - own) * 700, relative: 1e-12))
    }
  }
}
