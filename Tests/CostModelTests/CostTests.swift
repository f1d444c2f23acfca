// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Testing

@Suite("What things cost")
struct CostTests {
  /// Cost of serving `requests` requests for one month.
  func monthlyCost(_ pricing: PerToken, requests: Double) -> Double {
    let option = ServingOption(name: "only", serving: .perToken(pricing))
    let model = CostModel(
      horizonMonths: 1, discountRate: 0.1,
      workload: Workload(requestsPerMonth: .constant(requests)), options: [option], baseline: 0)
    return ModelRunner(model: model).value(.servingCost, option: 0)
  }

  func tokens(_ prompt: Double, _ output: Double, _ input: Double, _ out: Double) -> PerToken {
    var pricing = PerToken()
    pricing.promptTokens = .constant(prompt)
    pricing.outputTokens = .constant(output)
    pricing.inputPerMtok = .constant(input)
    pricing.outputPerMtok = .constant(out)
    return pricing
  }

  @Test(
    "The worked case at 9,000,000 requests a month",
    arguments: [
      (1_500.0, 2.50, 10.00, 42_750.0), (300, 0.30, 1.20, 1_890), (300, 0.20, 0.60, 1_080),
      (1_500, 0.15, 0.60, 2_565), (1_500, 0.10, 0.50, 1_800),
    ])
  func workedCase(prompt: Double, input: Double, output: Double, monthly: Double) {
    #expect(
      isClose(
        monthlyCost(tokens(prompt, 100, input, output), requests: 9e6), monthly, relative: 1e-12))
  }

  @Test("A cached prefix is floored to blocks of 128, and 1,152 of 1,200 tokens are cheap")
  func caching() {
    var pricing = tokens(1_500, 100, 2.50, 10)
    pricing.cache = PerToken.Cache(cachedInputPerMtok: 1.25, prefixTokens: 1_200, hitRate: 1)
    #expect(isClose(monthlyCost(pricing, requests: 9e6), 29_790, relative: 1e-12))
  }

  @Test("A prefix below the provider's minimum is not cached, nor more than the prompt")
  func cachingLimits() {
    var short = tokens(1_500, 0, 2, 0)
    short.cache = PerToken.Cache(cachedInputPerMtok: 0, prefixTokens: 1_023, hitRate: 1)
    #expect(isClose(monthlyCost(short, requests: 1e6), 3_000, relative: 1e-12))
    var tuned = tokens(300, 0, 2, 0)
    tuned.cache = PerToken.Cache(cachedInputPerMtok: 0, prefixTokens: 1_200, hitRate: 1)
    #expect(isClose(monthlyCost(tuned, requests: 1e6), 600, relative: 1e-12))
    var half = tokens(1_280, 0, 1, 0)
    half.cache = PerToken.Cache(cachedInputPerMtok: 0.5, prefixTokens: 9_999, hitRate: 0.5)
    #expect(isClose(monthlyCost(half, requests: 1e6), 1_280 - 0.5 * 1_280 * 0.5, relative: 1e-12))
  }

  @Test("No more is cached than the prompt has, month by month")
  func cachingOfShrinkingPrompt() {
    var pricing = tokens(2_000, 0, 2.5, 0)
    pricing.cache = PerToken.Cache(cachedInputPerMtok: 0.25, prefixTokens: 2_000, hitRate: 1)
    pricing.promptGrowthPerMonth = -0.2
    let option = ServingOption(name: "only", serving: .perToken(pricing))
    let model = CostModel(
      horizonMonths: 6, discountRate: 0, workload: Workload(requestsPerMonth: 1_000_000),
      options: [option], baseline: 0)
    let costs = ModelRunner(model: model).months(.cost(option: 0))
    // 1,600, 1,280 and 1,024 tokens are cached in blocks of 128; 819 are too few.
    #expect(isClose(costs[1], 1_536 * 0.25 + 64 * 2.5, relative: 1e-12))
    #expect(isClose(costs[2], 1_280 * 0.25, relative: 1e-9))
    #expect(isClose(costs[4], 2_000 * power(0.8, 4) * 2.5, relative: 1e-12))
  }

  @Test("Batch at half price halves what is sent as batch; calls multiply; extras are outside")
  func batchCallsExtras() {
    var pricing = tokens(1_500, 100, 2.50, 10)
    pricing.batchShare = 1
    #expect(isClose(monthlyCost(pricing, requests: 9e6), 21_375, relative: 1e-12))
    pricing.batchShare = 0.5
    pricing.callsPerRequest = 5
    pricing.extraPerRequest = 0.001
    let expected = 9e6 * (0.00475 * 0.75 * 5 + 0.001)
    #expect(isClose(monthlyCost(pricing, requests: 9e6), expected, relative: 1e-12))
  }

  @Test("Prices fall by (1 - d)^(m/12) and prompts grow by (1 + c)^m")
  func decline() {
    var pricing = tokens(1_000, 100, 2, 10)
    pricing.priceDeclinePerYear = 0.2
    pricing.promptGrowthPerMonth = 0.01
    pricing.extraPerRequest = 0.0005
    let option = ServingOption(name: "only", serving: .perToken(pricing))
    let model = CostModel(
      horizonMonths: 24, discountRate: 0.1, workload: Workload(requestsPerMonth: 1_000_000),
      options: [option], baseline: 0)
    let costs = ModelRunner(model: model).months(.cost(option: 0))
    for month in [1, 12, 24] {
      let prompt = 1_000 * power(1.01, Double(month))
      let expected =
        (prompt * 2 + 1_000) * power(0.8, Double(month) / 12) + 500
      #expect(isClose(costs[month], expected, relative: 1e-12))
    }
  }

  @Test("Expected volume grows by (1 + g)^m, and a shock moves all later months")
  func demand() {
    var model = constantModel(baselinePerMonth: 1, optionPerMonth: 1, upfront: 0, months: 3)
    model.workload = Workload(
      requestsPerMonth: 1_000, growthPerMonth: 0.05, volatilityPerMonth: 0.2)
    let run = ModelRunner(model: model, shocks: [[[0, 1, 0]]])
    let volume = run.months(.volume)
    #expect(volume[0] == 1_000)
    // exp(0.2 e - 0.02) per month; e^0.16 = 1.1735108709918103, e^-0.06 = 0.9417645335842487.
    #expect(isClose(volume[1], 1_050 * 0.9801986733067553, relative: 1e-12))
    #expect(isClose(volume[2], 1_102.5 * 1.1735108709918103, relative: 1e-12))
    #expect(isClose(volume[3], 1_157.625 * 1.1502737988572274, relative: 1e-12))
  }

  @Test(
    "Failed share: three readings of the same words",
    arguments: [
      (FailedShareMeaning.ofTotalSpend, 3.0, 0.3, 21.428571428571427),
      (.ofTotalSpend, 5, 0.5, 50), (.ofProductiveSpend, 3, 0.3, 19.5),
      (.ofProductiveSpend, 5, 0.5, 37.5), (.included, 4, 0.5, 20),
    ])
  func failedShare(meaning: FailedShareMeaning, runs: Double, share: Double, cost: Double) {
    var model = constantModel(baselinePerMonth: 1, optionPerMonth: 0, upfront: 0)
    model.options[1].project?.training = Training(
      run: .amount(5), runs: .constant(runs), failedShare: .constant(share),
      failedShareMeaning: meaning)
    #expect(isClose(ModelRunner(model: model).value(.upfrontCost), cost, relative: 1e-12))
  }

  @Test("A project adds up: labels, labour, training, setup")
  func project() {
    var labels = Labels()
    labels.examples = 10_000
    labels.priceEach = 1.25
    labels.syntheticShare = 0.4
    labels.syntheticPriceEach = 0.05
    labels.qaShare = 0.1
    var labour = Labour()
    labour.weeks = 1.5
    labour.weeklyRate = 4_000
    labour.overrun = 1.2
    var rental = GPURental(pricePerGPUHour: .level(0.52))
    rental.hours = 4.5
    rental.gpus = 2
    rental.setupPerRun = 0.8
    rental.speedup = 1.8
    var model = constantModel(baselinePerMonth: 1, optionPerMonth: 0, upfront: 0)
    model.options[1].project = Project(
      labels: labels, labour: labour, setup: 100,
      training: Training(run: .gpuRental(rental), runs: 4))
    let expected =
      10_000 * (0.6 * 1.25 * 1.1 + 0.4 * 0.05) + 7_200 + 4 * (2 * 4.5 / 1.8 * 0.52 + 0.8) + 100
    #expect(isClose(ModelRunner(model: model).value(.upfrontCost), expected, relative: 1e-12))
  }

  @Test("Hosted training bills tokens times epochs, and evaluations by their tokens")
  func hostedTraining() {
    var model = constantModel(baselinePerMonth: 1, optionPerMonth: 0, upfront: 0)
    model.options[1].project?.training = Training(
      run: .hostedTokens(
        tokens: 50_000_000, epochs: 3, pricePerMtok: 6.83, validationTokens: 1_000_000,
        evaluations: 2))
    #expect(
      isClose(ModelRunner(model: model).value(.upfrontCost), 152 * 6.83, relative: 1e-12))
    var hours = HostedHours(hours: 2.55, pricePerHour: 100)
    hours.graderCost = 12
    model.options[1].project?.training = Training(run: .hostedHours(hours))
    #expect(isClose(ModelRunner(model: model).value(.upfrontCost), 267, relative: 1e-12))
    // Rounded to 0.01 h; 500 samples of 400 and 10 tokens at 2 and 8 a million cost 0.44.
    var grader = HostedHours.Grader()
    grader.samples = 500
    grader.promptTokens = 400
    grader.outputTokens = 10
    grader.inputPerMtok = 2
    grader.outputPerMtok = 8
    hours.grader = grader
    hours.rounding = 0.01
    for (taken, billed) in [(2.55, 2.55), (2.554, 2.55), (2.556, 2.56), (0.004, 0), (1e14, 1e14)] {
      hours.hours = .constant(taken)
      model.options[1].project?.training = Training(run: .hostedHours(hours))
      #expect(
        isClose(
          ModelRunner(model: model).value(.upfrontCost), 100 * billed + 12 + 0.44,
          relative: 1e-12))
    }
  }
}

