// SPDX-License-Identifier: GPL-3.0-or-later

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

  let option: ServingOption
  let project: Project
  /// Where the numbers come from that each event draws anew.
  let columns: RenewalColumns
  private let series: [MonthSeries]

  init(_ option: ServingOption, months: Int, columns: RenewalColumns) {
    self.option = option
    self.columns = columns
    project = option.project ?? Project()
    serving = ServingCost(months: months)
    perVolume = MonthSeries(months: months)
    fixed = MonthSeries(months: months)
    retraining = MonthSeries(months: months)
    total = MonthSeries(months: months)
    series = [perVolume, fixed, retraining, total]
  }

  deinit {
    series.forEach { $0.deallocate() }
  }

  /// Evaluates what serving costs, before the option's costs are booked.
  ///
  /// - Parameter successor: the serving cost of the option that takes over at the end of life.
  func evaluateServing(_ demand: Demand, successor: ServingCost?, market: Market) {
    let trials = market.trials
    let shares = RoutedShares(option, trials: trials)
    serving.evaluate(option.serving, demand: demand, share: shares.own, market: market)
    if let succession = option.succession {
      move(succession, demand: demand, share: shares.own, market: market)
    }
    if let successor, let end = option.endOfLife {
      serving.replace(with: successor, after: trials.value(end.atMonth))
    }
  }

  /// Books the option's costs.
  ///
  /// The serving of all options must have been evaluated.
  func book(_ demand: Demand, baseline: ServingCost, market: Market) {
    let trials = market.trials
    let shares = RoutedShares(option, trials: trials)
    let live = LiveMonths(option, trials: trials)
    bookServing(demand, baseline: baseline, shares: shares, live: live)
    let terms = ProjectTerms(project, trials: trials)
    bookProject(terms, market: market)
    if let retraining = option.retraining {
      bookRetraining(retraining, terms: terms, live: live, market: market)
    } else {
      self.retraining.fill(.zero)
      retrainingSum = .zero
    }
    if case .retune(let share, let weeks) = option.endOfLife?.action {
      bookRetuning(share: share, weeks: weeks, terms: terms, live: live, market: market)
    }
    if let retry = option.retry { bookRetry(retry, terms: terms, live: live, market: market) }
    if let exit = option.exit { bookExit(exit, terms: terms, live: live, trials: trials) }
    perRequestAtStart = serving.perRequestAtStart + shares.errorCost
    if isRouted {
      perRequestAtStart =
        routedShare(shares) * serving.perRequestAtStart
        + shares.baseline * baseline.perRequestAtStart + shares.errorCost
    }
    bookNamedCosts(option.costs, demand: demand, live: live, trials: trials)
    bookTotals(demand)
  }

  private func bookTotals(_ demand: Demand) {
    var sum = Lanes(repeating: 0)
    for month in 1...total.months {
      let cost = demand.starting * perVolume[month] + fixed[month] + retraining[month]
      total[month] = cost
      sum += cost
    }
    totalSum = sum
  }

  /// Whether requests go on to the baseline.
  private var isRouted: Bool { option.fallback != nil }

  /// The share of the option's cost per request that is paid.
  ///
  /// Capacity is paid whole: it is sized for the share already.
  private func routedShare(_ shares: RoutedShares) -> Lanes {
    if case .dedicated = option.serving { .one } else { shares.own }
  }

  private func bookServing(
    _ demand: Demand, baseline: ServingCost, shares: RoutedShares, live: LiveMonths
  ) {
    if isRouted { route(serving, baseline: baseline, shares: shares, live: live) }
    var sum = Lanes(repeating: 0)
    let own = serving
    let starting = demand.starting
    // Which trials pay the baseline is the same in every month unless an option starts late.
    let never = live.failed
    for month in 1...perVolume.months {
      var perRequest = own.perRequest[month]
      var standing = own.standing(month)
      if !live.always {
        let waits = live.isDelayed ? .!live.mask(month) : never
        perRequest.replace(with: baseline.perRequest[month], where: waits)
        standing.replace(with: baseline.standing(month), where: waits)
      }
      let scaling = demand.ratio[month] * perRequest
      perVolume[month] = scaling
      fixed[month] = standing
      sum += starting * scaling + standing
    }
    servingSum = sum
    if option.qualityLoss != nil { bookErrors(demand, shares: shares, live: live) }
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
