// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics

extension StudentT: Fittable {
  /// Beyond this many degrees of freedom a t is a normal that nobody's data tell from it.
  private static let greatest = 1_000.0
  private static let least = 0.5

  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> StudentT {
    let fit = try TailFit(sample)
    // Where the likelihood has several maxima, from near the highest.
    var best = fit.weighted(from: fit.start, df: 1)
    var df = 1.0
    for next in [3.0, 10, 40] {
      let point = fit.weighted(from: best, df: next)
      guard fit.value(point, df: next) > fit.value(best, df: df) else { break }
      (best, df) = (point, next)
    }
    let free = newtonMaximum(from: best + [logarithm(df)]) {
      fit.meanLogLikelihood($0, isFree: true)
    }
    if let free, free[2] > logarithm(least), free[2] < logarithm(greatest) {
      return try fit.distribution(free, df: exponential(free[2]))
    }
    // There is no maximum between the limits: the higher of them.
    var ends: [(df: Double, point: [Double], value: Double)] = []
    for df in [least, greatest] {
      let start = fit.weighted(from: fit.start, df: df)
      let point = newtonMaximum(from: start) {
        fit.meanLogLikelihood($0 + [logarithm(df)], isFree: false)
      }
      if let point { ends.append((df, point, fit.value(point, df: df))) }
    }
    guard let end = ends.max(by: { $0.value < $1.value }) else {
      throw FitFailure("the likelihood has no maximum that is found")
    }
    return try fit.distribution(end.point, df: end.df)
  }

  var limit: String? {
    if df >= Self.greatest { return "it becomes a normal, as its df grow without end" }
    return df <= Self.least ? "its df fall to the least, 0.5" : nil
  }

  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let (df, location, scale) = (parameters[0], parameters[1], parameters[2])
    let top = -BetaFunctions.logBeta(df / 2, 0.5) - logarithm(df) / 2 - logarithm(scale)
    return { x in
      let z = (x - location) / scale
      return top - (df + 1) / 2 * logarithmOfOnePlus(z * z / df)
    }
  }
}

extension Cauchy: Fittable {
  /// The likelihood has one maximum (Copas, "On the unimodality of the likelihood for the Cauchy
  /// distribution", Biometrika 62, 1975).
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Cauchy {
    let fit = try TailFit(sample)
    let start = fit.weighted(from: fit.start, df: 1)
    let found = newtonMaximum(from: start) { fit.meanLogLikelihood($0 + [0], isFree: false) }
    guard let found else { throw FitFailure("the likelihood has no maximum that is found") }
    let t = try fit.distribution(found, df: 1)
    return try make { () throws(ParameterError) in
      try Cauchy(location: t.location, scale: t.scale)
    }
  }
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let (location, scale) = (parameters[0], parameters[1])
    let top = -logarithm(Double.pi * scale)
    return { x in
      let z = (x - location) / scale
      return top - logarithmOfOnePlus(z * z)
    }
  }
}

/// Location and logarithm of the scale of a t, on values that were moved and scaled to the order of 1.
private struct TailFit {
  private let y: [Double]
  private let origin: Double
  private let unit: Double

  init(_ sample: FitSample) throws(FitFailure) {
    // A third of the values on one point make the likelihood infinite there, for df of 0.5.
    guard 3 * sample.mostTied < sample.values.count else {
      throw FitFailure(
        "a third of the values or more are the same, where its density can be infinite")
    }
    let origin = sample.median
    let spread = (sample.quantile(0.75) - sample.quantile(0.25)) / 2
    unit = spread > 0 ? spread : sample.variance.squareRoot()
    self.origin = origin
    y = sample.values.map { [unit] in ($0 - origin) / unit }
  }

  let start = [0.0, 0.0]

  func distribution(_ point: [Double], df: Double) throws(FitFailure) -> StudentT {
    try StudentT.make { () throws(ParameterError) in
      try StudentT(df: df, location: origin + unit * point[0], scale: unit * exponential(point[1]))
    }
  }

  /// A few rounds of weighted means, which come near the maximum from anywhere (Lange, Little and
  /// Taylor, "Robust statistical modeling using the t distribution", JASA 84, 1989).
  func weighted(from start: [Double], df: Double) -> [Double] {
    var (location, logScale) = (start[0], start[1])
    for _ in 0..<6 {
      let scale = exponential(logScale)
      var sums = (weight: 0.0, first: 0.0, second: 0.0)
      for y in y {
        let z = (y - location) / scale
        let weight = (df + 1) / (df + z * z)
        sums.weight += weight
        sums.first += weight * y
        sums.second += weight * z * z
      }
      location = sums.first / sums.weight
      logScale += logarithm(sums.second / Double(y.count)) / 2
    }
    return [location, logScale]
  }

  func value(_ point: [Double], df: Double) -> Double {
    meanLogLikelihood([point[0], point[1], logarithm(df)], isFree: false)?.value ?? -.infinity
  }

  /// The mean log-likelihood at [location, ln scale, ln df], with derivatives by the first two, or by
  /// all where df `isFree`.
  func meanLogLikelihood(_ point: [Double], isFree: Bool) -> SecondOrder? {
    // Far outside all data, and outside what any df means.
    guard abs(point[1]) < 300, abs(point[2]) < 12 else { return nil }
    let scale = exponential(point[1])
    let df = exponential(point[2])
    var sum = SecondOrder(isFree ? 3 : 2)
    for y in y {
      let z = (y - point[0]) / scale
      let w = z * z
      let pull = (df + 1) / (df + w)
      let near = df / (df + w)
      let log = logarithmOfOnePlus(w / df)
      sum.value -= (df + 1) / 2 * log
      sum.gradient[0] += pull * z / scale
      sum.gradient[1] += pull * w
      sum.hessian[0][0] -= pull / (scale * scale) * (2 * near - 1)
      sum.hessian[0][1] -= 2 * pull * near * z / scale
      sum.hessian[1][1] -= 2 * pull * near * w
      guard isFree else { continue }
      let bend = df * (w - 1) / ((df + w) * (df + w))
      sum.gradient[2] += (pull * w - df * log) / 2
      sum.hessian[0][2] += z / scale * bend
      sum.hessian[1][2] += w * bend
      sum.hessian[2][2] += (w * bend + near * w - df * log) / 2
    }
    sum.divide(by: Double(y.count))
    sum.value -= BetaFunctions.logBeta(df / 2, 0.5) + point[2] / 2 + point[1]
    sum.gradient[1] -= 1
    guard isFree else { return sum }
    let first =
      (GammaFunctions.digamma((df + 1) / 2) - GammaFunctions.digamma(df / 2) - 1 / df) / 2
    let second =
      (GammaFunctions.trigamma((df + 1) / 2) - GammaFunctions.trigamma(df / 2)) / 4
      + 1 / (2 * df * df)
    sum.gradient[2] += df * first
    sum.hessian[2][2] += df * first + df * df * second
    return sum
  }
}
