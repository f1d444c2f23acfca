// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// The months in which a cumulative saving crosses 0 from below.
///
/// A crossing inside month m lies at m − 1 + (−cum_{m−1}) / (cum_m − cum_{m−1}): the saving is spread
/// evenly over its month.
struct Crossing {
  private var month = Lanes(repeating: .infinity)
  private var before = Lanes(repeating: 0)
  private var saving = Lanes(repeating: 1)

  /// Remembers a crossing in `month` for the trials of `mask`.
  @inline(__always)
  mutating func record(_ mask: LaneMask, month: Int, before: Lanes, saving: Lanes) {
    self.month.replace(with: Double(month), where: mask)
    self.before.replace(with: before, where: mask)
    self.saving.replace(with: saving, where: mask)
  }

  /// Share of the crossing's month that had passed.
  var fraction: Lanes { -before / saving }

  /// Months from the start; infinite where nothing was recorded.
  var time: Lanes { month - 1 + fraction }
}

extension Outcome {
  /// The first month the cumulative saving reaches 0: 0 when nothing was paid upfront.
  ///
  /// - Parameter savings: the savings of the months, discounted or not.
  func firstPayback(_ savings: MonthSeries) -> Lanes {
    var (paid, due, time) = (paidAtStart, investment, Lanes.zero)
    bk_payback(&time, savings.months, savings.base, &paid, &due)
    return time
  }

  /// The last up-crossing after which the cumulative saving stays at or above 0 to the horizon.
  ///
  /// It differs from first payback where a retraining bill pushes the line under again.
  var sustainedPayback: Lanes {
    var crossing = Crossing()
    var cumulative = -paidAtStart
    var everBelow = cumulative .< 0
    for month in 1...savings.monthly.months {
      let next = cumulative + savings.monthly[month]
      let rises = (cumulative .< 0) .& (next .>= 0)
      if any(rises) {
        crossing.record(rises, month: month, before: cumulative, saving: savings.monthly[month])
      }
      everBelow = everBelow .| (next .< 0)
      cumulative = next
    }
    return crossing.time
      .replacing(with: 0, where: .!everBelow)
      .replacing(with: .infinity, where: cumulative .< 0)
  }

  /// Requests served until first payback; infinite where there is none.
  var paybackRequests: Lanes {
    let investment = self.investment
    var result = Lanes(repeating: .infinity).replacing(with: 0, where: investment .<= 0)
    var waiting = investment .> 0
    var cumulative = -paidAtStart
    var served = Lanes(repeating: 0)
    for month in 1...savings.monthly.months {
      let saving = savings.monthly[month]
      let next = cumulative + saving
      let volume = demand.starting * demand.ratio[month]
      let pays = waiting .& (next .>= 0)
      if any(pays) {
        result.replace(with: served - cumulative / saving * volume, where: pays)
        waiting = waiting .& .!pays
        if !any(waiting) { break }
      }
      served += volume
      cumulative = next
    }
    return result
  }

  /// The deepest the cumulative saving falls below 0, from the start to the horizon.
  var peakExposure: Lanes {
    var cumulative = -paidAtStart
    var lowest = pointwiseMin(cumulative, Lanes(repeating: 0))
    for month in 1...savings.monthly.months {
      cumulative += savings.monthly[month]
      lowest = pointwiseMin(lowest, cumulative)
    }
    return 0 - lowest
  }
}
