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
  func bookProject(_ trials: EightTrials) {
    upfront = trials.value(project.upfront)
    paidAtStart = upfront
    guard spendsUntilLive else { return }
    // In equal parts at the end of each month that begins before the option is live.
    let delay = trials.value(live.planned)
    let whole = flooredNonNegative(delay)
    let parts = whole.replacing(with: whole + 1, where: whole .< delay)
    paidAtStart = upfront.replacing(with: 0, where: parts .> 0)
    let part = (upfront / parts).replacing(with: 0, where: parts .== 0)
    for month in 1...fixed.months {
      fixed[month] += part.replacing(with: 0, where: parts .< Double(month))
    }
  }

  func bookRetraining(_ bill: RetrainingBill, market: Market) {
    let trials = market.trials
    var sum = Lanes.zero
    var amounts = amounts(of: bill, market: market)
    if let source = columns.retraining {
      eventCounts.countEvents(
        after: trials.value(live.delay), intervals: source, trials: trials)
      bk_bill_events(retraining.base, total.months, eventCounts.base, &amounts, &sum)
    } else {
      bk_bill_recurring(
        retraining.base, total.months, trials.pointer(live.delay), trials.pointer(bill.interval),
        &amounts, &sum)
    }
    retrainingSum = sum
  }

  /// Where the kernels find what a retraining costs.
  func amounts(of bill: RetrainingBill, market: Market) -> bk_bill {
    let trials = market.trials
    return bk_bill(
      amount: trials.pointer(bill.perEvent), runs: trials.pointer(bill.runs),
      hours: trials.pointer(bill.hours), price: bill.pricePath.map { market.paths[$0].base },
      setup: trials.pointer(bill.setup), last: trials.pointer(live.last))
  }

  /// Pays the new tuning in the month that holds the end of life.
  func bookRetuning(share: Parameter, weeks: Parameter, market: Market) {
    guard let end = endOfLife.map({ market.trials.value($0.atMonth) }) else { return }
    let live = LiveMonths(live, market.trials)
    for month in 1...retraining.months {
      let now = LiveMonths.contains(end, month: month) .& .!live.failed
      guard any(now) else { continue }
      let tuning = project.tuning(share: share, weeks: weeks, market: market, month: month)
      let bill = Lanes(repeating: 0).replacing(with: tuning, where: now)
      retraining[month] += bill
      retrainingSum += bill
    }
  }

  /// Pays the second attempt in the month in which it ends; at the start if it takes no time.
  func bookRetry(_ retry: RetryBill, market: Market) {
    let trials = market.trials
    let live = LiveMonths(live, trials)
    guard any(live.retries) else { return }
    let (work, runs) = (trials.value(retry.work), trials.value(retry.runs))
    let atStart = trials.value(retry.atStart)
      .replacing(with: 0, where: .!(live.retries .& (live.delay .<= 0)))
    upfront += atStart
    paidAtStart += atStart
    for month in 1...fixed.months {
      let now = live.retries .& LiveMonths.contains(live.delay, month: month)
      guard any(now) else { continue }
      let bill = work + runs * project.run.cost(market, month: month)
      fixed[month] += Lanes(repeating: 0).replacing(with: bill, where: now)
    }
  }

  /// Pays for leaving in the month in which another option takes over, and at the horizon if asked.
  func bookExit(_ exit: Exit, trials: EightTrials) {
    let live = LiveMonths(live, trials)
    let cost =
      trials.value(exit.cost) + trials.value(exit.weeks) * trials.value(project.weeklyRate)
    for month in 1...fixed.months {
      var leaves = LiveMonths.contains(live.retirement, month: month)
      if exit.atHorizon, month == fixed.months { leaves = leaves .| .!live.isRetired(month) }
      // What never went live is not left.
      leaves = leaves .& live.mask(month)
      fixed[month] += Lanes(repeating: 0).replacing(with: cost, where: leaves)
    }
  }

  /// Moves the option's serving to cheaper models as they appear.
  func move(_ succession: Succession, demand: Demand, share: Term, market: Market) {
    let trials = market.trials
    let porting = trials.value(succession.movingCost)
    let moves = Moves(
      succession: succession,
      intervals: EventValues(parameter: succession.everyMonths, column: columns.releases),
      ratios: EventValues(parameter: succession.priceRatio, column: columns.priceRatios))
    moves.apply(
      to: serving, demand: demand, extra: trials.value(extraPerRequest), share: trials.value(share),
      live: LiveMonths(live, trials), trials: trials
    ) { month in
      porting
        + project.tuning(
          share: succession.retuneShare, weeks: succession.weeks, market: market, month: month)
    }
  }

  func bookNamedCosts(_ costs: [NamedCost], demand: Demand, trials: EightTrials) {
    guard !costs.isEmpty else { return }
    let live = LiveMonths(live, trials)
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
