// SPDX-License-Identifier: GPL-3.0-or-later

/// The covariance of maximum-likelihood estimates: the inverse of minus the log-likelihood's second
/// derivatives at the maximum.
///
/// The derivatives are central differences over about a tenth of a standard error, where the
/// likelihood falls by some 0.005, and over half of that, joined by Richardson's rule.
///
/// - Returns: nil where the likelihood has no curvature in some direction.
func observedCovariance(
  at maximum: [Double], _ logLikelihood: ([Double]) -> Double
) -> [[Double]]? {
  let top = logLikelihood(maximum)
  func moved(_ moves: [(index: Int, by: Double)]) -> Double {
    var point = maximum
    for (index, distance) in moves { point[index] += distance }
    return logLikelihood(point)
  }
  var steps: [Double] = []
  for index in maximum.indices {
    var step = 1e-4 * max(abs(maximum[index]), 1e-12)
    for _ in 0..<40 {
      let fall = top - (moved([(index, step)]) + moved([(index, -step)])) / 2
      if fall.isFinite, fall > 0.002, fall < 0.02 { break }
      let isFlat = fall.isFinite && fall < 1e-9 * (1 + abs(top))
      step *=
        fall.isFinite
        ? isFlat ? 10 : min(max((0.005 / fall).squareRoot(), 0.02), 50) : 0.1
    }
    steps.append(step)
  }
  func second(_ i: Int, _ j: Int, _ scale: Double) -> Double {
    let (a, b) = (scale * steps[i], scale * steps[j])
    if i == j { return (moved([(i, a)]) - 2 * top + moved([(i, -a)])) / (a * a) }
    let equal = moved([(i, a), (j, b)]) + moved([(i, -a), (j, -b)])
    let opposite = moved([(i, a), (j, -b)]) + moved([(i, -a), (j, b)])
    return (equal - opposite) / (4 * a * b)
  }
  // In units of the steps, so that parameters of any size go together.
  let information = maximum.indices.map { i in
    maximum.indices.map { j in
      let (i, j) = (max(i, j), min(i, j))
      return -(4 * second(i, j, 0.5) - second(i, j, 1)) / 3 * steps[i] * steps[j]
    }
  }
  guard let inverse = CholeskyFactor(information)?.inverse else { return nil }
  return inverse.enumerated().map { i, row in
    row.enumerated().map { j, value in value * steps[i] * steps[j] }
  }
}
