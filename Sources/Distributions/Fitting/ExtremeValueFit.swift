// SPDX-License-Identifier: GPL-3.0-or-later

/// The most likely location and scale of Gumbel's distribution of the largest.
///
/// With the weights w = e^(−x / b), the scale b solves b = mean(x) − Σ x w / Σ w, and the location is
/// −b ln(mean w).
private func gumbelFit(_ sample: FitSample) -> (location: Double, scale: Double) {
  // Distances from the least value, where no weight overflows; in deviations, so that the root is of
  // the order of 1.
  let deviation = sample.variance.squareRoot()
  let origin = sample.low
  let y = sample.values.map { ($0 - origin) / deviation }
  let mean = (sample.mean - origin) / deviation
  var weightSum = 0.0
  let rate = fallingRoot(from: Double.pi / 6.0.squareRoot(), in: 1e-6...1e9) { rate in
    var weights = y.map { -rate * $0 }
    weights.withUnsafeMutableBufferPointer { $0.exponentiate() }
    weightSum = 0
    var first = 0.0
    var second = 0.0
    for (w, y) in zip(weights, y) {
      weightSum += w
      first += w * y
      second += w * y * y
    }
    first /= weightSum
    second /= weightSum
    return (1 / rate - mean + first, -1 / (rate * rate) - (second - first * first))
  }
  weightSum = y.reduce(0) { $0 + exponential(-rate * $1) }
  let scale = deviation / rate
  return (origin - scale * logarithm(weightSum / sample.count), scale)
}

extension Gumbel: Fittable {
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Gumbel {
    let (location, scale) = gumbelFit(sample)
    return try make { () throws(ParameterError) in try Gumbel(location: location, scale: scale) }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let (location, scale) = (parameters[0], parameters[1])
    let top = -logarithm(scale)
    return { x in
      let z = (x - location) / scale
      return top - z - exponential(-z)
    }
  }
}

extension Weibull: Fittable {
  /// −ln X is Gumbel's, with the location −ln(scale) and the scale 1 / shape.
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Weibull {
    try sample.requirePositive()
    let (location, scale) = gumbelFit(try FitSample(sample.logarithms.map { -$0 }))
    return try make { () throws(ParameterError) in
      try Weibull(shape: 1 / scale, scale: exponential(-location))
    }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let (shape, scale) = (parameters[0], parameters[1])
    let top = logarithm(shape)
    return { x in
      let z = shape * logarithmOfRatio(x, scale)
      return top - logarithm(x) + z - exponential(z)
    }
  }
}
