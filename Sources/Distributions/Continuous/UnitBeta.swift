// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics

/// The beta distribution on [0, 1], for inverting.
struct UnitBeta: TailInvertible {
  let alpha: Double
  let beta: Double
  private let logBeta: Double
  /// P(X <= 1/2) and P(X > 1/2).
  private let halves: (below: Double, above: Double)

  init(alpha: Double, beta: Double) {
    self.init(
      alpha: alpha, beta: beta, logBeta: BetaFunctions.logBeta(alpha, beta),
      halves: (BetaFunctions.cdf(0.5, alpha, beta), BetaFunctions.survival(0.5, alpha, beta)))
  }

  private init(alpha: Double, beta: Double, logBeta: Double, halves: (Double, Double)) {
    self.alpha = alpha
    self.beta = beta
    self.logBeta = logBeta
    self.halves = halves
  }

  /// The distribution of 1 − X.
  var mirrored: UnitBeta {
    UnitBeta(alpha: beta, beta: alpha, logBeta: logBeta, halves: (halves.above, halves.below))
  }

  func density(_ x: Double) -> Double { BetaFunctions.density(x, alpha, beta) }
  func cdf(_ x: Double) -> Double { BetaFunctions.cdf(x, alpha, beta) }
  func survival(_ x: Double) -> Double { BetaFunctions.survival(x, alpha, beta) }

  func invert(_ m: Double, isUpper: Bool, after previous: TailPoint?) -> TailPoint {
    // A quantile is found as its distance from the nearer end, so that it keeps its digits there:
    // with a shape far below 1 that may be the lower end for most of the upper half.
    let isFromHigh = isUpper ? halves.above >= m : halves.below < m
    let side = isFromHigh ? mirrored : self
    let isSurvival = isUpper != isFromHigh
    let start = previous.flatMap { Self.extrapolated($0, to: m, isFromHigh: isFromHigh) }
    let distance = side.root(of: m, isSurvival: isSurvival, start: start)
    let slope = 1 / side.smoothDensity(distance)
    return TailPoint(
      probability: m, value: isFromHigh ? 1 - distance : distance, slope: isUpper ? -slope : slope,
      distance: distance, isFromHigh: isFromHigh)
  }

  /// The distance expected at a neighbouring probability: along a line in logarithms.
  private static func extrapolated(
    _ point: TailPoint, to m: Double, isFromHigh: Bool
  ) -> Double? {
    guard point.isFromHigh == isFromHigh, point.distance > 0 else { return nil }
    let slope = isFromHigh ? -point.slope : point.slope
    let elasticity = point.probability * slope / point.distance
    let guess = point.distance * exponential(elasticity * logarithm(m / point.probability))
    return guess > 0 && guess < 1 ? guess : nil
  }

  /// The density at x in (0, 1) where its last digits do not matter.
  private func smoothDensity(_ x: Double) -> Double {
    exponential((alpha - 1) * logarithm(x) + (beta - 1) * logarithm(1 - x) - logBeta)
  }

  /// Quantiles below this are 0: their square would be no ordinary number.
  private static let leastDistance = 1e-300

  /// A first guess of the x with P(X <= x) = p, or P(X > x) = p; GSL's inverse where it succeeds.
  private func firstGuess(of p: Double, isSurvival: Bool) -> Double {
    // The leading term of the lower tail, P(X <= x) ≈ x^α / (α B(α, β)).
    let lowerTail = exponential((logarithm(p) + logarithm(alpha) + logBeta) / alpha)
    if isSurvival { return (try? BetaFunctions.quantile(1 - p, alpha, beta)) ?? 0.25 }
    if lowerTail < 1e-6 { return lowerTail }
    return (try? BetaFunctions.quantile(p, alpha, beta)) ?? min(lowerTail, 0.25)
  }

  /// The x in (0, 1) with P(X <= x) = p, or P(X > x) = p, to full relative precision.
  ///
  /// Newton's method on ln p against ln x, nearly a line in the lower tail, kept between bounds that
  /// close in; a step that leaves them is replaced by their geometric mean.
  private func root(of p: Double, isSurvival: Bool, start: Double?) -> Double {
    var x = start ?? firstGuess(of: p, isSurvival: isSurvival)
    if x < Self.leastDistance { return 0 }
    if !(x < 1) { x = 0.5 }
    var low = Self.leastDistance
    var high = 1.0
    for _ in 0..<200 {
      let probability = isSurvival ? survival(x) : cdf(x)
      if probability == p { return x }
      if (probability < p) != isSurvival { low = max(low, x) } else { high = min(high, x) }
      let elasticity = x * smoothDensity(x) / probability
      let step = logarithm(p / probability) / (isSurvival ? -elasticity : elasticity)
      var next = x * exponential(step)
      if !(next > low && next < high) {
        next = (low * high).squareRoot()
        if next <= low || next >= high { return x }
      } else if abs(step) < 1e-9 {
        // Convergence is quadratic: what is left is far below the last digit.
        return x + x * step * (1 + step / 2)
      }
      x = next
    }
    return x
  }
}
