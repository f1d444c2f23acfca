// SPDX-License-Identifier: GPL-3.0-or-later

/// ln √(2π).
private let logRootTwoPi = 0.918_938_533_204_672_74

extension Normal: Fittable {
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Normal {
    try make { () throws(ParameterError) in
      try Normal(mean: sample.mean, sd: sample.variance.squareRoot())
    }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let (mean, sd) = (parameters[0], parameters[1])
    let top = -logRootTwoPi - logarithm(sd)
    return { x in
      let z = (x - mean) / sd
      return top - z * z / 2
    }
  }
}

extension LogNormal: Fittable {
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> LogNormal {
    try sample.requirePositive()
    let logs = try FitSample(sample.logarithms)
    return try make { () throws(ParameterError) in
      try LogNormal(mu: logs.mean, sigma: logs.variance.squareRoot())
    }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let normal = Normal.logDensity(parameters)
    return { x in
      let log = logarithm(x)
      return normal(log) - log
    }
  }
}

extension Exponential: Fittable {
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Exponential {
    guard sample.low >= 0 else {
      throw FitFailure("it has values from 0 only; the least is \(sample.low)")
    }
    return try make { () throws(ParameterError) in try Exponential(mean: sample.mean) }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let mean = parameters[0]
    let top = -logarithm(mean)
    return { x in top - x / mean }
  }
}

extension Rayleigh: Fittable {
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Rayleigh {
    try sample.requirePositive()
    let square = sample.values.reduce(0) { $0 + $1 * $1 } / sample.count
    return try make { () throws(ParameterError) in try Rayleigh(sigma: (square / 2).squareRoot()) }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let sigma = parameters[0]
    let top = -2 * logarithm(sigma)
    return { x in
      let z = x / sigma
      return top + logarithm(x) - z * z / 2
    }
  }
}

extension Laplace: Fittable {
  /// The likelihood has a corner at each value.
  static let unsmooth: Set<String> = ["location"]

  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Laplace {
    let location = sample.median
    let scale = sample.values.reduce(0) { $0 + abs($1 - location) } / sample.count
    return try make { () throws(ParameterError) in try Laplace(location: location, scale: scale) }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let (location, scale) = (parameters[0], parameters[1])
    let top = -logarithm(2 * scale)
    return { x in top - abs(x - location) / scale }
  }
}

extension Uniform: Fittable {
  static let unsmooth: Set<String> = ["low", "high"]
  static let endsAtData = true

  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Uniform {
    try make { () throws(ParameterError) in try Uniform(low: sample.low, high: sample.high) }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let top = -logarithm(parameters[1] - parameters[0])
    return { _ in top }
  }
}

extension LogUniform: Fittable {
  static let unsmooth: Set<String> = ["low", "high"]
  static let endsAtData = true

  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> LogUniform {
    try sample.requirePositive()
    return try make { () throws(ParameterError) in
      try LogUniform(low: sample.low, high: sample.high)
    }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let top = -logarithm(logarithmOfRatio(parameters[1], parameters[0]))
    return { x in top - logarithm(x) }
  }
}

extension Pareto: Fittable {
  /// The likelihood rises until the scale meets the least value.
  static let unsmooth: Set<String> = ["scale"]
  static let endsAtData = true

  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Pareto {
    try sample.requirePositive()
    let excess = sample.values.reduce(0) { $0 + logarithmOfRatio($1, sample.low) }
    return try make { () throws(ParameterError) in
      try Pareto(shape: sample.count / excess, scale: sample.low)
    }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let (shape, scale) = (parameters[0], parameters[1])
    let top = logarithm(shape)
    return { x in top - shape * logarithmOfRatio(x, scale) - logarithm(x) }
  }
}
