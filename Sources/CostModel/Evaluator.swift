// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// Runs a cost model over draws, eight trials at a time, without allocating.
///
/// It holds the scratch of one thread: make one for each.
public final class Evaluator {
  /// The model it runs.
  public let model: CostModel
  private let columns: [OutputColumn]
  // Parts of the model by themselves: reading them through the model would copy all of it.
  private let workload: Workload
  private let pricePaths: [PricePath]
  private let priceChanges: [PriceChanges]
  private let baselineIndex: Int

  /// What follows from the inputs of trials, computed for many of them before their months.
  private let table = TermTable()
  private let workloadTerms: Workload.Terms
  private let pathTerms: [PricePath.Terms]
  /// ln(1 + r) / 12.
  private let discountPerMonth: Term

  private let demand: Demand
  private let discount: MonthSeries
  private let savings: Savings
  private let paths: [MonthSeries]
  private let changeFactors: [MonthSeries]
  private let ledgers: [Ledger]
  /// The options in the order in which serving is evaluated: what takes over from another comes before it.
  private let servingOrder: [Booking]
  /// All options but the baseline, in the order of the model.
  private let alternatives: [Booking]
  private let baseline: Ledger
  /// The option that takes over from each at its end of life.
  private let successors: [Int?]
  private let shocks: ShockColumns
  private let eventCount: Int
  private let isNonlinear: Bool
  private let keepsRatioSum: Bool
  /// The market of the trials booked last, for the next ones.
  private var lastMarket: Market?

  /// An evaluator that writes `columns`.
  public init(_ model: CostModel, columns: [OutputColumn]) {
    self.model = model
    self.columns = columns
    workload = model.workload
    pricePaths = model.pricePaths
    priceChanges = model.priceChanges
    eventCount = model.shockCount
    baselineIndex = model.baseline
    let table = table
    workloadTerms = Workload.Terms(workload, table: table)
    pathTerms = pricePaths.map { PricePath.Terms($0, table: table) }
    discountPerMonth = logarithm(1 + table.term(model.discountRate)) / 12
    let months = model.horizonMonths
    demand = Demand(months: months)
    discount = MonthSeries(months: months)
    let metrics = Set(columns.map(\.metric))
    isNonlinear = model.isNonlinear
    savings = Savings(
      metrics: isNonlinear ? metrics.subtracting([.crossoverRequestsPerMonth]) : metrics)
    keepsRatioSum = metrics.contains(.costPer1kRequests)
    paths = model.pricePaths.map { _ in MonthSeries(months: months) }
    changeFactors = model.priceChanges.map { _ in MonthSeries(months: months) }
    for factor in changeFactors { factor.fill(.one) }
    successors = model.options.map { option in
      if case .fallBack(let target) = option.endOfLife?.action { target } else { nil }
    }
    let shocks = ShockColumns(model)
    self.shocks = shocks
    let readByOthers = Set(successors.compactMap { $0 } + [model.baseline])
    ledgers = model.options.indices.map {
      Ledger(
        model.options[$0], of: model, columns: shocks.renewals[$0], table: table,
        keepsParts: !metrics.isDisjoint(with: [
          .crossoverRequestsPerMonth, .servingCost, .retrainingCost,
        ]),
        isReadByOthers: readByOthers.contains($0))
    }
    baseline = ledgers[model.baseline]
    servingOrder = model.fallBackOrder.map { [ledgers, successors] index in
      Booking(index, ledgers[index], successor: successors[index].map { ledgers[$0].serving })
    }
    alternatives = model.options.indices.filter { $0 != model.baseline }
      .map { [ledgers] in Booking($0, ledgers[$0], successor: nil) }
    if let rate = discountPerMonth.constant { writeDiscount(Lanes(repeating: rate)) }
  }

  deinit {
    ([discount] + paths + changeFactors).forEach { $0.deallocate() }
  }

  /// Evaluates `count` trials and writes output column `c` to `outputs[c]`.
  ///
  /// - Parameter pastCaches: whether the outputs are read so much later that they need not stay in the caches;
  ///   if so they begin at multiples of 64 bytes.
  /// - Returns: the first trial of the block, and the option, whose cost is not a finite number;
  ///   nil when all are. Input columns must hold `count` rounded up to a multiple of eight.
  public func evaluate(
    _ draws: Draws, count: Int, into outputs: [UnsafeMutablePointer<Double>],
    pastCaches: Bool = false
  ) -> (trial: Int, option: Int)? {
    defer { if pastCaches { bk_end_writes_past_caches() } }
    var start = 0
    for offset in stride(from: 0, to: count, by: Lanes.scalarCount) {
      let valid = min(Lanes.scalarCount, count - offset)
      if offset % TermTable.mostTrials == 0 {
        start = offset
        let rest = (count - start + Lanes.scalarCount - 1) & -Lanes.scalarCount
        table.evaluate(draws, offset: start, count: min(rest, TermTable.mostTrials))
      }
      let trials = EightTrials(draws, offset: offset, table: table, start: start)
      book(trials)
      if let fault = firstFault(valid: valid) { return (offset + fault.lane, fault.option) }
      writeOutcomes(outputs, trials: trials, valid: valid, pastCaches: pastCaches)
    }
    return nil
  }

