// SPDX-License-Identifier: GPL-3.0-or-later

/// The covariance of maximum-likelihood estimates: the inverse of minus the log-likelihood's second
/// derivatives at the maximum.
///
/// The derivatives are central differences over about three thousandths of what changes the curvature, where
/// the likelihood falls by 5·10⁻⁶ for each value, and over half of that, joined by Richardson's rule:
/// about 1e-10 is lost by the steps and as much by rounding.
///
/// - Parameter count: how many values the likelihood is of.
/// - Returns: nil where the likelihood has no curvature in some direction.
func observedCovariance(
  at maximum: [Double], count: Double, _ logLikelihood: ([Double]) -> Double
) -> [[Double]]? {
  let top = logLikelihood(maximum)
  func moved(_ moves: [(index: Int, by: Double)]) -> Double {
    var point = maximum
    for (index, distance) in moves { point[index] += distance }
    return logLikelihood(point)
  }
  let aim = 5e-6 * count
  let steps = maximum.indices.map { index in
    var step = 1e-4 * max(abs(maximum[index]), 1e-12)
    for _ in 0..<40 {
      let fall = top - (moved([(index, step)]) + moved([(index, -step)])) / 2
      if fall > 0.4 * aim, fall < 4 * aim { break }
      // Past the end of what the parameter may be there is no likelihood.
      step *= fall.isFinite ? (fall > 0 ? min(max((aim / fall).squareRoot(), 0.02), 50) : 50) : 0.1
    }
    return step
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
