// SPDX-License-Identifier: GPL-3.0-or-later

/// How an option answers requests, and what that costs.
public enum Serving: Sendable, Hashable {
  /// Tokens in and out at a provider's prices.
  case perToken(PerToken)
  /// An amount per month, per request, or both.
  case fixed(FixedCost)
}

/// What serving costs eight trials: an amount per request in each month, and an amount per month.
struct ServingCost {
  /// Cost per request, u_m.
  let perRequest: MonthSeries
  /// Cost per month whatever the volume.
  var perMonth = Lanes(repeating: 0)
  /// Cost per request before the first month: no price has moved yet.
  var perRequestAtStart = Lanes(repeating: 0)

  init(months: Int) { perRequest = MonthSeries(months: months) }

  func deallocate() { perRequest.deallocate() }

  mutating func evaluate(_ serving: Serving, trials: EightTrials) {
    switch serving {
    case .perToken(let pricing):
      perMonth = .zero
      perRequestAtStart = pricing.write(into: perRequest, trials: trials)
    case .fixed(let cost):
      perMonth = trials.value(cost.perMonth)
      perRequestAtStart = trials.value(cost.perRequest)
      perRequest.fill(perRequestAtStart)
    }
  }
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
