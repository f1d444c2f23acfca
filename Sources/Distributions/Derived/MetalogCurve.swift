// SPDX-License-Identifier: GPL-3.0-or-later

/// M(y) = S(c) + A(c) · t with c = y − ½ and the logit t = ln(y / (1 − y)).
struct MetalogCurve: Sendable {
  /// Coefficients of S and A, lowest power first.
  private let location: [Double]
  private let scale: [Double]

  /// The curve with as many terms as there are points; nil where no numbers tell them apart.
  ///
  /// - Parameter probabilities: rising, inside (0, 1).
  init?(through heights: [Double], at probabilities: [Double]) {
    let count = heights.count
    var rows = zip(probabilities, heights).map { y, height in
      let t = logarithm(y / (1 - y))
      return (0..<count).map { Self.term($0, y - 0.5, t) } + [height]
    }
    guard let solution = Self.solve(&rows) else { return nil }
    // What is left of a term by rounding would bend a tail that is straight.
    let negligible = 1e-13 * (solution.dropFirst().map(abs).max() ?? 0)
    var location: [Double] = []
    var scale: [Double] = []
    for (index, solved) in solution.enumerated() {
      let coefficient = index > 0 && abs(solved) <= negligible ? 0 : solved
      if Self.isLogit(index) { scale.append(coefficient) } else { location.append(coefficient) }
    }
    self.location = location
    self.scale = scale
  }

  /// Keelin's order is 1, t, c t, c, c², c² t, c³, c³ t and so on.
  private static func isLogit(_ index: Int) -> Bool { index == 2 || (index != 3 && index % 2 == 1) }
  private static func term(_ index: Int, _ c: Double, _ t: Double) -> Double {
    var power = 1.0
    for _ in 0..<(index / 2) { power *= c }
    return isLogit(index) ? power * t : power
  }

  /// Gauss' elimination with row pivots of rows that end in the right side.
  private static func solve(_ rows: inout [[Double]]) -> [Double]? {
    let count = rows.count
    for column in 0..<count {
      let best = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      guard abs(rows[best][column]) > 1e-14 else { return nil }
      rows.swapAt(column, best)
      for row in (column + 1)..<max(count, column + 1) {
        let factor = rows[row][column] / rows[column][column]
        for k in column...count { rows[row][k] -= factor * rows[column][k] }
      }
    }
    var solution = [Double](repeating: 0, count: count)
    for row in (0..<count).reversed() {
      let known = (row + 1..<max(count, row + 1)).reduce(0) { $0 + rows[row][$1] * solution[$1] }
      solution[row] = (rows[row][count] - known) / rows[row][row]
    }
    return solution
  }

  // MARK: Evaluation

  /// y − ½ at the logit t, with the digits of a small t.
  static func offset(_ t: Double) -> Double {
    let size = -exponentialMinusOne(-abs(t)) / (1 + exponential(-abs(t))) / 2
    return t < 0 ? -size : size
  }

  private static func value(_ coefficients: [Double], _ c: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * c + $1 }
  }
  private static func derivative(_ coefficients: [Double], _ c: Double) -> Double {
    var sum = 0.0
    for power in stride(from: coefficients.count - 1, to: 0, by: -1) {
      sum = sum * c + Double(power) * coefficients[power]
    }
    return sum
  }

  func height(offset c: Double, logit t: Double) -> Double {
    Self.value(location, c) + Self.value(scale, c) * t
  }

  /// Turns uniforms, whose logits are given, into heights.
  func heights(
    _ x: UnsafeMutableBufferPointer<Double>, logits: UnsafeMutableBufferPointer<Double>
  ) {
    location.withUnsafeBufferPointer { location in
      scale.withUnsafeBufferPointer { scale in
        for i in x.indices {
          let c = x[i] - 0.5
          var sum = 0.0
          for k in location.indices.reversed() { sum = sum * c + location[k] }
          var factor = 0.0
          for k in scale.indices.reversed() { factor = factor * c + scale[k] }
          x[i] = sum + factor * logits[i]
        }
      }
    }
  }

  /// dM/dt at the logit t.
  func slope(_ t: Double) -> Double {
    let c = Self.offset(t)
    let tail = exponential(-abs(t))
    let weight = tail / ((1 + tail) * (1 + tail))
    return Self.value(scale, c)
      + (Self.derivative(location, c) + Self.derivative(scale, c) * t) * weight
  }

  /// dM/dt where t goes to −infinity and to infinity.
  var growth: (lower: Double, upper: Double) {
    (Self.value(scale, -0.5), Self.value(scale, 0.5))
  }

  /// The logit at which the curve has the height z.
  ///
  /// Newton's method, kept between bounds that close in.
  func logit(at z: Double) -> Double {
    var low = -745.0
    var high = 745.0
    var t = 0.0
    for _ in 0..<200 {
      let difference = height(offset: Self.offset(t), logit: t) - z
      if difference == 0 { return t }
      if difference < 0 { low = t } else { high = t }
      let step = difference / slope(t)
      var next = t - step
      if !(next > low && next < high) {
        next = (low + high) / 2
        if next <= low || next >= high { return t }
      } else if abs(step) <= 1e-15 * max(1, abs(t)) {
        return next
      }
      t = next
    }
    return t
  }

  // MARK: Feasibility

  /// The logit of the farthest uniform, 2⁻⁵⁴.
  private static let farthest = 37.5

  /// Why the curve is no quantile function, if it is none: it must rise throughout.
  func fault(isLogarithm: Bool) -> String? {
    let step = 1.0 / 16
    let count = Int(2 * Self.farthest / step)
    var worst = (t: 0.0, slope: Double.infinity)
    for k in 0...count {
      let t = Double(k) * step - Self.farthest
      let slope = slope(t)
      if !(slope >= worst.slope) { worst = (t, slope) }
    }
    // Between the nodes of the scan.
    for k in -16...16 {
      let t = worst.t + Double(k) * step / 16
      worst.slope = min(worst.slope, slope(t))
    }
    let isRising = worst.slope > 0 && growth.lower >= 0 && growth.upper >= 0
    guard isRising else {
      let t = growth.lower < 0 ? -Self.farthest : growth.upper < 0 ? Self.farthest : worst.t
      return
        "needs percentiles that one curve can follow: the one through these falls \(place(t)); "
        + "move a value, or leave one out"
    }
    let largest = isLogarithm ? 600 : 1e150
    for t in [-Self.farthest, Self.farthest]
    where !(abs(height(offset: Self.offset(t), logit: t)) <= largest) {
      return "needs percentiles that leave its tails finite: beyond these it overflows"
    }
    return nil
  }

  private func place(_ t: Double) -> String {
    let percent = 100 / (1 + exponential(-t))
    if percent < 0.1 { return "in the lower tail" }
    return percent > 99.9 ? "in the upper tail" : "near p\((percent * 10).rounded() / 10)"
  }
}