  /// Books the eight trials that begin at `offset`, for a look at their months.
  ///
  /// - Parameter options: those that will be looked at; all of them when nil. The baseline and
  ///   whatever takes over from one of them are booked as well.
  public func book(_ draws: Draws, offset: Int, options: Set<Int>? = nil) {
    table.evaluate(draws, offset: offset, count: Lanes.scalarCount)
    let trials = EightTrials(draws, offset: offset, table: table, start: offset)
    for ledger in ledgers { ledger.keepParts() }
    book(trials, options: options.map(withNeeded))
  }

  private func withNeeded(_ options: Set<Int>) -> Set<Int> {
    var needed = options.union([baselineIndex])
    for booking in servingOrder.reversed() where needed.contains(booking.option) {
      if let successor = successors[booking.option] { needed.insert(successor) }
    }
    return needed
  }

  private func book(_ trials: EightTrials, options: Set<Int>? = nil) {
    demand.starting = trials.value(workloadTerms.starting)
    writeDemand(trials)
    for (index, path) in pricePaths.enumerated() {
      path.write(
        into: paths[index], terms: pathTerms[index], trials: trials, shocks: shocks.paths[index])
    }
    for (index, changes) in priceChanges.enumerated() {
      guard let arrival = shocks.changes[index] else { continue }
      changes.write(
        into: changeFactors[index], trials: trials, arrivals: arrival.arrivals,
        sizes: arrival.sizes, mostEvents: eventCount)
    }
    if discountPerMonth.constant == nil { writeDiscount(trials.value(discountPerMonth)) }
    bookOptions(market(trials), options)
  }

  private func market(_ trials: EightTrials) -> Market {
    if let market = lastMarket {
      market.trials = trials
      return market
    }
    let market = Market(
      trials: trials, paths: paths, definitions: pricePaths, priceChanges: changeFactors)
    lastMarket = market
    return market
  }

  private func writeDemand(_ trials: EightTrials) {
    workload.writeRatio(
      into: demand.ratio, starting: demand.starting, terms: workloadTerms, trials: trials,
      shocks: shocks.volume)
    if keepsRatioSum { demand.ratioSum = demand.ratio.sum() }
  }

  private func bookOptions(_ market: Market, _ options: Set<Int>? = nil) {
    for booking in servingOrder where options?.contains(booking.option) ?? true {
      booking.evaluateServing(demand, market)
    }
    baseline.book(demand, against: baseline, market: market, discount: nil)
    let discount = savings.areSumsAlone ? discount : nil
    for booking in alternatives where options?.contains(booking.option) ?? true {
      booking.book(demand, against: baseline, market, discount: discount)
    }
  }

  /// The crossover volume by search, where capacity steps forbid the closed form.
  private func searchCrossover(_ option: Int, trials: EightTrials) -> Lanes {
    let market = market(trials)
    let starting = demand.starting
    let needed = withNeeded([option])
    let volume = CrossoverSearch.volume(near: starting) { volume in
      demand.starting = volume
      // Only a cap makes the shape of the months depend on the volume.
      if workload.cap != nil { writeDemand(trials) }
      bookOptions(market, needed)
      let outcome = self.outcome(option)
      outcome.writeSavings()
      return outcome.value(.npv)
    }
    demand.starting = starting
    if workload.cap != nil { writeDemand(trials) }
    bookOptions(market, needed)
    outcome(option).writeSavings()
    return volume
  }

  private func writeDiscount(_ perMonth: Lanes) {
    for month in 1...discount.months { discount[month] = perMonth * -Double(month) }
    discount.exponentiate()
  }

  private func firstFault(valid: Int) -> (lane: Int, option: Int)? {
    for (index, ledger) in ledgers.enumerated() {
      let total = ledger.paidAtStart + ledger.totalSum
      let finite = (total - total) .== 0
      if all(finite) { continue }
      for lane in 0..<valid where !finite[lane] { return (lane, index) }
    }
    return nil
  }

  private func outcome(_ option: Int) -> Outcome {
    Outcome(
      option: ledgers[option], baseline: baseline, demand: demand,
      discount: discount, savings: savings)
  }

