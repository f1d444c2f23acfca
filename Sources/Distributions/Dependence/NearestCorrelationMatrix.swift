// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics

extension CorrelationMatrix {
  /// Least eigenvalue of the matrix that `nearest` finds: small, but enough for a Cholesky factor.
  private static let leastEigenvalue = 1e-8
  /// Steps after which what has been found is taken; 82 were the most for 200 variables at random.
  private static let mostSteps = 200
  /// Largest change of an entry that ends the search: correlations are told to three decimals.
  private static let tolerance = 1e-7

  /// The positive definite correlation matrix nearest to this one: the sum of the squared differences
  /// of its entries is least.
  ///
  /// By alternating projections with Dykstra's correction (Higham, "Computing the nearest correlation
  /// matrix", IMA Journal of Numerical Analysis 22, 2002, doi:10.1093/imanum/22.3.329). Entries are
  /// good to about 10⁻⁶, worse if the search runs out of steps; the result has a Cholesky factor in any
  /// case. Time: some tens of eigenvalue problems, milliseconds for 30 variables.
  public func nearest() -> CorrelationMatrix {
    var found = self
    var correction = [Double](repeating: 0, count: entries.count)
    var definite = entries
    for _ in 0..<Self.mostSteps {
      let start = zip(found.entries, correction).map { $0 - $1 }
      guard let raised = Self.raisingEigenvalues(of: start, order: order) else { break }
      definite = raised
      correction = zip(definite, start).map { $0 - $1 }
      var next = CorrelationMatrix(order: order)
      for row in 1..<max(order, 1) {
        for column in 0..<row { next[row, column] = definite[row * order + column] }
      }
      let change = zip(next.entries, found.entries).map { abs($0 - $1) }.max() ?? 0
      found = next
      if change < Self.tolerance { break }
    }
    return Self.scaled(definite, order: order)
  }

  /// The nearest matrix whose eigenvalues are all at least `leastEigenvalue`.
  private static func raisingEigenvalues(of entries: [Double], order: Int) -> [Double]? {
    guard let eigen = try? SymmetricEigenvalues(of: entries, order: order) else { return nil }
    var raised = entries
    for (value, vector) in zip(eigen.values, eigen.vectors) where value < leastEigenvalue {
      for row in 0..<order {
        let factor = (leastEigenvalue - value) * vector[row]
        for column in 0..<order { raised[row * order + column] += factor * vector[column] }
      }
    }
    return raised
  }

  /// The correlations of variables with these covariances.
  private static func scaled(_ covariances: [Double], order: Int) -> CorrelationMatrix {
    var matrix = CorrelationMatrix(order: order)
    let deviations = (0..<order).map { covariances[$0 * order + $0].squareRoot() }
    for row in 1..<max(order, 1) {
      for column in 0..<row {
        let correlation = covariances[row * order + column] / (deviations[row] * deviations[column])
        matrix[row, column] = min(max(correlation, -1), 1)
      }
    }
    return matrix
  }

  /// The mixture of this matrix and no correlation at all, with `share` of the latter.
  public func shrunk(by share: Double) -> CorrelationMatrix {
    var matrix = self
    for row in 1..<max(order, 1) {
      for column in 0..<row { matrix[row, column] *= 1 - share }
    }
    return matrix
  }
}
