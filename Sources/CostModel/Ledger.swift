// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// What one option costs eight trials, month by month.
final class Ledger {
  /// U, what it takes to build and whatever else is due before the first month ends.
  var upfront = Lanes(repeating: 0)
  /// The part of U that is paid before the first month ends; the rest is in `fixed`.
  var paidAtStart = Lanes(repeating: 0)
  /// What the option's own serving costs; the baseline's where it is not live.
  let serving: ServingCost
  /// Costs in proportion to V_m / V_0, per starting request: serving and named costs per request.
  let perVolume: MonthSeries
  /// Costs that do not depend on volume, without retraining: what serving costs whatever the volume,
  /// named costs, the parts of a project that is paid in months, a second attempt, leaving.
  let fixed: MonthSeries
  /// Retraining bills.
  let retraining: MonthSeries
  /// How many retrainings fall due in the month.
  let eventCounts: MonthSeries
  /// Everything paid in the month.
  let total: MonthSeries
  /// Everything paid in all months.
  var totalSum = Lanes(repeating: 0)
  /// What serving alone costs over the horizon.
  var servingSum = Lanes(repeating: 0)
  /// All retraining bills.
  var retrainingSum = Lanes(repeating: 0)
  /// u at the start, named costs per request included.
  var perRequestAtStart = Lanes(repeating: 0)

  // The option in parts: a copy of it costs more than most of its months.
  let project: ProjectTerms
  let live: LiveTerms
  let spendsUntilLive: Bool
  let endOfLife: EndOfLife?
  private let servingTerms: ServingTerms
  private let succession: Succession?
  /// What each request costs besides the model.
  let extraPerRequest: Parameter
  private let shares: RoutedShares
  /// Whether requests go on to the baseline.
  private let isRouted: Bool
  private let hasQualityLoss: Bool
  private let bill: RetrainingBill?
  private let retry: RetryBill?
  private let exit: Exit?
  private let costs: [NamedCost]
  /// Whether any month may have a bill in `retraining`.
  private let hasEvents: Bool
  /// Whether any month may have a cost in `fixed` besides those of serving.
  private let hasFixedTerms: Bool
  /// Whether any month may have a cost in `fixed`; where not, it holds the zeros it began with.
  private var hasFixed = false
  /// Where the numbers come from that each event draws anew.
  let columns: RenewalColumns
  private let series: [MonthSeries]

  /// Whether all is booked in one pass: nothing but events comes between.
  private let booksInOnePass: Bool
  /// What a request costs, where no one but the one pass asks for its months.
  private let steadyPrice: (start: Term, factor: Term)?
  /// Whether retraining is billed in the one pass.
  private let billsInOnePass: Bool
  /// What the one pass reads and writes.
  let onePass: OnePass
  /// Whether it has summed what the option saves.
  private(set) var hasSavings = false

  /// - Parameters:
  ///   - keepsParts: whether `perVolume`, `fixed`, `retraining` and the sums of serving and retraining will be
  ///     read.
  ///   - isReadByOthers: whether other options are served as this one at times.
  init(
    _ option: ServingOption, of model: CostModel, columns: RenewalColumns, table: TermTable,
    keepsParts: Bool, isReadByOthers: Bool
  ) {
    let months = model.horizonMonths
    self.columns = columns
    let project = ProjectTerms(option.project ?? Project(), paths: model.pricePaths, table: table)
    self.project = project
    live = LiveTerms(option, table: table)
    spendsUntilLive = option.project?.spending == .untilLive
    endOfLife = option.endOfLife
    servingTerms = ServingTerms(option.serving, months: months, table: table)
    succession = option.succession
    extraPerRequest =
      if case .perToken(let pricing) = option.serving { pricing.extraPerRequest } else { 0 }
    shares = RoutedShares(option.fallback, option.qualityLoss, table: table)
    isRouted = option.fallback != nil
    hasQualityLoss = option.qualityLoss != nil
    bill = option.retraining.map { RetrainingBill($0, of: project, table: table) }
    retry = option.retry.map { RetryBill($0, of: project, paths: model.pricePaths) }
    exit = option.exit
    costs = option.costs
    hasFixedTerms = spendsUntilLive || retry != nil || exit != nil || !costs.isEmpty
    booksInOnePass = !hasFixedTerms && option.qualityLoss == nil
    let isRetuned = if case .retune = option.endOfLife?.action { true } else { false }
    hasEvents = isRetuned || option.retraining != nil
    billsInOnePass =
      booksInOnePass && option.retraining != nil && !isRetuned && columns.retraining == nil
    if case .perToken(let price) = servingTerms, booksInOnePass, !isReadByOthers,
      option.succession == nil, option.endOfLife == nil, !isRouted, !live.isDelayed
    {
      steadyPrice = price.value.steady
    } else {
      steadyPrice = nil
    }
    serving = ServingCost(months: months)
    perVolume = MonthSeries(months: months)
    fixed = MonthSeries(months: months)
    retraining = MonthSeries(months: months)
    eventCounts = MonthSeries(months: months)
    total = MonthSeries(months: months)
    onePass = OnePass(total: total)
    series = [perVolume, fixed, retraining, eventCounts, total]
    if keepsParts { keepParts() }
  }

