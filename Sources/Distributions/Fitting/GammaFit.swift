// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics

extension Gamma: Fittable {
  /// The shape k solves ln k − ψ(k) = ln(mean) − mean(ln x); the scale is mean / k.
  ///
  /// Minka, "Estimating a Gamma distribution", 2002.
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Gamma {
    try sample.requirePositive()
    let mean = sample.mean
    // Relative distances from the mean sum to 0, so that their logarithms need not lose digits.
    let gap =
      sample.values.reduce(0) { $0 - logarithmOfOnePlusLessX(($1 - mean) / mean) } / sample.count
    let root = ((gap - 3) * (gap - 3) + 24 * gap).squareRoot()
    let start = (3 - gap + root) / (12 * gap)
    let shape = fallingRoot(from: start, in: 1e-3...1e8) { k in
      (logLessDigamma(k) - gap, 1 / k - GammaFunctions.trigamma(k))
    }
    return try make { () throws(ParameterError) in try Gamma(shape: shape, scale: mean / shape) }
  }

  /// By the distance from the mean, so that a large shape leaves digits: with d = x / mean − 1 it is
  /// k (ln(1 + d) − d) + ln √(k / 2π) − ln Γ*(k) − ln x.
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let (shape, scale) = (parameters[0], parameters[1])
    let mean = shape * scale
    let top =
      logarithm(shape / (2 * Double.pi)) / 2 - logarithm(GammaFunctions.overStirling(shape))
    return { x in top + shape * logarithmOfOnePlusLessX((x - mean) / mean) - logarithm(x) }
  }

  /// ln k − ψ(k), by its asymptotic series where the difference has lost digits (DLMF 5.11.2).
  private static func logLessDigamma(_ k: Double) -> Double {
    guard k > 50 else { return logarithm(k) - GammaFunctions.digamma(k) }
    let square = 1 / (k * k)
    return 1 / (2 * k) + square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))
  }
}