  private func writeOutcomes(
    _ outputs: [UnsafeMutablePointer<Double>], trials: EightTrials, valid: Int, pastCaches: Bool
  ) {
    var current = -1
    var hasSavings = false
    var outcome = self.outcome(baselineIndex)
    for (index, column) in columns.enumerated() {
      if column.option != current {
        current = column.option
        outcome = self.outcome(current)
        hasSavings = false
      }
      if column.metric.readsSavings, !hasSavings {
        outcome.writeSavings()
        hasSavings = true
      }
      var lanes: Lanes
      if column.metric == .crossoverRequestsPerMonth, isNonlinear {
        lanes = searchCrossover(current, trials: trials)
        outcome = self.outcome(current)
        hasSavings = true
      } else {
        lanes = outcome.value(column.metric)
      }
      if column.metric == .regret { lanes -= cheapestTotal() }
      store(lanes, to: outputs[index] + trials.offset, valid: valid, pastCaches: pastCaches)
    }
  }

  private func cheapestTotal() -> Lanes {
    var least = Lanes(repeating: .infinity)
    for ledger in ledgers { least = lesser(least, ledger.paidAtStart + ledger.totalSum) }
    return least
  }

  private func store(
    _ lanes: Lanes, to output: UnsafeMutablePointer<Double>, valid: Int, pastCaches: Bool
  ) {
    if valid == Lanes.scalarCount {
      if pastCaches {
        withUnsafeBytes(of: lanes) { bk_write_past_caches(output, $0.baseAddress) }
      } else {
        UnsafeMutableRawPointer(output).storeBytes(of: lanes, as: Lanes.self)
      }
    } else {
      for lane in 0..<valid { output[lane] = lanes[lane] }
    }
  }
}

/// An option to be booked; the evaluator holds what it looks at.
///
/// Without counting references: for eight trials that takes as long as booking some of their months.
private struct Booking {
  let option: Int
  private let ledger: Unmanaged<Ledger>
  /// What takes over at the end of life.
  private let successor: Unmanaged<ServingCost>?

  init(_ option: Int, _ ledger: Ledger, successor: ServingCost?) {
    self.option = option
    self.ledger = .passUnretained(ledger)
    self.successor = successor.map(Unmanaged.passUnretained)
  }

  func evaluateServing(_ demand: Demand, _ market: Market) {
    ledger._withUnsafeGuaranteedRef { ledger in
      if let successor {
        successor._withUnsafeGuaranteedRef {
          ledger.evaluateServing(demand, successor: $0, market: market)
        }
      } else {
        ledger.evaluateServing(demand, successor: nil, market: market)
      }
    }
  }

  func book(
    _ demand: Demand, against baseline: Ledger, _ market: Market, discount: MonthSeries?
  ) {
    ledger._withUnsafeGuaranteedRef {
      $0.book(demand, against: baseline, market: market, discount: discount)
    }
  }
}

// MARK: A look at the months

extension Evaluator {
  /// One of a trial's monthly amounts.
  public enum Series: Sendable, Hashable {
    /// Requests in the month.
    case volume
    /// Price path number `i`.
    case price(Int)
    /// What the price changes number `i` multiply a list price by.
    case priceFactor(Int)
    /// All an option pays in the month.
    case cost(option: Int)
    /// What an option pays to retrain.
    case retraining(option: Int)
    /// −U + Σ S up to the month.
    case cumulativeSaving(option: Int)
  }

  /// Calls `body` with months 0 to the horizon of a series of the eight trials booked last.
  ///
  /// Month 0 holds what is paid or drawn before the first month: the starting volume, the start of a
  /// price, the upfront cost, its negative for the cumulative saving.
  public func forEachMonth(_ series: Series, _ body: (_ month: Int, _ value: Lanes) -> Void) {
    let months = 1...model.horizonMonths
    switch series {
    case .volume:
      body(0, demand.starting)
      for month in months { body(month, demand.starting * demand.ratio[month]) }
    case .price(let index):
      for month in months { body(month, paths[index][month]) }
    case .priceFactor(let index):
      body(0, Lanes(repeating: 1))
      for month in months { body(month, changeFactors[index][month]) }
    case .cost(let option):
      body(0, ledgers[option].paidAtStart)
      for month in months { body(month, ledgers[option].total[month]) }
    case .retraining(let option):
      for month in months { body(month, ledgers[option].retraining[month]) }
    case .cumulativeSaving(let option):
      let outcome = self.outcome(option)
      var cumulative = -outcome.paidAtStart
      body(0, cumulative)
      for month in months {
        cumulative += outcome.baseline.total[month] - outcome.option.total[month]
        body(month, cumulative)
      }
    }
  }
}
