// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics

extension Beta: Fittable {
  static let unsmooth: Set<String> = ["low", "high"]

  func freeCount(_ sample: FitSample) -> Int { Self.knownEnds(sample) == nil ? 4 : 2 }

  /// The ends that are given, or 0 and 1 where all values lie between them.
  private static func knownEnds(_ sample: FitSample) -> ClosedRange<Double>? {
    sample.ends ?? (sample.low > 0 && sample.high < 1 ? 0...1 : nil)
  }

  /// The shapes between known ends; between others, the data's range widened on both sides by its
  /// share for one value.
  ///
  /// With free ends there is no most likely beta: its density is infinite at an end with a value.
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Beta {
    let margin = (sample.high - sample.low) / sample.count
    let ends = knownEnds(sample) ?? sample.low - margin...sample.high + margin
    guard sample.low > ends.lowerBound, sample.high < ends.upperBound else {
      throw FitFailure(
        "values lie on or beyond its ends, \(ends.lowerBound) and \(ends.upperBound)")
    }
    let width = ends.upperBound - ends.lowerBound
    var means = (low: 0.0, high: 0.0)
    for x in sample.values {
      means.low += logarithm((x - ends.lowerBound) / width)
      means.high += logarithm((ends.upperBound - x) / width)
    }
    means.low /= sample.count
    means.high /= sample.count
    let mean = (sample.mean - ends.lowerBound) / width
    let sum = max(mean * (1 - mean) / (sample.variance / (width * width)) - 1, 0.02)
    let start = [logarithm(mean * sum), logarithm((1 - mean) * sum)]
    guard let found = newtonMaximum(from: start, { meanLogLikelihood($0, means) }) else {
      throw FitFailure("the likelihood has no maximum that is found")
    }
    return try make { () throws(ParameterError) in
      try Beta(
        alpha: exponential(found[0]), beta: exponential(found[1]), low: ends.lowerBound,
        high: ends.upperBound)
    }
  }

  /// The mean log-likelihood at the logarithms of both shapes.
  private static func meanLogLikelihood(
    _ point: [Double], _ means: (low: Double, high: Double)
  ) -> SecondOrder? {
    guard point.allSatisfy({ abs($0) < 20 }) else { return nil }
    let (a, b) = (exponential(point[0]), exponential(point[1]))
    var sum = SecondOrder(2)
    sum.value = a * means.low + b * means.high - BetaFunctions.logBeta(a, b)
    let both = GammaFunctions.digamma(a + b)
    let bothSlope = GammaFunctions.trigamma(a + b)
    sum.gradient[0] = a * (means.low - GammaFunctions.digamma(a) + both)
    sum.gradient[1] = b * (means.high - GammaFunctions.digamma(b) + both)
    sum.hessian[0][0] = sum.gradient[0] + a * a * (bothSlope - GammaFunctions.trigamma(a))
    sum.hessian[1][1] = sum.gradient[1] + b * b * (bothSlope - GammaFunctions.trigamma(b))
    sum.hessian[0][1] = a * b * bothSlope
    sum.divide(by: 1)
    return sum
  }

  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let (a, b, low, high) = (parameters[0], parameters[1], parameters[2], parameters[3])
    let top = -BetaFunctions.logBeta(a, b) - logarithm(high - low)
    return { x in
      top + (a - 1) * logarithm((x - low) / (high - low))
        + (b - 1) * logarithm((high - x) / (high - low))
    }
  }
}