  deinit {
    series.forEach { $0.deallocate() }
  }

  /// Has the parts written from now on, whoever books.
  func keepParts() {
    onePass.keepParts(perVolume: perVolume, fixed: fixed, bills: retraining)
  }

  /// What the months cost, as the kernels take it.
  var months: bk_costs {
    bk_costs(
      total: total.base, per_volume: perVolume.base, fixed: hasFixed ? fixed.base : nil,
      events: hasEvents ? retraining.base : nil)
  }

  /// Evaluates what serving costs, before the option's costs are booked.
  ///
  /// - Parameter successor: the serving cost of the option that takes over at the end of life.
  func evaluateServing(_ demand: Demand, successor: ServingCost?, market: Market) {
    let trials = market.trials
    if let steadyPrice {
      serving.evaluateAtStart(trials.value(steadyPrice.start))
      return
    }
    serving.evaluate(servingTerms, demand: demand, share: shares.own, market: market)
    if let succession { move(succession, demand: demand, share: shares.own, market: market) }
    if let successor, let end = endOfLife {
      serving.replace(with: successor, after: trials.value(end.atMonth))
    }
  }

  /// Books the option's costs.
  ///
  /// The serving of all options must have been evaluated, and the baseline been booked.
  ///
  /// - Parameters:
  ///   - other: the baseline's costs.
  ///   - discount: (1 + r)^(−m/12), if savings may be summed at once.
  func book(
    _ demand: Demand, against other: Ledger, market: Market, discount: MonthSeries?
  ) {
    let trials = market.trials
    let baseline = other.serving
    if isRouted { route(serving, baseline: baseline, trials: trials) }
    if live.isDelayed { wait(for: LiveMonths(live, trials), baseline: baseline) }
    if !booksInOnePass { bookServing(demand, baseline: baseline, trials: trials) }
    bookProject(trials)
    if let bill, !billsInOnePass {
      bookRetraining(bill, market: market)
    } else if hasEvents, !billsInOnePass {
      retraining.fill(.zero)
      retrainingSum = .zero
    }
    if case .retune(let share, let weeks) = endOfLife?.action {
      bookRetuning(share: share, weeks: weeks, market: market)
    }
    if let retry { bookRetry(retry, market: market) }
    if let exit { bookExit(exit, trials: trials) }
    bookPerRequestAtStart(baseline: baseline, trials: trials)
    if booksInOnePass {
      bookInOnePass(
        demand, against: other, market: market, billing: billsInOnePass ? bill : nil,
        discount: discount)
    } else {
      bookNamedCosts(costs, demand: demand, trials: trials)
      bookTotals(demand)
    }
  }

  private func bookPerRequestAtStart(baseline: ServingCost, trials: EightTrials) {
    let errors = trials.value(shares.errorCost)
    guard isRouted else {
      perRequestAtStart = serving.perRequestAtStart + errors
      return
    }
    // Capacity is paid whole: it is sized for the share already.
    let isCapacity = if case .dedicated = servingTerms { true } else { false }
    let own = isCapacity ? .one : trials.value(shares.own)
    perRequestAtStart =
      own * serving.perRequestAtStart
      + trials.value(shares.baseline) * baseline.perRequestAtStart + errors
  }

