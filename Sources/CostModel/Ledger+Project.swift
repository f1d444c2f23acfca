// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// Where an option finds the numbers that each of its events draws anew; nil where one number serves
/// all events of a trial.
struct RenewalColumns: Sendable {
  /// Intervals between retrainings.
  var retraining: Int?
  /// Intervals between the releases of successors.
  var releases: Int?
  /// Price ratios of the releases.
  var priceRatios: Int?
}

/// What it takes to build an option, to keep it and to leave it.
extension Ledger {
  func bookProject(_ terms: ProjectTerms, live: LiveMonths, market: Market) {
    let trials = market.trials
    upfront = terms.data + project.value.labour.cost(trials) + trials.value(project.value.setup)
    if project.value.training != nil { upfront += terms.paidRuns * terms.run.costAtStart(market) }
    paidAtStart = upfront
    guard project.value.spending == .untilLive else { return }
    // In equal parts at the end of each month that begins before the option is live.
    let delay = live.planned
    let whole = flooredNonNegative(delay)
    let parts = whole.replacing(with: whole + 1, where: whole .< delay)
    paidAtStart = upfront.replacing(with: 0, where: parts .> 0)
    let part = (upfront / parts).replacing(with: 0, where: parts .== 0)
    for month in 1...fixed.months {
      fixed[month] += part.replacing(with: 0, where: parts .< Double(month))
    }
  }

  func bookRetraining(
    _ retraining: Retraining, terms: ProjectTerms, live: LiveMonths, market: Market
  ) {
    let trials = market.trials
    var perEvent = terms.dataAndLabour(share: retraining.relabelShare, weeks: retraining.weeks)
    var runs = terms.paidRuns(retraining.runs)
    var hours = terms.run.gpuHours
    var setup = terms.run.fixed
    var price: UnsafePointer<Lanes>?
    switch terms.run.gpuPrice {
    case .path(let index): price = UnsafePointer(market.paths[index].base)
    case .level(let level): setup = hours * trials.value(level) + setup
    case nil: break
    }
    // An option that never served or is gone is not trained again.
    var last = live.retirement.replacing(with: 0, where: live.failed)
    var sum = Lanes.zero
    withUnsafePointers(&perEvent, &runs, &hours, &setup, &last) {
      perEvent, runs, hours, setup, last in
      var bill = bk_bill(
        amount: perEvent, runs: runs, hours: hours, price: price, setup: setup, last: last)
      if let source = columns.retraining {
        eventCounts.countEvents(after: live.delay, intervals: source, trials: trials)
        bk_bill_events(
          self.retraining.base, total.months, eventCounts.base, &bill, &sum)
      } else {
        var (start, interval) = (live.delay, trials.value(retraining.everyMonths))
        bk_bill_recurring(
          self.retraining.base, total.months, &start, &interval, &bill, &sum)
      }
    }
    retrainingSum = sum
  }

  /// Pays the new tuning in the month that holds the end of life.
  func bookRetuning(
    share: Parameter, weeks: Parameter, terms: ProjectTerms, live: LiveMonths, market: Market
  ) {
    guard let end = endOfLife.map({ market.trials.value($0.atMonth) }) else { return }
    for month in 1...retraining.months {
      let now = LiveMonths.contains(end, month: month) .& .!live.failed
      guard any(now) else { continue }
      let tuning = terms.tuning(share: share, weeks: weeks, market: market, month: month)
      let bill = Lanes(repeating: 0).replacing(with: tuning, where: now)
      retraining[month] += bill
      retrainingSum += bill
    }
  }

  /// Pays the second attempt in the month in which it ends; at the start if it takes no time.
  func bookRetry(_ retry: Retry, terms: ProjectTerms, live: LiveMonths, market: Market) {
    guard any(live.retries) else { return }
    let runs = terms.paidRuns(retry.runs)
    let work = terms.dataAndLabour(share: retry.relabelShare, weeks: retry.weeks)
    let atStart = (work + runs * terms.run.costAtStart(market))
      .replacing(with: 0, where: .!(live.retries .& (live.delay .<= 0)))
    upfront += atStart
    paidAtStart += atStart
    for month in 1...fixed.months {
      let now = live.retries .& LiveMonths.contains(live.delay, month: month)
      guard any(now) else { continue }
      let bill = work + runs * terms.run.cost(market, month: month)
      fixed[month] += Lanes(repeating: 0).replacing(with: bill, where: now)
    }
  }

  /// Pays for leaving in the month in which another option takes over, and at the horizon if asked.
  func bookExit(_ exit: Exit, terms: ProjectTerms, live: LiveMonths, trials: EightTrials) {
    let cost = trials.value(exit.cost) + trials.value(exit.weeks) * terms.weeklyRate
    for month in 1...fixed.months {
      var leaves = LiveMonths.contains(live.retirement, month: month)
      if exit.atHorizon, month == fixed.months { leaves = leaves .| .!live.isRetired(month) }
      // What never went live is not left.
      leaves = leaves .& live.mask(month)
      fixed[month] += Lanes(repeating: 0).replacing(with: cost, where: leaves)
    }
  }

  /// Moves the option's serving to cheaper models as they appear.
  func move(
    _ succession: Succession, of pricing: PerToken, demand: Demand, share: Lanes,
    live: LiveMonths, market: Market
  ) {
    let trials = market.trials
    let terms = ProjectTerms(project.value, trials: trials)
    let porting = trials.value(succession.movingCost)
    let moves = Moves(
      succession: succession,
      intervals: EventValues(parameter: succession.everyMonths, column: columns.releases),
      ratios: EventValues(parameter: succession.priceRatio, column: columns.priceRatios))
    moves.apply(
      to: serving, demand: demand, extra: trials.value(pricing.extraPerRequest), share: share,
      live: live, trials: trials
    ) { month in
      porting
        + terms.tuning(
          share: succession.retuneShare, weeks: succession.weeks, market: market, month: month)
    }
  }

  func bookNamedCosts(
    _ costs: [NamedCost], demand: Demand, live: LiveMonths, trials: EightTrials
  ) {
    let zero = Lanes(repeating: 0)
    for cost in costs {
      switch cost.schedule {
      case .once(let amount, let atMonth):
        let amount = trials.value(amount)
        let due = trials.value(atMonth)
        let atStart = zero.replacing(with: amount, where: due .<= 0)
        upfront += atStart
        paidAtStart += atStart
        for month in 1...fixed.months {
          let now = LiveMonths.contains(due, month: month)
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
