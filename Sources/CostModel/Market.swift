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
  var trials: EightTrials
  let paths: [MonthSeries]
  let definitions: [PricePath]
  /// The factor of each of the model's price changes.
  let priceChanges: [MonthSeries]

  init(
    trials: EightTrials, paths: [MonthSeries], definitions: [PricePath],
    priceChanges: [MonthSeries]
  ) {
    self.trials = trials
    self.paths = paths
    self.definitions = definitions
    self.priceChanges = priceChanges
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