@Suite("Routing, errors, capacity")
struct RoutingTests {
  /// 1 a request against 0.1 a request, 1,000 requests a month, 900 upfront, 12 months.
  func model() -> CostModel {
    constantModel(
      baselinePerMonth: 1_000, optionPerMonth: 100, upfront: 900, months: 12,
      requestsPerMonth: 1_000)
  }

  @Test(
    "A cascade pays both, a prediction one or the other",
    arguments: [
      (Fallback.Routing.cascade, 0.2, 100 + 200.0), (.predictive, 0.2, 80 + 200),
      (.cascade, 1, 1_100), (.predictive, 1, 1_000),
    ])
  func routing(routing: Fallback.Routing, share: Double, monthly: Double) {
    var model = model()
    model.options[1].fallback = Fallback(share: .constant(share), routing: routing)
    let run = ModelRunner(model: model)
    #expect(isClose(run.months(.cost(option: 1))[5], monthly, relative: 1e-12))
    #expect(isClose(run.value(.servingCost), 12 * monthly, relative: 1e-12))
    let saving = 1_000 - monthly
    let requests = saving > 0 ? 900 / (saving / 1_000) : .infinity
    #expect(isClose(run.value(.breakevenRequests), requests, relative: 1e-12))
  }

  @Test("Errors cost where the option answers, and only while it is live")
  func errors() {
    var model = model()
    model.options[1].qualityLoss = QualityLoss(errorRateIncrease: 0.01, costPerError: 5)
    model.options[1].fallback = Fallback(share: 0.2)
    model.options[1].goLiveDelayMonths = 2
    let run = ModelRunner(model: model)
    let costs = run.months(.cost(option: 1))
    #expect(isClose(costs[2], 1_000, relative: 1e-12))
    #expect(isClose(costs[3], 100 + 200 + 1_000 * 0.8 * 0.05, relative: 1e-12))
    #expect(isClose(run.value(.servingCost), 2_000 + 10 * 300, relative: 1e-12))
  }

