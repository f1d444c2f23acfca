// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics

extension Poisson: Fittable {
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Poisson {
    try sample.requireCounts(from: 0)
    return try make { () throws(ParameterError) in try Poisson(mean: sample.mean) }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let mean = parameters[0]
    let log = logarithm(mean)
    return { x in x * log - mean - GammaFunctions.logGamma(x + 1) }
  }
}

extension Geometric: Fittable {
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Geometric {
    try sample.requireCounts(from: 1)
    return try make { () throws(ParameterError) in try Geometric(p: 1 / sample.mean) }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let p = parameters[0]
    let (success, failure) = (logarithm(p), logarithmOfOnePlus(-p))
    return { x in success + (x - 1) * failure }
  }
}

extension IntegerRange: Fittable {
  static let unsmooth: Set<String> = ["low", "high"]

  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> IntegerRange {
    try sample.requireCounts(from: 0)
    return try make { () throws(ParameterError) in
      try IntegerRange(low: sample.low, high: sample.high)
    }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let top = -logarithm(parameters[1] - parameters[0] + 1)
    return { _ in top }
  }
}

extension NegativeBinomial: Fittable {
  private static let most = 1e5
  private static let fewest = 0.01

  /// The number of successes r solves mean(ψ(x + r)) − ψ(r) = ln(1 + mean / r); p is r / (r + mean).
  ///
  /// There is a solution where the variance exceeds the mean, and one only (Levin and Reeds,
  /// "Compound multinomial likelihood functions are unimodal", Annals of Statistics 5, 1977).
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> NegativeBinomial {
    try sample.requireCounts(from: 0)
    let exceeding = sample.exceeding.map { $0 / sample.count }
    let mean = sample.mean
    let start = mean * mean / max(sample.variance - mean, mean * mean / most)
    let successes = fallingRoot(from: start, in: fewest...most) { r in
      // ψ(x + r) − ψ(r) is the sum of 1 / (r + j) for j below x.
      var value = -logarithmOfOnePlus(mean / r)
      var slope = mean / (r * (r + mean))
      for (j, share) in exceeding.enumerated() {
        let inverse = 1 / (r + Double(j))
        value += share * inverse
        slope -= share * inverse * inverse
      }
      return (value, slope)
    }
    return try make { () throws(ParameterError) in
      try NegativeBinomial(successes: successes, p: successes / (successes + mean))
    }
  }

  var limit: String? {
    if successes >= Self.most { return "it becomes a poisson: the values vary no more than one" }
    return successes <= Self.fewest ? "its successes fall to the least, 0.01" : nil
  }

  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let (r, p) = (parameters[0], parameters[1])
    let top = r * logarithm(p) - GammaFunctions.logGamma(r)
    let failure = logarithmOfOnePlus(-p)
    return { x in
      top + GammaFunctions.logGamma(x + r) - GammaFunctions.logGamma(x + 1) + x * failure
    }
  }
}

extension Binomial: Fittable {
  /// It is a whole number.
  static let unsmooth: Set<String> = ["n"]
  private static let most = 100_000

  /// The likelihood rises with n to its one maximum, which is finite where the variance is below the
  /// mean (Levin and Reeds, as above); p is mean / n.
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Binomial {
    try sample.requireCounts(from: 0)
    let exceeding = sample.exceeding
    let (count, mean) = (sample.count, sample.mean)
    /// What of the log-likelihood changes with n.
    func value(_ n: Int) -> Double {
      let n = Double(n)
      var sum = count * (n - mean) * logarithmOfOnePlus(-mean / n)
      for (j, above) in exceeding.enumerated() { sum += above * logarithmOfOnePlus(-Double(j) / n) }
      return sum
    }
    // The least n that the next does not better.
    var low = Int(sample.high)
    var high = most
    while low < high {
      let middle = (low + high) / 2
      if value(middle + 1) > value(middle) { low = middle + 1 } else { high = middle }
    }
    return try make { () throws(ParameterError) in
      try Binomial(n: Double(low), p: mean / Double(low))
    }
  }

  var limit: String? {
    n >= Double(Self.most) ? "it becomes a poisson: the values vary no less than one" : nil
  }

  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let (n, p) = (parameters[0], parameters[1])
    let top = GammaFunctions.logGamma(n + 1)
    let (success, failure) = (logarithm(p), logarithmOfOnePlus(-p))
    return { x in
      top - GammaFunctions.logGamma(x + 1) - GammaFunctions.logGamma(n - x + 1) + x * success
        + (n - x) * failure
    }
  }
}
