// SPDX-License-Identifier: GPL-3.0-or-later

/// The Ornstein–Uhlenbeck process of a price's logarithm, fitted to prices at any times by its exact
/// likelihood.
///
/// dX = k (θ − X) dt + s dW. After Δ months X is normal with mean θ + (x − θ) e^(−kΔ) and variance
/// s² (1 − e^(−2kΔ)) / 2k (Vasicek, "An equilibrium characterization of the term structure", J.
/// Financial Economics 5, 1977). For a given rate k the most likely θ and s have closed forms.
struct MeanReversionFit {
  private let series: PriceSeries
  /// k, per month.
  private let rate: Double
  private let best: Profile

  /// What is most likely for a given rate.
  private struct Profile {
    /// θ, the logarithm's level.
    var level = 0.0
    /// s², per month.
    var variance = 0.0
    var logLikelihood = 0.0
    /// Derivative of the log-likelihood by the rate.
    var slope = 0.0
  }

  init(_ series: PriceSeries) throws(FitFailure) {
    self.series = series
    let shortest = series.steps.min() ?? 1
    // From a rate at which the whole series is straight to one at which its shortest step forgets all.
    let (low, high) = (1e-4 / series.months, 30 / shortest)
    let points = 200
    let ratio = logarithm(high / low) / Double(points)
    let rates = (0...points).map { low * exponential(ratio * Double($0)) }
    let values = rates.map { Self.profile(series, $0).logLikelihood }
    let top = values.indices.max { values[$0] < values[$1] } ?? 0
    guard values[top].isFinite else {
      throw FitFailure("the prices follow a level without any chance")
    }
    guard top > 0 else {
      throw FitFailure("the prices do not return to a level; fit a random_walk")
    }
    guard top < points else {
      throw FitFailure("each price forgets the one before; fit a distribution to them")
    }
    rate = fallingRoot(from: rates[top], in: rates[top - 1]...rates[top + 1]) { rate in
      // The slope's own slope, for Newton's steps; the bracket keeps them honest.
      let width = 1e-4 * rate
      let change =
        Self.profile(series, rate + width).slope - Self.profile(series, rate - width).slope
      return (Self.profile(series, rate).slope, change / (2 * width))
    }
    best = Self.profile(series, rate)
    guard best.logLikelihood - values[0] > 1e-9 * abs(values[0]) else {
      throw FitFailure("the prices do not return to a level; fit a random_walk")
    }
  }

  var logLikelihood: Double { best.logLikelihood }

  /// The likelihood at the rate's best level and variance, and how it changes with the rate (which at
  /// the best of the others is how it changes with the others held).
  private static func profile(_ series: PriceSeries, _ rate: Double) -> Profile {
    let logs = series.logarithms
    let count = Double(series.steps.count)
    var sums = (weight: 0.0, level: 0.0)
    // Levels are counted from the first price, so that a small pull keeps its digits.
    let origin = logs[0]
    for (i, step) in series.steps.enumerated() {
      let pull = -exponentialMinusOne(-rate * step)
      let unit = variance(rate, step)
      let change = logs[i + 1] - logs[i]
      sums.weight += pull * pull / unit
      sums.level += pull * (change + pull * (logs[i] - origin)) / unit
    }
    var result = Profile()
    let level = sums.level / sums.weight
    result.level = origin + level
    var square = 0.0
    var logUnits = 0.0
    for (i, step) in series.steps.enumerated() {
      let unit = variance(rate, step)
      let surprise = surprise(series, i, rate: rate, level: result.level)
      square += surprise * surprise / unit
      logUnits += logarithm(unit)
    }
    result.variance = square / count
    result.logLikelihood =
      -(count * (logarithm(2 * Double.pi * result.variance) + 1) + logUnits) / 2
    for (i, step) in series.steps.enumerated() {
      let unit = variance(rate, step)
      let keep = exponential(-rate * step)
      let surprise = surprise(series, i, rate: rate, level: result.level)
      // d ln(unit) / dk and d surprise / dk.
      let unitSlope = step * keep * keep / (rate * unit) - 1 / rate
      let surpriseSlope = step * keep * (logs[i] - result.level)
      let scaled = surprise / (result.variance * unit)
      result.slope += (scaled * surprise - 1) * unitSlope / 2 - scaled * surpriseSlope
    }
    return result
  }

  /// (1 − e^(−2kΔ)) / 2k: the variance after Δ months with s = 1.
  private static func variance(_ rate: Double, _ step: Double) -> Double {
    -exponentialMinusOne(-2 * rate * step) / (2 * rate)
  }

  /// The next logarithm less what was expected of it.
  private static func surprise(
    _ series: PriceSeries, _ i: Int, rate: Double, level: Double
  ) -> Double {
    let logs = series.logarithms
    let pull = -exponentialMinusOne(-rate * series.steps[i])
    return logs[i + 1] - logs[i] - pull * (level - logs[i])
  }

  // MARK: Per month

  /// Start, long run, reversion and volatility of the monthly process; standard errors by the delta
  /// method from those of θ, ln k and ln s.
  var estimates: [PathEstimate] {
    let logVariance = logarithm(best.variance)
    let covariance = observedCovariance(
      at: [best.level, logarithm(rate), logVariance / 2], count: Double(series.steps.count)
    ) { point in
      let rate = exponential(point[1])
      var sum = 0.0
      for (i, step) in series.steps.enumerated() {
        let unit = exponential(2 * point[2]) * Self.variance(rate, step)
        let surprise = Self.surprise(series, i, rate: rate, level: point[0])
        sum -= (logarithm(2 * Double.pi * unit) + surprise * surprise / unit) / 2
      }
      return sum
    }
    func error(_ gradient: [Double]) -> Double? {
      guard let covariance else { return nil }
      var square = 0.0
      for (i, row) in covariance.enumerated() {
        for (j, value) in row.enumerated() { square += gradient[i] * value * gradient[j] }
      }
      return square >= 0 ? square.squareRoot() : nil
    }
    let longRun = exponential(best.level)
    let volatility = (best.variance * Self.variance(rate, 1)).squareRoot()
    // d ln(volatility) / d ln k.
    let response = rate / exponentialMinusOne(2 * rate) - 0.5
    return [
      PathEstimate(name: "start", value: series.last, standardError: nil),
      PathEstimate(name: "long_run", value: longRun, standardError: error([longRun, 0, 0])),
      PathEstimate(
        name: "reversion", value: -exponentialMinusOne(-rate),
        standardError: error([0, rate * exponential(-rate), 0])),
      PathEstimate(
        name: "volatility", value: volatility,
        standardError: error([0, volatility * response, volatility])),
    ]
  }
}
