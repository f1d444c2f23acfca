// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// What a request costs by the token, u_m, in every month.
struct TokenPrice {
  /// u at the start.
  let atStart: Term
  private let months: Months
  /// What each request costs besides the model; nil for nothing.
  private let extra: Term?
  private let priceChanges: Int?

  /// The months, before rare price changes and what is extra.
  private enum Months {
    case level(Term)
    /// Times a factor from month to month.
    case decline(from: Term, factor: Term)
    /// A term for each: the prompt grows, or prices change at known times.
    case each([Term])
  }

  init(_ pricing: PerToken, months: Int, table: TermTable) {
    let prompt = table.term(pricing.promptTokens)
    let discount = 1 - table.term(pricing.batchShare) * table.term(pricing.batchDiscount)
    let scale = discount * table.term(pricing.callsPerRequest) / 1e6
    var prices = PricesInForce(pricing, table)
    let first = pricing.perCall(prompt: prompt, prices: prices) * scale
    let hasDecline = pricing.priceDeclinePerYear != .constant(0)
    let decline =
      hasDecline
      ? exponential(logarithm(1 - table.term(pricing.priceDeclinePerYear)) / 12) : table.constant(1)
    if pricing.promptGrowthPerMonth != .constant(0) || !pricing.datedPrices.isEmpty {
      let growth = 1 + table.term(pricing.promptGrowthPerMonth)
      var (longer, factor) = (prompt, scale)
      self.months = .each(
        (1...months).map { month in
          longer *= growth
          factor *= decline
          prices.advance(to: month, pricing.datedPrices)
          return pricing.perCall(prompt: longer, prices: prices) * factor
        })
    } else {
      self.months = hasDecline ? .decline(from: first, factor: decline) : .level(first)
    }
    let extra = table.term(pricing.extraPerRequest)
    self.extra = pricing.extraPerRequest == .constant(0) ? nil : extra
    priceChanges = pricing.priceChanges
    atStart = first + extra
  }

  /// u at the start and what it is multiplied by each month, where that is all there is to its months.
  var steady: (start: Term, factor: Term)? {
    guard extra == nil, priceChanges == nil else { return nil }
    return switch months {
    case .level(let price): (price, price.table.constant(1))
    case .decline(let start, let factor): (start, factor)
    case .each: nil
    }
  }

  /// Writes u_m into `series`.
  func write(into series: MonthSeries, market: Market) {
    let trials = market.trials
    switch months {
    case .level(let price): series.fill(trials.value(price))
    case .decline(let start, let factor):
      bk_decline(series.base, series.months, trials.pointer(start), trials.pointer(factor))
    case .each(let prices):
      for month in 1...series.months { series[month] = trials.value(prices[month - 1]) }
    }
    if let priceChanges {
      let factor = market.priceChanges[priceChanges]
      for month in 1...series.months { series[month] *= factor[month] }
    }
    if let extra {
      let extra = trials.value(extra)
      for month in 1...series.months { series[month] += extra }
    }
  }
}

extension PerToken {
  /// (I − h·C)·p_in + h·C·p_cached + O·p_out for a prompt of I tokens.
  fileprivate func perCall(prompt: Term, prices: PricesInForce) -> Term {
    let cost = prompt * prices.input + prompt.table.term(outputTokens) * prices.output
    guard let cache else { return cost }
    return cost - cache.expectedTokens(ofPrompt: prompt) * (prices.input - prices.cached)
  }
}

/// The prices of 10⁶ tokens in one month.
private struct PricesInForce {
  private(set) var input: Term
  private(set) var cached: Term
  private(set) var output: Term
  /// How many of the dated prices have come into force.
  private var passed = 0

  init(_ pricing: PerToken, _ table: TermTable) {
    input = table.term(pricing.inputPerMtok)
    cached = pricing.cache.map { table.term($0.cachedInputPerMtok) } ?? input
    output = table.term(pricing.outputPerMtok)
  }

  mutating func advance(to month: Int, _ dated: [PerToken.DatedPrices]) {
    let table = input.table
    while passed < dated.count, dated[passed].fromMonth < Double(month) {
      input = table.term(dated[passed].inputPerMtok)
      output = table.term(dated[passed].outputPerMtok)
      if let price = dated[passed].cachedInputPerMtok { cached = table.term(price) }
      passed += 1
    }
  }
}
