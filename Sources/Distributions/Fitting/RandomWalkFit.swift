// SPDX-License-Identifier: GPL-3.0-or-later

/// Brownian motion with drift, fitted to a price's logarithm.
///
/// A change over Δ months is normal with mean μΔ and variance σ²Δ; the most likely μ is the whole change
/// over the whole time.
struct RandomWalkFit {
  private let drift: Double
  private let volatility: Double
  private let series: PriceSeries
  let logLikelihood: Double

  init(_ series: PriceSeries) throws(FitFailure) {
    let logs = series.logarithms
    let count = Double(series.steps.count)
    let drift = (logs[logs.count - 1] - logs[0]) / series.months
    var square = 0.0
    var logSteps = 0.0
    for (i, step) in series.steps.enumerated() {
      let surprise = logs[i + 1] - logs[i] - drift * step
      square += surprise * surprise / step
      logSteps += logarithm(step)
    }
    guard square > 1e-24 * count else {
      throw FitFailure("the prices move at a constant rate, without any chance")
    }
    self.drift = drift
    volatility = (square / count).squareRoot()
    self.series = series
    logLikelihood =
      -(count * (logarithm(2 * Double.pi * square / count) + 1) + logSteps) / 2
  }

  /// The information on drift and volatility in closed form: T / σ² and 2n / σ².
  var estimates: [PathEstimate] {
    [
      PathEstimate(name: "start", value: series.last, standardError: nil),
      PathEstimate(
        name: "drift", value: drift, standardError: volatility / series.months.squareRoot()),
      PathEstimate(
        name: "volatility", value: volatility,
        standardError: volatility / (2 * Double(series.steps.count)).squareRoot()),
    ]
  }
}