  /// - Parameters:
  ///   - billing: retraining that no series holds yet.
  ///   - discount: (1 + r)^(−m/12), if what is saved against the baseline is to be summed as well.
  private func bookInOnePass(
    _ demand: Demand, against baseline: Ledger, market: Market, billing: RetrainingBill?,
    discount: MonthSeries?
  ) {
    let trials = market.trials
    hasFixed = serving.hasStanding || (paysOther && baseline.serving.hasStanding)
    onePass.setDemand(demand)
    if let steadyPrice {
      onePass.setPrice(steadyPrice.start, factor: steadyPrice.factor, trials)
    } else {
      onePass.setServing(serving.series)
    }
    onePass.setOther(paysOther ? baseline.serving.series : bk_serving(), where: live.failed, trials)
    if let billing {
      onePass.setRecurring(
        amounts(of: billing, market: market), first: live.delay, interval: billing.interval, trials)
    } else {
      onePass.setBills(hasEvents ? retraining : nil)
    }
    onePass.setBaseline(
      discount == nil ? nil : baseline.total, discount: discount,
      paid: paidAtStart - baseline.paidAtStart, investment: upfront - baseline.upfront)
    onePass.run()
    servingSum = onePass[.serving]
    totalSum = onePass[.total]
    if billing != nil { retrainingSum = onePass[.bills] }
    hasSavings = discount != nil
  }

  /// Whether some trials pay the baseline, the same ones in every month: unless an option starts late.
  private var paysOther: Bool { !live.always && !live.isDelayed }

  private func bookTotals(_ demand: Demand) {
    var (starting, pays) = (demand.starting, Lanes.zero)
    bk_total(
      total.base, total.months, perVolume.base, hasFixed ? fixed.base : nil,
      hasEvents ? retraining.base : nil,
      &starting, &pays)
    totalSum = pays
  }

  private func bookServing(_ demand: Demand, baseline: ServingCost, trials: EightTrials) {
    let paysOther = paysOther
    var (starting, serves) = (demand.starting, Lanes.zero)
    // Once there is a standing cost there always is.
    hasFixed = hasFixedTerms || serving.hasStanding || (paysOther && baseline.hasStanding)
    bk_serve(
      perVolume.base, hasFixed ? fixed.base : nil, perVolume.months, demand.ratio.base,
      serving.series, paysOther ? baseline.series : bk_serving(), trials.pointer(live.failed),
      &starting, &serves)
    servingSum = serves
    if hasQualityLoss { bookErrors(demand, trials: trials) }
  }

  /// Puts the baseline's costs where the option is not live yet.
  private func wait(for live: LiveMonths, baseline: ServingCost) {
    if baseline.hasStanding { serving.openStanding() }
    for month in 1...perVolume.months {
      let waits = .!live.mask(month)
      serving.perRequest[month].replace(with: baseline.perRequest[month], where: waits)
      if serving.hasStanding {
        serving.standing[month].replace(with: baseline.standing(month), where: waits)
      }
    }
  }

  /// Shares the requests out between the option and the baseline, before its months are booked.
  private func route(_ own: ServingCost, baseline: ServingCost, trials: EightTrials) {
    let live = LiveMonths(live, trials)
    let (ownShare, otherShare) = (trials.value(shares.own), trials.value(shares.baseline))
    let standingShare = baseline.hasStanding ? otherShare : .zero
    if baseline.hasStanding { serving.openStanding() }
    for month in 1...perVolume.months {
      // What another option has taken over is no longer routed.
      let goesOn = .!live.isRetired(month)
      let perRequest = ownShare * own.perRequest[month]
      own.perRequest[month] = own.perRequest[month].replacing(
        with: perRequest + otherShare * baseline.perRequest[month], where: goesOn)
      if serving.hasStanding {
        own.standing[month] = own.standing[month].replacing(
          with: own.standing[month] + standingShare * baseline.standing(month), where: goesOn)
      }
    }
  }

  /// The cost of errors in live months.
  private func bookErrors(_ demand: Demand, trials: EightTrials) {
    let live = LiveMonths(live, trials)
    let errorCost = trials.value(shares.errorCost)
    for month in 1...perVolume.months {
      let errs = live.mask(month) .& .!live.isRetired(month)
      perVolume[month] += demand.ratio[month] * Lanes.zero.replacing(with: errorCost, where: errs)
    }
  }
}
