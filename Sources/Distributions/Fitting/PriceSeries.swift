// SPDX-License-Identifier: GPL-3.0-or-later

/// A price at several times, as a path is fitted to it.
public struct PriceSeries: Sendable {
  /// Logarithms of the prices, in the order of time.
  let logarithms: [Double]
  /// Months from each to the next, above 0.
  let steps: [Double]
  /// The last price.
  public let last: Double

  /// Fewest prices that are fitted.
  public static let fewest = 10

  /// Prices above 0 at times in months that rise.
  ///
  /// - Throws: `FitFailure` when there are too few, or all are the same.
  public init(_ points: [(month: Double, price: Double)]) throws(FitFailure) {
    guard points.count >= Self.fewest else {
      throw FitFailure("there are \(points.count) dates; \(Self.fewest) are needed")
    }
    guard points.allSatisfy({ $0.price > 0 && $0.price <= 1e100 }) else {
      throw FitFailure("a price is not above 0, at most 1e100")
    }
    logarithms = points.map { logarithm($0.price) }
    steps = zip(points, points.dropFirst()).map { $1.month - $0.month }
    guard steps.allSatisfy({ $0 > 0 }) else { throw FitFailure("two prices have the same date") }
    guard Set(points.map(\.price)).count > 1 else {
      throw FitFailure("all prices are the same")
    }
    last = points[points.count - 1].price
  }

  /// How many prices there are.
  public var count: Int { logarithms.count }
  /// Months from the first to the last.
  public var months: Double { steps.reduce(0, +) }
}

/// A parameter of a path with its standard error.
public struct PathEstimate: Sendable, Hashable {
  /// The key of an experiment's process: `volatility`.
  public let name: String
  /// The most likely value.
  public let value: Double
  /// Nil for what is not estimated, or where the likelihood has no curvature.
  public let standardError: Double?
}

/// A path that was fitted to prices; its parameters are those of a process of experiments, per month.
public struct FittedPath: Sendable {
  /// `mean_reverting` or `random_walk`.
  public let kind: Kind
  /// In the order of an experiment file.
  public let estimates: [PathEstimate]
  /// Of all prices but the first, given that.
  public let logLikelihood: Double

  /// What moves the price.
  public enum Kind: String, Sendable, CaseIterable {
    /// Back towards a level: the Ornstein–Uhlenbeck process of the logarithm.
    case meanReverting = "mean_reverting"
    /// Anywhere: Brownian motion of the logarithm, with drift.
    case randomWalk = "random_walk"
  }

  /// Fits a path of that kind.
  ///
  /// - Throws: `FitFailure` when no path of the kind is the most likely.
  public init(_ kind: Kind, to series: PriceSeries) throws(FitFailure) {
    self.kind = kind
    switch kind {
    case .meanReverting:
      let fit = try MeanReversionFit(series)
      estimates = fit.estimates
      logLikelihood = fit.logLikelihood
    case .randomWalk:
      let fit = try RandomWalkFit(series)
      estimates = fit.estimates
      logLikelihood = fit.logLikelihood
    }
  }

  /// Akaike's information criterion, which compares both kinds on the same prices.
  public var aic: Double { 2 * Double(estimates.count - 1) - 2 * logLikelihood }
}
