// SPDX-License-Identifier: GPL-3.0-or-later

/// A list price that hardly ever moves, and then in a jump: a compound Poisson process.
///
/// ln F_m = Σ J_k over the changes with T_k ≤ m. The times T_k follow each other at exponential
/// intervals of mean 12 / λ months; each size J_k is drawn anew (Cont and Tankov, "Financial Modelling
/// with Jump Processes", 2004, section 3.2).
public struct PriceChanges: Sendable, Hashable {
  /// λ, the expected changes per year, 0 to `mostPerYear`.
  public var perYear: Parameter
  /// J, the change of the price's logarithm; an input is drawn anew for each change.
  public var logSize: Parameter

  /// Most changes per year.
  ///
  /// With it, more changes than `CostModel.shockCount` has room for come in less than 1 of 10¹⁵
  /// trials.
  public static let mostPerYear = 4.0

  /// Changes of `logSize` that come `perYear` times a year.
  public init(perYear: Parameter, logSize: Parameter) {
    self.perYear = perYear
    self.logSize = logSize
  }

  /// Writes F_m into `path`.
  ///
  /// - Parameter arrivals: the column of uniforms that the intervals come from.
  func write(
    into path: MonthSeries, trials: EightTrials, arrivals: Int, sizes: EventValues, mostEvents: Int
  ) {
    // No changes give an infinite interval, whatever is drawn.
    let mean = 12 / trials.value(perYear)
    func interval(_ event: Int) -> Lanes {
      (mean * -logarithm(trials.shock(arrivals, month: event)))
        .replacing(with: .infinity, where: .!(mean .< .infinity))
    }
    path.fill(.zero)
    var event = 1
    var time = interval(event)
    while event < mostEvents, any(time .<= Double(path.months)) {
      let size = sizes.value(event, trials)
      for month in 1...path.months {
        path[month] += Lanes(repeating: 0).replacing(with: size, where: time .<= Double(month))
      }
      event += 1
      time += interval(event)
    }
    path.exponentiate()
  }
}

/// A number for each of a run of events: the same for all of a trial, or drawn anew for each.
struct EventValues: Sendable {
  let parameter: Parameter
  /// The column of shocks with a number for each event; nil where all share one.
  let column: Int?

  /// The number of event 1, 2, … in eight trials.
  func value(_ event: Int, _ trials: EightTrials) -> Lanes {
    guard let column else { return trials.value(parameter) }
    return trials.shock(column, month: event)
  }
}
