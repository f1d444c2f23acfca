// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Testing

@Suite("Prices that change, models that are succeeded")
struct ChangeTests {
  /// 1,000 requests a month of 1,000 + 100 tokens at 1 and 10 per 10⁶, 2 a month in all, against
  /// nothing; 12 months.
  func model(_ change: (inout PerToken) -> Void = { _ in }) -> CostModel {
    var pricing = PerToken()
    pricing.promptTokens = 1_000
    pricing.outputTokens = 100
    pricing.inputPerMtok = 1
    pricing.outputPerMtok = 10
    change(&pricing)
    return CostModel(
      horizonMonths: 12, discountRate: 0, workload: Workload(requestsPerMonth: 1_000),
      options: [
        ServingOption(name: "free", serving: .fixed(FixedCost())),
        ServingOption(name: "option", serving: .perToken(pricing)),
      ], baseline: 0)
  }

  func costs(_ model: CostModel, inputs: [[Double]] = [], shocks: [[[Double]]] = []) -> [Double] {
    ModelRunner(model: model, inputs: inputs, shocks: shocks).months(.cost(option: 1))
  }

  func expect(_ costs: [Double], _ expected: [Double]) {
    for (month, value) in expected.enumerated() {
      #expect(isClose(costs[month + 1], value, relative: 1e-12), "month \(month + 1)")
    }
  }

  @Test("Dated prices apply in the months after their time")
  func datedPrices() {
    let dated = model {
      $0.datedPrices = [
        PerToken.DatedPrices(fromMonth: 3, inputPerMtok: 0.5, outputPerMtok: 10),
        PerToken.DatedPrices(fromMonth: 6.5, inputPerMtok: 0.5, outputPerMtok: 5),
      ]
    }
    expect(costs(dated), [2, 2, 2, 1.5, 1.5, 1.5, 1, 1, 1, 1, 1, 1])
  }

  @Test("A dated price may change what the cache costs")
  func datedCache() {
    let dated = model {
      $0.promptTokens = 2_048
      $0.outputTokens = 0
      $0.cache = PerToken.Cache(cachedInputPerMtok: 0.5, prefixTokens: 1_024, hitRate: 1)
      $0.datedPrices = [
        PerToken.DatedPrices(
          fromMonth: 1, inputPerMtok: 1, cachedInputPerMtok: 0.25, outputPerMtok: 0)
      ]
    }
    expect(costs(dated), [1.536, 1.28, 1.28])
  }

  @Test("Rare changes multiply the price from the month of their time on, not what is extra")
  func priceChanges() {
    var model = model {
      $0.priceChanges = 0
      $0.extraPerRequest = 0.001
    }
    model.priceChanges = [PriceChanges(perYear: 2, logSize: .input(0))]
    // Intervals −6 ln u: 2.94 months (u = e^−0.49), 5.94 months (e^−0.99), then none in the year.
    let uniforms = [0.6126263941844161, 0.37157669102204566, 1e-9]
    // Halved, then trebled.
    let sizes = [-0.6931471805599453, 1.0986122886681098, 9]
    func column(_ values: [Double]) -> [[Double]] {
      [values + Array(repeating: 0.5, count: model.shockCount - 3)]
    }
    let costs = costs(model, inputs: [[0]], shocks: [column(uniforms), column(sizes)])
    expect(costs, [3, 3, 2, 2, 2, 2, 2, 2, 4, 4, 4, 4])
  }

  @Test("No changes a year change nothing, whatever is drawn")
  func noChanges() {
    var model = model { $0.priceChanges = 0 }
    model.priceChanges = [PriceChanges(perYear: .input(0), logSize: 1)]
    let uniforms = [Array(repeating: 0.999, count: model.shockCount)]
    expect(costs(model, inputs: [[0]], shocks: [uniforms]), Array(repeating: 2, count: 12))
  }

  /// Released every 3 months at half the price of the one before.
  func succession(cost: Parameter, retune: Parameter = 0) -> CostModel {
    var model = model()
    var succession = Succession(everyMonths: 3, priceRatio: 0.5)
    succession.renewals = .once
    succession.movingCost = cost
    succession.retuneShare = retune
    model.options[1].succession = succession
    return model
  }

