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
  let project: Shared<Project>
  let endOfLife: EndOfLife?
  private let servingTerms: ServingTerms
  private let succession: Succession?
  private let liveTerms: LiveMonths.Terms
  private let fallback: Fallback?
  private let qualityLoss: QualityLoss?
  private let retrainingTerms: Retraining?
  private let retry: Retry?
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

  /// Whether serving and totals are booked in one pass: no one looks at the parts, and nothing but events
  /// comes between.
  private let booksInOnePass: Bool

  /// - Parameter keepsParts: whether `perVolume` and `fixed` will be read.
  init(_ option: ServingOption, months: Int, columns: RenewalColumns, keepsParts: Bool) {
    self.columns = columns
    project = Shared(option.project ?? Project())
    endOfLife = option.endOfLife
    servingTerms = ServingTerms(option.serving)
    succession = option.succession
    liveTerms = LiveMonths.Terms(option)
    fallback = option.fallback
    qualityLoss = option.qualityLoss
    retrainingTerms = option.retraining
    retry = option.retry
    exit = option.exit
    costs = option.costs
    hasFixedTerms =
      project.value.spending == .untilLive || retry != nil || exit != nil || !costs.isEmpty
    booksInOnePass = !keepsParts && !hasFixedTerms && option.qualityLoss == nil
    if case .retune = option.endOfLife?.action {
      hasEvents = true
    } else {
      hasEvents = option.retraining != nil
    }
    serving = ServingCost(months: months)
    perVolume = MonthSeries(months: months)
    fixed = MonthSeries(months: months)
    retraining = MonthSeries(months: months)
    eventCounts = MonthSeries(months: months)
    total = MonthSeries(months: months)
    series = [perVolume, fixed, retraining, eventCounts, total]
  }

  deinit {
    series.forEach { $0.deallocate() }
  }

  /// What the months cost, as the kernels take it.
  var parts: bk_parts {
    bk_parts(per_volume: perVolume.base, fixed: fixed.base, events: retraining.base)
  }

  /// Evaluates what serving costs, before the option's costs are booked.
  ///
  /// - Parameter successor: the serving cost of the option that takes over at the end of life.
  func evaluateServing(_ demand: Demand, successor: ServingCost?, market: Market) {
    let trials = market.trials
    let shares = RoutedShares(fallback, qualityLoss, trials: trials)
    serving.evaluate(servingTerms, demand: demand, share: shares.own, market: market)
    if let succession, case .perToken(let pricing) = servingTerms {
      move(
        succession, of: pricing.value, demand: demand, share: shares.own,
        live: liveTerms.months(trials), market: market)
    }
    if let successor, let end = endOfLife {
      serving.replace(with: successor, after: trials.value(end.atMonth))
    }
  }

  /// Books the option's costs.
  ///
  /// The serving of all options must have been evaluated.
  func book(_ demand: Demand, baseline: ServingCost, market: Market) {
    let trials = market.trials
    let shares = RoutedShares(fallback, qualityLoss, trials: trials)
    let live = liveTerms.months(trials)
    prepareServing(baseline: baseline, shares: shares, live: live)
    if !booksInOnePass { bookServing(demand, baseline: baseline, shares: shares, live: live) }
    let terms = ProjectTerms(project.value, trials: trials)
    bookProject(terms, live: live, market: market)
    if let retrainingTerms {
      bookRetraining(retrainingTerms, terms: terms, live: live, market: market)
    } else if hasEvents {
      retraining.fill(.zero)
      retrainingSum = .zero
    }
    if case .retune(let share, let weeks) = endOfLife?.action {
      bookRetuning(share: share, weeks: weeks, terms: terms, live: live, market: market)
    }
    if let retry { bookRetry(retry, terms: terms, live: live, market: market) }
    if let exit { bookExit(exit, terms: terms, live: live, trials: trials) }
    perRequestAtStart = serving.perRequestAtStart + shares.errorCost
    if isRouted {
      perRequestAtStart =
        routedShare(shares) * serving.perRequestAtStart
        + shares.baseline * baseline.perRequestAtStart + shares.errorCost
    }
    if booksInOnePass {
      bookServingAndTotals(demand, baseline: baseline, live: live)
    } else {
      bookNamedCosts(costs, demand: demand, live: live, trials: trials)
      bookTotals(demand)
    }
  }

  private func bookServingAndTotals(_ demand: Demand, baseline: ServingCost, live: LiveMonths) {
    var (failed, starting) = (failedLanes(live), demand.starting)
    var (serves, pays) = (Lanes.zero, Lanes.zero)
    bk_serve_and_total(
      total.base, total.months, demand.ratio.base, serving.series,
      paysOther(live) ? baseline.series : bk_serving(), &failed,
      hasEvents ? retraining.base : nil, &starting, &serves, &pays)
    servingSum = serves
    totalSum = pays
  }

  /// Whether some trials pay the baseline, the same ones in every month: unless an option starts late.
  private func paysOther(_ live: LiveMonths) -> Bool { !live.always && !live.isDelayed }

  private func failedLanes(_ live: LiveMonths) -> Lanes {
    Lanes.zero.replacing(with: 1, where: live.failed)
  }

  private func bookTotals(_ demand: Demand) {
    var starting = demand.starting
    bk_total(
      total.base, total.months, perVolume.base, hasFixed ? fixed.base : nil,
      hasEvents ? retraining.base : nil,
      &starting, &totalSum)
  }

  /// Whether requests go on to the baseline.
  private var isRouted: Bool { fallback != nil }

  /// The share of the option's cost per request that is paid.
  ///
  /// Capacity is paid whole: it is sized for the share already.
  private func routedShare(_ shares: RoutedShares) -> Lanes {
    if case .dedicated = servingTerms { .one } else { shares.own }
  }

  private func prepareServing(baseline: ServingCost, shares: RoutedShares, live: LiveMonths) {
    if isRouted { route(serving, baseline: baseline, shares: shares, live: live) }
    if live.isDelayed { wait(for: live, baseline: baseline) }
  }

  private func bookServing(
    _ demand: Demand, baseline: ServingCost, shares: RoutedShares, live: LiveMonths
  ) {
    let paysOther = paysOther(live)
    var (failed, starting) = (failedLanes(live), demand.starting)
    // Once there is a standing cost there always is.
    hasFixed = hasFixedTerms || serving.hasStanding || (paysOther && baseline.hasStanding)
    bk_serve(
      perVolume.base, hasFixed ? fixed.base : nil, perVolume.months, demand.ratio.base,
      serving.series, paysOther ? baseline.series : bk_serving(), &failed, &starting, &servingSum)
    if qualityLoss != nil { bookErrors(demand, shares: shares, live: live) }
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
  private func route(
    _ own: ServingCost, baseline: ServingCost, shares: RoutedShares, live: LiveMonths
  ) {
    let standingShare = baseline.hasStanding ? shares.baseline : .zero
    if baseline.hasStanding { serving.openStanding() }
    for month in 1...perVolume.months {
      // What another option has taken over is no longer routed.
      let goesOn = .!live.isRetired(month)
      let perRequest = shares.own * own.perRequest[month]
      own.perRequest[month] = own.perRequest[month].replacing(
        with: perRequest + shares.baseline * baseline.perRequest[month], where: goesOn)
      if serving.hasStanding {
        own.standing[month] = own.standing[month].replacing(
          with: own.standing[month] + standingShare * baseline.standing(month), where: goesOn)
      }
    }
  }

  /// The cost of errors in live months.
  private func bookErrors(_ demand: Demand, shares: RoutedShares, live: LiveMonths) {
    for month in 1...perVolume.months {
      let errs = live.mask(month) .& .!live.isRetired(month)
      perVolume[month] +=
        demand.ratio[month] * Lanes(repeating: 0).replacing(with: shares.errorCost, where: errs)
    }
  }
}
