// SPDX-License-Identifier: GPL-3.0-or-later

extension Logistic: Fittable {
  /// By Newton's method in a = 1 / scale and c = location / scale, in which the likelihood is concave.
  ///
  /// Burridge, "A note on maximum likelihood estimation for regression models using grouped data",
  /// J. R. Statist. Soc. B 43, 1981.
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Logistic {
    let deviation = sample.variance.squareRoot()
    let mean = sample.mean
    let y = sample.values.map { ($0 - mean) / deviation }
    let start = [Double.pi / 3.0.squareRoot(), 0]
    guard let found = newtonMaximum(from: start, { meanLogLikelihood(y, $0[0], $0[1]) }) else {
      throw FitFailure("the likelihood has no maximum that is found")
    }
    return try make { () throws(ParameterError) in
      try Logistic(
        location: mean + deviation * (found[1] / found[0]), scale: deviation / found[0])
    }
  }

  /// The mean of ln a − z − 2 ln(1 + e^−z) with z = a y − c.
  private static func meanLogLikelihood(_ y: [Double], _ a: Double, _ c: Double) -> SecondOrder? {
    guard a > 0 else { return nil }
    var sum = SecondOrder(2)
    for y in y {
      let z = a * y - c
      let tail = exponential(-abs(z))
      let share = 1 / (1 + tail)
      // tanh(z / 2) and its derivative, from the tail that does not overflow.
      let slope = (z < 0 ? -1 : 1) * (1 - tail) * share
      let bend = 2 * tail * share * share
      sum.value -= abs(z) + 2 * logarithmOfOnePlus(tail)
      sum.gradient[0] -= slope * y
      sum.gradient[1] += slope
      sum.hessian[0][0] -= bend * y * y
      sum.hessian[0][1] += bend * y
      sum.hessian[1][1] -= bend
    }
    sum.divide(by: Double(y.count))
    sum.value += logarithm(a)
    sum.gradient[0] += 1 / a
    sum.hessian[0][0] -= 1 / (a * a)
    return sum
  }

  static func logDensity(_ parameters: [Double]) -> (Double) -> Double {
    let (location, scale) = (parameters[0], parameters[1])
    let top = -logarithm(scale)
    return { x in
      let z = abs(x - location) / scale
      return top - z - 2 * logarithmOfOnePlus(exponential(-z))
    }
  }
}

extension SecondOrder {
  /// Divides everything, and fills the lower triangle from the upper.
  mutating func divide(by count: Double) {
    value /= count
    for i in gradient.indices {
      gradient[i] /= count
      for j in i..<gradient.count {
        hessian[i][j] /= count
        hessian[j][i] = hessian[i][j]
      }
    }
  }
}