  @Test("An option moves when what it saves to the horizon exceeds the cost of moving")
  func moves() {
    // In month 3 half of 2 over 10 months is 10 > 8. In month 6 half of 1 over 7 months is 3.5 < 8,
    // in month 9 three quarters over 4 months are 3, in month 12 less: it stays.
    expect(costs(succession(cost: 8)), [2, 2, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    // At 10 it lets the first pass, and takes the second: three quarters of 2 over 7 months are 10.5.
    expect(costs(succession(cost: 10)), [2, 2, 2, 2, 2, 10.5, 0.5, 0.5])
    // At 3 it moves in months 3 and 6 (3.5), and not in month 9: half of 0.5 over 4 months is 1.
    expect(costs(succession(cost: 3)), [2, 2, 4, 1, 1, 3.5, 0.5, 0.5, 0.5])
  }

  @Test("A tuned option pays for tuning again, and stays where no successor can be tuned")
  func retuning() {
    var model = succession(cost: 1, retune: 0.5)
    model.options[1].project = Project(training: Training(run: .amount(7), runs: 2))
    // 1 + half of 14 is 8, as above.
    expect(costs(model), [2, 2, 9, 1, 1, 1])
    model.options[1].succession?.available = .input(0)
    expect(costs(model, inputs: [[0]]), Array(repeating: 2, count: 12))
  }

  @Test("What is served by the baseline moves with it and pays for it")
  func movesWithBaseline() {
    var model = succession(cost: 8)
    model.baseline = 1
    model.options[0].reachesParity = 0
    let run = ModelRunner(model: model)
    #expect(run.months(.cost(option: 0)) == run.months(.cost(option: 1)))
  }

  @Test("Each release draws its interval and its price")
  func renewals() {
    var model = succession(cost: 1)
    model.options[1].succession?.renewals = .each
    model.options[1].succession?.everyMonths = .input(0)
    model.options[1].succession?.priceRatio = .input(1)
    let intervals = [[1.5, 4, 100] + Array(repeating: 100.0, count: 9)]
    let ratios = [[0.5, 0.1] + Array(repeating: 0.1, count: 10)]
    let costs = costs(model, inputs: [[3], [0.9]], shocks: [intervals, ratios])
    expect(costs, [2, 2, 1, 1, 1, 1.1, 0.1, 0.1])
  }
}

@Suite("A second attempt, leaving, spending in months, interruptions")
struct ProjectChangeTests {
  /// 1,000 a month against 400, with a project of 3,000: 2,000 of data and 4 runs at 250.
  func model() -> CostModel {
    var model = constantModel(
      baselinePerMonth: 1_000, optionPerMonth: 400, upfront: 0, months: 24,
      requestsPerMonth: 1_000)
    var labels = Labels()
    labels.examples = 1_000
    labels.priceEach = 2
    var labour = Labour()
    labour.weeklyRate = 4_000
    model.options[1].project = Project(
      labels: labels, labour: labour, training: Training(run: .amount(250), runs: 4))
    return model
  }

  @Test("A second attempt is paid where the first failed, and serves where it succeeds")
  func retry() {
    var model = model()
    model.options[1].reachesParity = .input(0)
    var retry = Retry(reachesParity: .input(1))
    retry.months = 2
    retry.runs = 2
    retry.relabelShare = 0.5
    retry.weeks = 0.25
    model.options[1].retry = retry
    model.options[1].goLiveDelayMonths = 1
    func costs(_ first: Double, _ second: Double) -> [Double] {
      ModelRunner(model: model, inputs: [[first], [second]]).months(.cost(option: 1))
    }
    // Half of 2,000, two runs at 250, a quarter of a week: 2,500 in month 3.
    let failed = costs(0, 0)
    #expect(failed[0] == 3_000)
    #expect(
      isClose(failed[3], 3_500, relative: 1e-12) && isClose(failed[4], 1_000, relative: 1e-12))
    let mended = costs(0, 1)
    #expect(isClose(mended[3], 3_500, relative: 1e-12) && isClose(mended[4], 400, relative: 1e-12))
    let first = costs(1, 0)
    #expect(isClose(first[1], 1_000, relative: 1e-12) && isClose(first[2], 400, relative: 1e-12))
    #expect(isClose(first[3], 400, relative: 1e-12))
  }

  @Test("A second attempt that takes no time is paid upfront")
  func retryAtOnce() {
    var model = model()
    model.options[1].reachesParity = 0
    var retry = Retry(reachesParity: 1)
    retry.months = 0
    model.options[1].retry = retry
    let costs = ModelRunner(model: model).months(.cost(option: 1))
    #expect(costs[0] == 3_250 && isClose(costs[1], 400, relative: 1e-12))
  }

  @Test("Leaving is paid when another option takes over, and at the horizon if asked")
  func exit() {
    var model = model()
    model.options[1].exit = Exit(cost: 500, weeks: 0.5)
    func costs(_ month: Int) -> Double {
      ModelRunner(model: model).months(.cost(option: 1))[month]
    }
    #expect(isClose(costs(24), 400, relative: 1e-12))
    model.options[1].exit?.atHorizon = true
    #expect(isClose(costs(24), 2_900, relative: 1e-12))
    model.options[1].endOfLife = EndOfLife(atMonth: 6.5, action: .fallBack(to: 0))
    #expect(isClose(costs(7), 3_500, relative: 1e-12) && isClose(costs(6), 400, relative: 1e-12))
    #expect(isClose(costs(24), 1_000, relative: 1e-12))
    model.options[1].reachesParity = 0
    #expect(isClose(costs(7), 1_000, relative: 1e-12))
  }

  @Test("A project is paid in equal parts until the option is live", arguments: [0, 0.5, 3, 2.5])
  func spending(delay: Double) {
    var model = model()
    model.options[1].project?.spending = .untilLive
    model.options[1].goLiveDelayMonths = .constant(delay)
    let run = ModelRunner(model: model)
    let costs = run.months(.cost(option: 1))
    let parts = Int(delay.rounded(.up))
    #expect(run.value(.upfrontCost) == 3_000)
    #expect(costs[0] == (parts == 0 ? 3_000 : 0))
    for month in 1...6 {
      let serving = Double(month) > delay ? 400.0 : 1_000
      let part = month <= parts ? 3_000 / Double(parts) : 0
      #expect(isClose(costs[month], serving + part, relative: 1e-12), "month \(month)")
    }
    // Nothing has been spent at the start, and still nothing is paid back: 5 months of 600 do it. In
    // the last month of 0.5 and 2.5 months' delay the option is live already.
    #expect(isClose(run.value(.paybackMonths), delay.rounded(.down) + 5, relative: 1e-12))
    #expect(
      isClose(run.value(.netSaving), (24 - delay.rounded(.down)) * 600 - 3_000, relative: 1e-12))
    let volume = run.value(.crossoverRequestsPerMonth)
    model.workload.requestsPerMonth = .constant(volume)
    #expect(abs(ModelRunner(model: model).value(.npv)) < 1e-6)
  }

