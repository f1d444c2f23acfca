// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// How an option answers requests, and what that costs.
public enum Serving: Sendable, Hashable {
  /// Tokens in and out at a provider's prices.
  case perToken(PerToken)
  /// Capacity of one's own, by the GPU-hour.
  case dedicated(Dedicated)
  /// An amount per month, per request, or both.
  case fixed(FixedCost)
}

/// The same as an evaluator holds it: behind references, since a copy for every eight trials costs more than
/// reading them.
enum ServingTerms {
  case perToken(Shared<TokenPrice>)
  case dedicated(Shared<Dedicated>)
  case fixed(FixedCost)

  init(_ serving: Serving, months: Int, table: TermTable) {
    self =
      switch serving {
      case .perToken(let pricing):
        .perToken(Shared(TokenPrice(pricing, months: months, table: table)))
      case .dedicated(let capacity): .dedicated(Shared(capacity))
      case .fixed(let cost): .fixed(cost)
      }
  }
}

/// A value that is read in place.
final class Shared<Value> {
  let value: Value
  init(_ value: Value) { self.value = value }
}

/// What serving costs eight trials: an amount per request in each month, and an amount per month.
///
/// A class, as `Demand` is, because copies of so many lanes cost more than what is done with them.
final class ServingCost {
  /// Cost per request, u_m.
  let perRequest: MonthSeries
  /// Cost per month that does not grow with each request; only meaningful when `hasStanding`.
  let standing: MonthSeries
  /// Whether there is a standing cost.
  private(set) var hasStanding = false
  /// Cost per request before the first month: no price has moved yet.
  private(set) var perRequestAtStart = Lanes(repeating: 0)

  init(months: Int) {
    perRequest = MonthSeries(months: months)
    standing = MonthSeries(months: months)
  }

  deinit {
    perRequest.deallocate()
    standing.deallocate()
  }

  /// - Parameter share: the share of requests that is served, which decides on capacity.
  func evaluate(_ serving: ServingTerms, demand: Demand, share: Term, market: Market) {
    let trials = market.trials
    // A successor may have left a standing cost here.
    if hasStanding { standing.fill(.zero) }
    switch serving {
    case .perToken(let price):
      perRequestAtStart = trials.value(price.value.atStart)
      price.value.write(into: perRequest, market: market)
    case .fixed(let cost):
      perRequestAtStart = trials.value(cost.perRequest)
      perRequest.fill(perRequestAtStart)
      guard cost.perMonth != .constant(0) else { return }
      let perMonth = trials.value(cost.perMonth)
      standing.fill(perMonth)
      spread(perMonth, over: demand)
    case .dedicated(let capacity):
      perRequestAtStart = .zero
      perRequest.fill(.zero)
      let atStart = capacity.value.write(
        into: standing, demand: demand, share: trials.value(share), market: market)
      spread(atStart, over: demand)
    }
  }

  /// The same where the months are not asked for.
  func evaluateAtStart(_ price: Lanes) { perRequestAtStart = price }

  /// Makes room for a standing cost.
  func openStanding() {
    guard !hasStanding else { return }
    hasStanding = true
    standing.fill(.zero)
  }

  /// Serves as `successor` does in the months after `end`.
  func replace(with successor: ServingCost, after end: Lanes) {
    if successor.hasStanding { openStanding() }
    for month in 1...perRequest.months {
      let isOver = end .< Double(month)
      guard any(isOver) else { continue }
      perRequest[month] = perRequest[month].replacing(
        with: successor.perRequest[month], where: isOver)
      if hasStanding {
        standing[month] = standing[month].replacing(
          with: successor.standing(month), where: isOver)
      }
    }
  }

  /// A standing cost counts in the cost of a request by the requests at the start.
  private func spread(_ standing: Lanes, over demand: Demand) {
    hasStanding = true
    perRequestAtStart += (standing / demand.starting).replacing(with: 0, where: standing .== 0)
  }

  /// Both series as the kernels take them.
  var series: bk_serving {
    bk_serving(per_request: perRequest.base, standing: hasStanding ? standing.base : nil)
  }

  /// The standing cost of a month.
  @inline(__always)
  func standing(_ month: Int) -> Lanes { hasStanding ? standing[month] : .zero }
}

/// A cost that is known as an amount.
public struct FixedCost: Sendable, Hashable {
  /// Amount per month, whatever the volume.
  public var perMonth: Parameter
  /// Amount per request.
  public var perRequest: Parameter

  /// An amount per month and an amount per request.
  public init(perMonth: Parameter = 0, perRequest: Parameter = 0) {
    self.perMonth = perMonth
    self.perRequest = perRequest
  }
}
