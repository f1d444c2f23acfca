// SPDX-License-Identifier: GPL-3.0-or-later

/// The rows of a sample along one input, for expectations that depend on it.
struct InputAxis: Sendable {
  /// Values of the input, ascending and different, at which curves are told.
  let values: [Double]
  private let rows: [Int]
  private let functions: [[Double]]

  /// Places along the input, at most.
  private static let mostPlaces = 2_000
  /// Share of the trials at either end about which a curve says little.
  private static let end = 0.001
  private static let degree = 6
  private static let rowsAFunction = 50

  /// Rows that are used, at most; more take memory and change little.
  static let mostRows = 1 << 20

  /// - Parameter rows: finite numbers.
  init(_ rows: Slice<UnsafeBufferPointer<Double>>) {
    let column = UnsafeBufferPointer(rebasing: rows)
    let order = RankOrder(column)
    let count = order.sorted.count
    let first = Int(Self.end * Double(count))
    let last = count - 1 - first
    let places = min(Self.mostPlaces, last - first + 1)
    var rows: [Int] = []
    var values: [Double] = []
    for place in 0..<places {
      let rank = first + place * (last - first) / max(places - 1, 1)
      guard values.last != order.sorted[rank] else { continue }
      values.append(order.sorted[rank])
      rows.append(Int(order.rows[rank]))
    }
    self.rows = rows
    self.values = values
    functions = RegressionBasis.family(
      of: Array(column), degree: min(Self.degree, count / Self.rowsAFunction))
  }

  /// E[output | input] by regression, with the standard error at each place.
  ///
  /// The functions are orthonormal over the rows, so each coefficient is an inner product. Errors allow
  /// for a variance that moves along the input (White, "A Heteroskedasticity-Consistent Covariance
  /// Matrix Estimator", Econometrica 48, 1980, doi:10.2307/1912934).
  func curve(of output: [Double]) -> ConditionalCurve {
    let n = Double(output.count)
    let all = [[Double](repeating: 1, count: output.count)] + functions
    var residual = output
    var coefficients: [Double] = []
    for function in all {
      let coefficient = Self.inner(function, output) / Self.inner(function, function)
      for i in residual.indices { residual[i] -= coefficient * function[i] }
      coefficients.append(coefficient)
    }
    // What p coefficients took off the residuals of n rows.
    let correction = n / max(n - Double(all.count), 1)
    let weighted = all.map { function in zip(function, residual).map { $0 * $1 } }
    let covariance = weighted.map { a in
      weighted.map { b in Self.inner(a, b) / (n * n) * correction }
    }
    let points = rows.map { row in
      let place = all.map { $0[row] }
      var variance = 0.0
      for (j, a) in place.enumerated() {
        for (k, b) in place.enumerated() { variance += a * b * covariance[j][k] }
      }
      return ConditionalCurve.Point(
        mean: zip(place, coefficients).reduce(0) { $0 + $1.0 * $1.1 },
        error: max(variance, 0).squareRoot())
    }
    return ConditionalCurve(inputs: values, points: points)
  }

  private static func inner(_ a: [Double], _ b: [Double]) -> Double {
    a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { innerProduct(a, $0) } }
  }
}

/// An expectation along an input.
struct ConditionalCurve: Sendable {
  struct Point: Sendable {
    let mean: Double
    /// Its standard error.
    let error: Double
  }

  let inputs: [Double]
  let points: [Point]

  /// Where the curve passes through 0.
  struct Crossing: Sendable {
    /// It lies between this place and the next.
    let place: Int
    let value: Double
    let low: Double
    let high: Double
    let isRising: Bool
  }

  /// So many standard errors from 0 on either side, a crossing is no accident of the sample.
  private static let clear = 3.0

  /// The crossings that are beyond doubt, each with a 95 % interval: where 0 lies within the interval of
  /// the expectation.
  ///
  /// Between two places the curve and its bounds are straight lines.
  var crossings: [Crossing] {
    points.indices.dropLast().compactMap { place in
      let isRising = points[place].mean < 0 && points[place + 1].mean >= 0
      let isFalling = points[place].mean > 0 && points[place + 1].mean <= 0
      guard isRising || isFalling else { return nil }
      return crossing(at: place, isRising: isRising)
    }
  }

  private func crossing(at place: Int, isRising: Bool) -> Crossing? {
    let sign = isRising ? 1.0 : -1.0
    // As if it rose: below 0 before, above 0 behind.
    func bound(_ i: Int, _ errors: Double) -> Double {
      sign * points[i].mean + errors * points[i].error
    }
    let before = (0...place).reversed().prefix { bound($0, 0) < 0 }
    let behind = points.indices.dropFirst(place + 1).prefix { bound($0, 0) >= 0 }
    guard before.contains(where: { bound($0, Self.clear) < 0 }),
      behind.contains(where: { bound($0, -Self.clear) > 0 })
    else { return nil }
    let z = ProbabilityEstimate.halfWidthOf95Percent
    let first = before.first { bound($0, z) < 0 }
    let last = behind.first { bound($0, -z) > 0 }
    return Crossing(
      place: place, value: zero(after: place) { bound($0, 0) },
      low: first.map { i in zero(after: i) { bound($0, z) } } ?? -.infinity,
      high: last.map { i in zero(after: i - 1) { bound($0, -z) } } ?? .infinity,
      isRising: isRising)
  }

  /// Where the line from a place to the next is 0.
  private func zero(after place: Int, _ curve: (Int) -> Double) -> Double {
    let (a, b) = (curve(place), curve(place + 1))
    let share = a == b ? 0.5 : min(max(a / (a - b), 0), 1)
    return inputs[place] + share * (inputs[place + 1] - inputs[place])
  }
}