  @Test("The first twelve months hold what is paid at the start and the bills of twelve months")
  func firstYear() {
    let run = ModelRunner(model: model())
    #expect(isClose(run.value(.first12MonthsCost), 3_000 + 12 * 400, relative: 1e-12))
    #expect(isClose(run.value(.first12MonthsCost, option: 0), 12_000, relative: 1e-12))
  }

  /// 20 hours of 1 GPU at 1, interrupted 0.0073 times an hour (17.5 % a day).
  @Test("Interruptions cost half an interval between checkpoints and the restart")
  func interruptions() {
    func hours(_ rate: Parameter, checkpoint: Parameter?, restart: Parameter = 0) -> Double {
      var rental = GPURental(pricePerGPUHour: .level(1))
      rental.hours = 40
      rental.speedup = 2
      rental.interruptionsPerHour = rate
      rental.checkpointHours = checkpoint
      rental.restartHours = restart
      var model = model()
      model.options[1].project = Project(training: Training(run: .gpuRental(rental)))
      return ModelRunner(model: model).value(.upfrontCost)
    }
    #expect(hours(0, checkpoint: nil) == 20)
    #expect(isClose(hours(0.01, checkpoint: 0.5, restart: 0.25), 20 * 1.005, relative: 1e-14))
    // (e^0.2 − 1) / 0.01 and 100.5 (e^0.2 − 1), e^0.2 = 1.2214027581601699.
    #expect(isClose(hours(0.01, checkpoint: nil), 22.140275816016985, relative: 1e-12))
    #expect(isClose(hours(0.01, checkpoint: nil, restart: 0.5), 22.25097719509707, relative: 1e-12))
    // (e^x − 1)/x = 1 + x/2 + x²/6 at x = 2e−8.
    #expect(isClose(hours(1e-9, checkpoint: nil), 20 * (1 + 1e-8 + 6.7e-17), relative: 1e-15))
  }
}
