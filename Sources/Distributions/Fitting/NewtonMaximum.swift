// SPDX-License-Identifier: GPL-3.0-or-later

/// A function of several numbers at a point, with its first and second derivatives.
struct SecondOrder {
  var value = 0.0
  var gradient: [Double]
  /// Row by row; both triangles.
  var hessian: [[Double]]

  /// Zero in `count` dimensions.
  init(_ count: Int) {
    gradient = Array(repeating: 0, count: count)
    hessian = Array(repeating: gradient, count: count)
  }
}

/// Where a function is largest, by Newton's method.
///
/// Where the function is not concave, the Hessian's diagonal is enlarged until it looks so
/// (Levenberg); a step that does not gain is halved.
///
/// - Parameters:
///   - start: near the maximum, with coordinates of the order of 1.
///   - function: nil where it has no value.
/// - Returns: nil when there is no maximum near the start.
func newtonMaximum(
  from start: [Double], _ function: ([Double]) -> SecondOrder?
) -> [Double]? {
  guard var here = function(start) else { return nil }
  var point = start
  for _ in 0..<200 {
    guard let step = ascent(here) else { return nil }
    let size = zip(step, point).map { abs($0) / max(1, abs($1)) }.max() ?? 0
    // Steps converge quadratically: after one of this size nothing is left to gain.
    if size <= 1e-10 { return zip(point, step).map { $0 + $1 } }
    var factor = 1.0
    var gained: (point: [Double], value: SecondOrder)?
    while gained == nil, factor * size > 1e-14 {
      let next = zip(point, step).map { $0 + factor * $1 }
      // The noise of a sum is no loss.
      if let value = function(next), value.value >= here.value - 1e-12 * (1 + abs(here.value)) {
        gained = (next, value)
      }
      factor /= 2
    }
    guard let gained else { return nil }
    (point, here) = gained
  }
  return nil
}

/// The step to the maximum of the parabola, or of one that is curved enough to have one.
private func ascent(_ here: SecondOrder) -> [Double]? {
  var damping = 0.0
  for _ in 0..<40 {
    var matrix = here.hessian.map { $0.map { -$0 } }
    for i in matrix.indices { matrix[i][i] += damping * max(abs(matrix[i][i]), 1e-3) }
    if let factor = CholeskyFactor(matrix) {
      let step = factor.solve(here.gradient)
      return step.allSatisfy(\.isFinite) ? step : nil
    }
    damping = damping == 0 ? 1e-3 : damping * 4
  }
  return nil
}

/// A symmetric positive definite matrix as L Lᵀ.
struct CholeskyFactor {
  private let lower: [[Double]]

  /// Nil unless the matrix is positive definite.
  init?(_ matrix: [[Double]]) {
    var lower = matrix
    for i in matrix.indices {
      for j in 0...i {
        var sum = matrix[i][j]
        for k in 0..<j { sum -= lower[i][k] * lower[j][k] }
        if i == j {
          guard sum > 0, sum.isFinite else { return nil }
          lower[i][i] = sum.squareRoot()
        } else {
          lower[i][j] = sum / lower[j][j]
        }
      }
    }
    self.lower = lower
  }

  /// The x for which the matrix times x is `right`.
  func solve(_ right: [Double]) -> [Double] {
    var x = right
    for i in x.indices {
      for k in 0..<i { x[i] -= lower[i][k] * x[k] }
      x[i] /= lower[i][i]
    }
    for i in x.indices.reversed() {
      for k in x.indices where k > i { x[i] -= lower[k][i] * x[k] }
      x[i] /= lower[i][i]
    }
    return x
  }

  /// The inverse matrix.
  var inverse: [[Double]] {
    lower.indices.map { column in solve(lower.indices.map { $0 == column ? 1 : 0 }) }
  }
}
