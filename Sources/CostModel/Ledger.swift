// SPDX-License-Identifier: GPL-3.0-or-later

/// What one option costs eight trials, month by month.
final class Ledger {
  /// U, paid before the first month ends.
  var upfront = Lanes(repeating: 0)
  /// What the option's own serving costs; the baseline's where it is not live.
  let serving: ServingCost
  /// Costs in proportion to V_m / V_0, per starting request: serving and named costs per request.
  let perVolume: MonthSeries
  /// Costs that do not depend on volume, without retraining.
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

  private let option: ServingOption
  private let project: Project
  /// The column of intervals between retrainings, when each is drawn anew.
  private let renewalSource: Int?
  private let series: [MonthSeries]

  init(_ option: ServingOption, months: Int, renewalSource: Int?) {
    self.option = option
    self.renewalSource = renewalSource
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
    let data = project.labels.cost(trials)
    let run = project.training?.run.terms(trials) ?? RunTerms()
    upfront = data + project.labour.cost(trials) + trials.value(project.setup)
    if let training = project.training {
      let runs = training.paidRuns(trials.value(training.runs), trials: trials)
      upfront += runs * run.costAtStart(market)
    }
    if let retraining = option.retraining {
      bookRetraining(retraining, run: run, data: data, live: live, market: market)
    } else {
      self.retraining.fill(.zero)
      retrainingSum = .zero
    }
    if case .retune(let share, let weeks) = option.endOfLife?.action {
      bookRetuning(share: share, weeks: weeks, run: run, data: data, live: live, market: market)
    }
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

  private func bookRetraining(
    _ retraining: Retraining, run: RunTerms, data: Lanes, live: LiveMonths, market: Market
  ) {
    let trials = market.trials
    let perEvent =
      trials.value(retraining.relabelShare) * data
      + trials.value(retraining.weeks) * trials.value(project.labour.weeklyRate)
    let runs = project.training?.paidRuns(trials.value(retraining.runs), trials: trials) ?? .zero
    var calendar =
      renewalSource.map {
        RetrainingCalendar(trials, source: $0, count: total.months, start: live.delay)
      }
      ?? RetrainingCalendar(interval: trials.value(retraining.everyMonths), start: live.delay)
    var sum = Lanes(repeating: 0)
    for month in 1...self.retraining.months {
      guard let due = calendar.take(upTo: Double(month)) else {
        self.retraining[month] = .zero
        continue
      }
      let isOver = live.isRetired(month)
      let bill = (due * (perEvent + runs * run.cost(market, month: month)))
        .replacing(with: 0, where: live.failed .| isOver)
      self.retraining[month] = bill
      sum += bill
    }
    retrainingSum = sum
  }

  /// Pays the new tuning in the month that holds the end of life.
  private func bookRetuning(
    share: Parameter, weeks: Parameter, run: RunTerms, data: Lanes, live: LiveMonths,
    market: Market
  ) {
    let trials = market.trials
    guard let end = option.endOfLife.map({ trials.value($0.atMonth) }) else { return }
    let labour = trials.value(weeks) * trials.value(project.labour.weeklyRate)
    let runs =
      project.training.map { $0.paidRuns(trials.value($0.runs), trials: trials) } ?? .zero
    for month in 1...retraining.months {
      let now = (end .<= Double(month)) .& (end .> Double(month - 1)) .& .!live.failed
      guard any(now) else { continue }
      let training = runs * run.cost(market, month: month)
      let bill = Lanes(repeating: 0).replacing(
        with: trials.value(share) * (data + training) + labour, where: now)
      retraining[month] += bill
      retrainingSum += bill
    }
  }

  private func bookNamedCosts(
    _ costs: [NamedCost], demand: Demand, live: LiveMonths, trials: EightTrials
  ) {
    let zero = Lanes(repeating: 0)
    for cost in costs {
      switch cost.schedule {
      case .once(let amount, let atMonth):
        let amount = trials.value(amount)
        let due = trials.value(atMonth)
        upfront += zero.replacing(with: amount, where: due .<= 0)
        for month in 1...fixed.months {
          let now = (due .<= Double(month)) .& (due .> Double(month - 1))
          fixed[month] += zero.replacing(with: amount, where: now)
        }
      case .monthly(let amount, let fromMonth):
        let amount = trials.value(amount)
        let from = fromMonth.map { trials.value($0) }
        for month in 1...fixed.months {
          let paid =
            from.map { ($0 .<= Double(month)) .& .!live.failed .& .!live.isRetired(month) }
            ?? (live.mask(month) .& .!live.isRetired(month))
          fixed[month] += zero.replacing(with: amount, where: paid)
        }
      case .perRequest(let amount):
        let amount = trials.value(amount)
        perRequestAtStart += amount
        for month in 1...perVolume.months {
          let paid = zero.replacing(
            with: amount, where: live.mask(month) .& .!live.isRetired(month))
          perVolume[month] += demand.ratio[month] * paid
        }
      }
    }
  }
}

/// When an option serves in eight trials: after its delay, and only if its quality is good enough.
struct LiveMonths {
  /// Months before it serves.
  let delay: Lanes
  /// Trials in which the option never serves.
  let failed: LaneMask
  /// Whether it is live in every month whatever is drawn.
  let always: Bool
  /// Whether it may start after the first month.
  let isDelayed: Bool
  /// Months after which another option has taken over; infinite where none does.
  private let retirement: Lanes

  init(_ option: ServingOption, trials: EightTrials) {
    delay = trials.value(option.goLiveDelayMonths)
    failed = trials.value(option.reachesParity) .== 0
    if case .fallBack = option.endOfLife?.action, let end = option.endOfLife {
      retirement = trials.value(end.atMonth)
    } else {
      retirement = Lanes(repeating: .infinity)
    }
    isDelayed = option.goLiveDelayMonths != .constant(0)
    always = option.goLiveDelayMonths == .constant(0) && option.reachesParity == .constant(1)
  }

  func mask(_ month: Int) -> LaneMask { (delay .< Double(month)) .& .!failed }

  /// Whether another option has taken over.
  func isRetired(_ month: Int) -> LaneMask { retirement .< Double(month) }
}
