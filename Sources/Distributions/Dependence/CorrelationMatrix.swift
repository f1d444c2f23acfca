// SPDX-License-Identifier: GPL-3.0-or-later

/// The correlations of every pair of some variables: symmetric, with 1 on the diagonal.
///
/// Not every such table is possible. Where A goes with B and B with C, A cannot go against C; the
/// matrix is then not positive definite and has no `choleskyFactor`.
public struct CorrelationMatrix: Sendable, Hashable {
  /// How many variables there are, at least 1.
  public let order: Int
  /// Row by row.
  var entries: [Double]

  /// Variables without correlation.
  public init(order: Int) {
    precondition(order > 0)
    self.order = order
    entries = [Double](repeating: 0, count: order * order)
    for row in 0..<order { entries[row * order + row] = 1 }
  }

  /// The correlation of two variables, from −1 to 1; setting it sets it both ways.
  public subscript(row: Int, column: Int) -> Double {
    get { entries[row * order + column] }
    set {
      precondition(row != column)
      entries[row * order + column] = newValue
      entries[column * order + row] = newValue
    }
  }

  /// Least square of a diagonal entry of the Cholesky factor: what one variable has of its own.
  ///
  /// Below it, rounding decides whether there is a factor at all.
  private static let leastPivot = 1e-12

  /// The lower triangular L with L Lᵀ equal to this matrix, row by row, zeros above the diagonal; nil
  /// when the matrix is not positive definite.
  ///
  /// L turns independent standard normal variables into ones with these correlations. Time: n³ / 3.
  public var choleskyFactor: [Double]? {
    var factor = [Double](repeating: 0, count: order * order)
    for row in 0..<order {
      for column in 0...row {
        var sum = self[row, column]
        for k in 0..<column { sum -= factor[row * order + k] * factor[column * order + k] }
        if column < row {
          factor[row * order + column] = sum / factor[column * order + column]
        } else {
          guard sum > Self.leastPivot else { return nil }
          factor[row * order + row] = sum.squareRoot()
        }
      }
    }
    return factor
  }
}
