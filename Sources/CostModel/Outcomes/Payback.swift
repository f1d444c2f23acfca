// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// Where the cumulative saving crosses 0, and how far below it falls.
///
/// A crossing inside month m lies at m − 1 + (−cum_{m−1}) / (cum_m − cum_{m−1}): the saving is spread evenly
/// over its month.
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
    var (paid, time) = (paidAtStart, Lanes.zero)
    bk_sustained_payback(&time, savings.monthly.months, savings.monthly.base, &paid)
    return time
  }

  /// Requests served until first payback; infinite where there is none.
  var paybackRequests: Lanes {
    var (paid, due, starting) = (paidAtStart, investment, demand.starting)
    var requests = Lanes.zero
    bk_payback_requests(
      &requests, savings.monthly.months, savings.monthly.base, &paid, &due, demand.ratio.base,
      &starting)
    return requests
  }

  /// The deepest the cumulative saving falls below 0, from the start to the horizon.
  var peakExposure: Lanes {
    var (paid, exposure) = (paidAtStart, Lanes.zero)
    bk_peak_exposure(&exposure, savings.monthly.months, savings.monthly.base, &paid)
    return exposure
  }
}
