// SPDX-License-Identifier: GPL-3.0-or-later

/// Requests per month over the horizon.
///
/// V_m = V_{m−1} · exp(ln(1 + g) − s²/2 + s·e_m) with V_0 the starting volume and e_m standard normal,
/// so that E[V_m] = E[V_0] · E[(1 + g)^m]. Month 1 has one step of growth and one shock already.
public struct Workload: Sendable, Hashable {
  /// V_0, requests per month at the start.
  public var requestsPerMonth: Parameter
  /// g, the relative growth per month, above −1.
  public var growthPerMonth: Parameter
  /// s, the standard deviation of the logarithm of a month's volume; 0 for none.
  public var volatilityPerMonth: Parameter

  /// A workload that grows by `growthPerMonth` with noise of `volatilityPerMonth`.
  public init(
    requestsPerMonth: Parameter, growthPerMonth: Parameter = 0, volatilityPerMonth: Parameter = 0
  ) {
    self.requestsPerMonth = requestsPerMonth
    self.growthPerMonth = growthPerMonth
    self.volatilityPerMonth = volatilityPerMonth
  }

  /// Whether months differ by chance, and shocks are needed.
  public var isStochastic: Bool { volatilityPerMonth != .constant(0) }

  /// Writes V_m / V_0 into `path`.
  ///
  /// The ratio rather than the volume: everything that is proportional to volume is proportional to
  /// V_0, which is what gives the crossover volume in closed form.
  func writeRatio(into path: MonthSeries, trials: EightTrials, shocks: Int?) {
    let volatility = trials.value(volatilityPerMonth)
    let step = logarithm(1 + trials.value(growthPerMonth)) - volatility * volatility * 0.5
    var level = Lanes(repeating: 0)
    if let shocks {
      for month in 1...path.months {
        level += step + volatility * trials.shock(shocks, month: month)
        path[month] = level
      }
    } else {
      for month in 1...path.months {
        level += step
        path[month] = level
      }
    }
    path.exponentiate()
  }
}
