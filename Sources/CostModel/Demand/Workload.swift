// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// Requests per month over the horizon.
///
/// V_m = V_{m−1} · exp(ln(1 + g) − s²/2 + s·e_m) with V_0 the starting volume and e_m standard normal,
/// so that E[V_m] = E[V_0] · E[(1 + g)^m]. Month 1 has one step of growth and one shock already. The
/// season's factor multiplies this level in its month, the cap limits what comes of it, and from the
/// month in which the demand ends there is none.
public struct Workload: Sendable, Hashable {
  /// V_0, requests per month at the start.
  public var requestsPerMonth: Parameter
  /// g, the relative growth per month, above −1.
  public var growthPerMonth: Parameter
  /// s, the standard deviation of the logarithm of a month's volume; 0 for none.
  public var volatilityPerMonth: Parameter

  /// Factors of the months of a year, from the month of the start on; empty for none.
  public var seasonality: [Parameter] = []
  /// Requests per month the volume cannot exceed; nil for no limit.
  public var cap: Parameter?
  /// Probability, each month, that the demand ends for good.
  public var cancellationPerMonth: Parameter = 0

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

  /// Whether the demand may end, and a uniform a month is needed.
  public var mayEnd: Bool { cancellationPerMonth != .constant(0) }

  /// What the demand of a trial follows from besides its shocks.
  struct Terms {
    /// V_0.
    let starting: Term
    /// What the logarithm of the volume grows by in a month in expectation.
    let step: Term
    let volatility: Term

    init(_ workload: Workload, table: TermTable) {
      starting = table.term(workload.requestsPerMonth)
      volatility = table.term(workload.volatilityPerMonth)
      step =
        logarithm(1 + table.term(workload.growthPerMonth)) - volatility * volatility * 0.5
    }
  }

  /// Writes V_m / V_0 into `path`, given V_0.
  ///
  /// The ratio rather than the volume: everything that is proportional to volume is proportional to
  /// V_0, which is what gives the crossover volume in closed form. A cap breaks the proportion.
  func writeRatio(
    into path: MonthSeries, starting: Lanes, terms: Terms, trials: EightTrials,
    shocks: ShockColumns
  ) {
    if let normal = shocks.normal {
      bk_walk(
        path.base, path.months, trials.shocks(normal), trials.draws.stride,
        trials.pointer(terms.step), trials.pointer(terms.volatility))
    } else {
      let step = trials.value(terms.step)
      var level = Lanes(repeating: 0)
      for month in 1...path.months {
        level += step
        path[month] = level
      }
    }
    path.exponentiate()
    if !seasonality.isEmpty {
      let factors = seasonality.map { trials.value($0) }
      for month in 1...path.months { path[month] *= factors[(month - 1) % factors.count] }
    }
    if let cap { limit(path, to: trials.value(cap), starting: starting) }
    if let uniform = shocks.cancellation { end(path, trials: trials, uniform: uniform) }
  }

  private func limit(_ path: MonthSeries, to cap: Lanes, starting: Lanes) {
    // Without requests at the start there is nothing to limit.
    let ratio = (cap / starting).replacing(with: .infinity, where: starting .<= 0)
    for month in 1...path.months { path[month] = lesser(path[month], ratio) }
  }

  private func end(_ path: MonthSeries, trials: EightTrials, uniform: Int) {
    let hazard = trials.value(cancellationPerMonth)
    var ended = hazard .< 0
    for month in 1...path.months {
      ended = ended .| (trials.shock(uniform, month: month) .< hazard)
      path[month].replace(with: 0, where: ended)
    }
  }

  /// Where the workload's shocks stand among the model's shock columns.
  struct ShockColumns: Sendable {
    /// Standard normals, one a month.
    let normal: Int?
    /// Uniforms that decide whether the demand ends.
    let cancellation: Int?
  }
}