  /// 400 tokens a request at 5,000 a second: 32,850,000 requests a month fill a replica.
  func capacity(requests: Double, peak: Double = 1, minimum: Double = 1) -> CostModel {
    var dedicated = Dedicated()
    dedicated.pricePerGPUHour = .level(3.99)
    dedicated.peakToMean = .constant(peak)
    dedicated.minimumReplicas = .constant(minimum)
    var baseline = PerToken()
    baseline.promptTokens = 1_500
    baseline.outputTokens = 100
    baseline.inputPerMtok = 2.5
    baseline.outputPerMtok = 10
    return CostModel(
      horizonMonths: 1, discountRate: 0,
      workload: Workload(requestsPerMonth: .constant(requests)),
      options: [
        ServingOption(name: "prompting", serving: .perToken(baseline)),
        ServingOption(name: "dedicated", serving: .dedicated(dedicated)),
      ], baseline: 0)
  }

  @Test(
    "Capacity costs the same idle, and grows by whole replicas",
    arguments: [
      (0.0, 1.0, 1.0, 1.0), (1, 1, 1, 1), (32_850_000, 1, 1, 1), (32_850_001, 1, 1, 2),
      (32_850_000, 2.5, 1, 3), (1_000, 1, 4, 4), (0, 1, 0, 0), (5, 1, 0, 1),
    ])
  func replicas(requests: Double, peak: Double, minimum: Double, replicas: Double) {
    let model = capacity(requests: requests, peak: peak, minimum: minimum)
    let cost = ModelRunner(model: model).value(.servingCost)
    #expect(isClose(cost, replicas * 2_912.70, relative: 1e-12))
  }

  @Test("The crossover with capacity is found by search: 613 thousand requests")
  func crossover() {
    let volume = ModelRunner(model: capacity(requests: 300_000))
      .value(.crossoverRequestsPerMonth)
    // Published sizing: 2,912.70 a month against 0.00475 a request.
    #expect(isClose(volume, 2_912.70 / 0.00475, relative: 1e-9))
    var model = capacity(requests: 300_000)
    model.workload.requestsPerMonth = .constant(volume)
    #expect(abs(ModelRunner(model: model).value(.npv)) < 1e-6)
  }

  @Test("The search leaves the other metrics of the trial as they were")
  func searchIsClean() {
    let run = ModelRunner(model: capacity(requests: 300_000))
    let columns = [Metric.crossoverRequestsPerMonth, .netSaving, .npv, .totalCost].map {
      OutputColumn(option: 1, metric: $0)
    }
    let values = run.evaluate(columns).map { $0[0] }
    #expect(values[1] == run.value(.netSaving) && values[2] == run.value(.npv))
    #expect(values[3] == run.value(.totalCost))
  }
}
