// SPDX-License-Identifier: GPL-3.0-or-later

/// The requests of eight trials.
final class Demand {
  /// V_0, requests per month at the start.
  var starting = Lanes(repeating: 0)
  /// V_m / V_0.
  let ratio: MonthSeries
  /// Σ V_m / V_0.
  var ratioSum = Lanes(repeating: 0)

  init(months: Int) { ratio = MonthSeries(months: months) }

  deinit { ratio.deallocate() }
}

/// What all options of eight trials share: the draws and the price paths.
///
/// A class, as `Demand` is: passed from option to option, a struct would be copied each time.
final class Market {
  var trials: EightTrials {
    didSet { lastDecline = nil }
  }
  let paths: [MonthSeries]
  let definitions: [PricePath]
  /// The factor of each of the model's price changes.
  let priceChanges: [MonthSeries]
  /// The decline asked for last in these trials, and its factor.
  private var lastDecline: (perYear: Parameter, perMonth: Lanes)?

  init(
    trials: EightTrials, paths: [MonthSeries], definitions: [PricePath],
    priceChanges: [MonthSeries]
  ) {
    self.trials = trials
    self.paths = paths
    self.definitions = definitions
    self.priceChanges = priceChanges
  }

  /// The factor that, applied once a month, makes a decline by a share per year; options often share it.
  func monthlyFactor(ofDecline perYear: Parameter) -> Lanes {
    if let lastDecline, lastDecline.perYear == perYear { return lastDecline.perMonth }
    let factor = exponential(logarithm(1 - trials.value(perYear)) / 12)
    lastDecline = (perYear, factor)
    return factor
  }

  /// The price at the start, before any month has passed.
  func price(_ price: MonthlyPrice) -> Lanes {
    switch price {
    case .level(let parameter): trials.value(parameter)
    case .path(let index): trials.value(definitions[index].start)
    }
  }

  /// The price in a month.
  func price(_ price: MonthlyPrice, month: Int) -> Lanes {
    switch price {
    case .level(let parameter): trials.value(parameter)
    case .path(let index): paths[index][month]
    }
  }
}
