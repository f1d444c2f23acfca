// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics

/// The gamma distribution with scale 1, for inverting: its quantile is that of ln X, which keeps its
/// digits however small X is.
struct UnitGamma: TailInvertible {
  let shape: Double
  /// ln Γ(shape + 1).
  private let logFactorial: Double
  /// √(shape / 2π) over the remainder of Stirling's formula.
  private let peak: Double

  init(shape: Double) {
    self.shape = shape
    logFactorial = shape < 10 ? GammaFunctions.logGamma(shape + 1) : 0
    peak = (shape / (2 * Double.pi)).squareRoot() / GammaFunctions.overStirling(shape)
  }

  /// x times the density: x^shape e^(−x) / Γ(shape).
  func elasticity(_ x: Double) -> Double {
    guard x < .infinity else { return 0 }
    if shape < 10 { return shape * exponential(shape * logarithm(x) - x - logFactorial) }
    // Around its peak, where the powers of large numbers would cancel.
    let distance = (x - shape) / shape
    let exponent =
      abs(distance) < 0.5 ? logarithmOfOnePlusLessX(distance) : logarithm(x / shape) - distance
    return peak * exponential(shape * exponent)
  }

  /// The largest shape at which GSL takes its series to the end.
  private static let mostForGSL = 1e3

  func cdf(_ x: Double) -> Double {
    if x <= 0 { return 0 }
    if x == .infinity { return 1 }
    if shape <= Self.mostForGSL { return GammaFunctions.cdf(x, shape) }
    return x < shape ? elasticity(x) / shape * risingSeries(x) : 1 - survival(x)
  }
  func survival(_ x: Double) -> Double {
    if x <= 0 { return 1 }
    if x == .infinity { return 0 }
    if shape <= Self.mostForGSL { return GammaFunctions.survival(x, shape) }
    return x < shape ? 1 - cdf(x) : elasticity(x) / x * fallingSeries(x)
  }
  /// 1 + x/(a + 1) + x²/((a + 1)(a + 2)) + …, about 9 √a terms at x = a.
  private func risingSeries(_ x: Double) -> Double {
    var sum = 1.0
    var term = 1.0
    var divisor = shape + 1
    while term > sum * 1e-17 {
      term *= x / divisor
      sum += term
      divisor += 1
    }
    return sum
  }
  /// 1 + (a − 1)/x + (a − 1)(a − 2)/x² + …, likewise; it ends long before a − k changes sign.
  private func fallingSeries(_ x: Double) -> Double {
    var sum = 1.0
    var term = 1.0
    var factor = shape - 1
    while term > sum * 1e-17, factor > 0 {
      term *= factor / x
      sum += term
      factor -= 1
    }
    return sum
  }

  func invert(_ m: Double, isUpper: Bool, after previous: TailPoint?) -> TailPoint {
    // The leading term of the lower tail, P(X <= x) ≈ x^a / Γ(a + 1), is exact when x is tiny.
    let logProbability = isUpper ? logarithmOfOnePlus(-m) : logarithm(m)
    let leading = shape < 10 ? (logProbability + logFactorial) / shape : 0
    if leading < -50 {
      let slope = 1 / (shape * (isUpper ? m - 1 : m))
      return TailPoint(probability: m, value: leading, slope: slope)
    }
    let start = previous.map {
      $0.value + $0.slope * $0.probability * logarithm(m / $0.probability)
    }
    let value = root(of: m, isUpper: isUpper, from: start ?? firstGuess(of: m, isUpper, leading))
    let slope = 1 / elasticity(exponential(value))
    return TailPoint(probability: m, value: value, slope: isUpper ? -slope : slope)
  }

  /// Wilson and Hilferty's cube of a normal quantile, or the leading term where that fails.
  private func firstGuess(of m: Double, _ isUpper: Bool, _ leading: Double) -> Double {
    let z = standardNormalQuantile(m)
    let root = 1 - 1 / (9 * shape) + (isUpper ? -z : z) / (9 * shape).squareRoot()
    if shape < 0.5 || root < 0.2 { return min(leading, 3) }
    return logarithm(shape) + 3 * logarithm(root)
  }

  /// The y with P(X <= e^y) = m, or P(X > e^y) = m.
  ///
  /// Newton's method on ln m, kept between bounds that close in.
  private func root(of m: Double, isUpper: Bool, from start: Double) -> Double {
    var y = start
    var low = -800.0
    var high = 800.0
    for _ in 0..<200 {
      let x = exponential(y)
      let probability = isUpper ? survival(x) : cdf(x)
      if probability == m { return y }
      if (probability < m) != isUpper { low = max(low, y) } else { high = min(high, y) }
      let step = logarithm(m / probability) * probability / elasticity(x)
      var next = isUpper ? y - step : y + step
      if !(next > low && next < high) || abs(step) > 30 {
        next = low > -800 && high < 800 ? (low + high) / 2 : low > -800 ? low + 1 : high - 1
        if next <= low || next >= high { return y }
      } else if abs(step) < 1e-9 {
        return next
      }
      y = next
    }
    return y
  }
}
