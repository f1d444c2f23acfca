// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// A price that moves from month to month: a first-order process in its logarithm.
///
/// ln S_m = ln S_{m−1} + κ (ln L − ln S_{m−1}) + μ + σ z_m + jump_m, with S_0 the start and z_m
/// standard normal. With μ = 0 it is the discrete Ornstein–Uhlenbeck process of commodity prices
/// (Schwartz, "The stochastic behavior of commodity prices", J. Finance 52(3), 1997, one-factor
/// model); with κ = 0 it is a random walk with drift.
public struct PricePath: Sendable, Hashable {
  /// S_0, the price at the start.
  public var start: Parameter
  /// L, the level the price returns to; the start when nil.
  public var longRun: Parameter?
  /// κ, the share of the log-distance to L closed each month, 0 to 1.
  public var reversion: Parameter
  /// μ, the expected change of the logarithm per month.
  public var drift: Parameter
  /// σ, the standard deviation of the logarithm's monthly change.
  public var volatility: Parameter
  /// Rare jumps of the logarithm, if any.
  public var jumps: Jumps?

  /// At most one jump a month, of normal size in the logarithm.
  public struct Jumps: Sendable, Hashable {
    /// Probability of a jump in a month.
    public var probability: Parameter
    /// Mean of a jump of the logarithm.
    public var logMean: Parameter
    /// Standard deviation of a jump of the logarithm.
    public var logSD: Parameter

    /// Jumps that come with `probability` a month.
    public init(probability: Parameter, logMean: Parameter, logSD: Parameter) {
      self.probability = probability
      self.logMean = logMean
      self.logSD = logSD
    }
  }

  /// A path from `start`; the defaults make it constant.
  public init(
    start: Parameter, longRun: Parameter? = nil, reversion: Parameter = 0, drift: Parameter = 0,
    volatility: Parameter = 0, jumps: Jumps? = nil
  ) {
    self.start = start
    self.longRun = longRun
    self.reversion = reversion
    self.drift = drift
    self.volatility = volatility
    self.jumps = jumps
  }

  /// Where the shocks of one path stand among the model's shock columns.
  struct ShockColumns: Sendable {
    /// Standard normals, one a month.
    let normal: Int
    /// Uniforms that decide on a jump, and standard normals for its size.
    let jump: (uniform: Int, normal: Int)?
  }

  /// What the path of a trial follows from besides its shocks.
  struct Terms {
    let start: Term
    let target: Term
    let keep: Term
    let drift: Term
    let volatility: Term

    init(_ path: PricePath, table: TermTable) {
      start = logarithm(table.term(path.start))
      target = path.longRun.map { logarithm(table.term($0)) } ?? start
      keep = 1 - table.term(path.reversion)
      drift = table.term(path.drift)
      volatility = table.term(path.volatility)
    }
  }

  /// Writes S_m into `path`.
  func write(
    into path: MonthSeries, terms: Terms, trials: EightTrials, shocks: ShockColumns
  ) {
    if let jumps, let columns = shocks.jump {
      let (target, keep) = (trials.value(terms.target), trials.value(terms.keep))
      let (drift, volatility) = (trials.value(terms.drift), trials.value(terms.volatility))
      // The distance to the target rather than the level: exactly 0 when nothing moves.
      var distance = trials.value(terms.start) - target
      for month in 1...path.months {
        distance = keep * distance + drift + volatility * trials.shock(shocks.normal, month: month)
        let size =
          trials.value(jumps.logMean)
          + trials.value(jumps.logSD) * trials.shock(columns.normal, month: month)
        let happens =
          trials.shock(columns.uniform, month: month) .< trials.value(jumps.probability)
        distance.replace(with: distance + size, where: happens)
        path[month] = target + distance
      }
    } else {
      bk_revert(
        path.base, path.months, trials.shocks(shocks.normal), trials.draws.stride,
        trials.pointer(terms.start), trials.pointer(terms.target), trials.pointer(terms.keep),
        trials.pointer(terms.drift), trials.pointer(terms.volatility))
    }
    path.exponentiate()
  }
}
