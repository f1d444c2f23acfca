// SPDX-License-Identifier: GPL-3.0-or-later

/// The linear regression of standardised columns on each other, from their correlations.
///
/// Columns that are constant, or that others determine to 10 digits, have no coefficients; nor have
/// those others, for their part in what they share is anybody's guess.
struct CorrelationRegression: Sendable {
  /// Correlation of each input with the output; nil where the input is constant.
  let correlations: [Double?]
  /// The inputs whose coefficients are determined.
  let determined: [Int]
  /// Those that stand in the regression, which explains no less without the others.
  private(set) var regressors: [Int] = []
  /// The standardised coefficient of each regressor.
  private(set) var coefficients: [Double] = []
  /// The inverse of the regressors' correlation matrix, row by row.
  private(set) var inverse: [[Double]] = []
  /// The share of the output's variance that the regression explains, R².
  private(set) var explained = 0.0

  /// Least share of an input's variance that the others must leave.
  private static let leastShare = 1e-10

  /// - Parameter sums: of the inputs and, last, of the output.
  init?(_ sums: CorrelationSums, count: Int) {
    let last = sums.width - 1
    let deviations = (0...last).map { column in
      let square = sums.centred(column, column, count: count)
      return square > 1e-13 * Double(count) ? square.squareRoot() : 0
    }
    guard deviations[last] > 0 else { return nil }
    func correlation(_ j: Int, _ k: Int) -> Double {
      let value = sums.centred(j, k, count: count) / deviations[j] / deviations[k]
      return min(max(value, -1), 1)
    }
    let varying = (0..<last).filter { deviations[$0] > 0 }
    correlations = (0..<last).map { deviations[$0] > 0 ? correlation($0, last) : nil }

    var factor = TriangularFactor()
    var shared = Set<Int>()
    for column in varying {
      let row = regressors.map { correlation(column, $0) }
      if let parts = factor.add(row, diagonal: 1, least: Self.leastShare) {
        shared.insert(column)
        for (regressor, part) in zip(regressors, parts) where abs(part) > 1e-6 {
          shared.insert(regressor)
        }
      } else {
        regressors.append(column)
      }
    }
    inverse = factor.inverse
    determined = varying.filter { !shared.contains($0) }
    let outputs = regressors.map { correlation($0, last) }
    coefficients = inverse.map { row in zip(row, outputs).reduce(0) { $0 + $1.0 * $1.1 } }
    explained = min(max(zip(coefficients, outputs).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1)
  }
}

/// A Cholesky factor that grows by one row at a time.
struct TriangularFactor {
  /// Row i has i + 1 entries.
  private(set) var rows: [[Double]] = []

  /// Adds a row and column to the matrix, unless the rows so far leave less than `least` of its
  /// diagonal.
  ///
  /// - Parameter row: the new row without its diagonal.
  /// - Returns: nil, or what combination of the rows so far the refused row is.
  mutating func add(_ row: [Double], diagonal: Double, least: Double) -> [Double]? {
    var entries: [Double] = []
    entries.reserveCapacity(row.count + 1)
    var rest = diagonal
    for (i, value) in row.enumerated() {
      let entry = (value - Self.inner(rows[i], entries)) / rows[i][i]
      entries.append(entry)
      rest -= entry * entry
    }
    if rest > least * diagonal {
      rows.append(entries + [rest.squareRoot()])
      return nil
    }
    return solveTransposed(entries)
  }

  /// The x with A x = b.
  func solution(_ b: [Double]) -> [Double] { solveTransposed(solve(b)) }

  /// The inverse of the matrix.
  var inverse: [[Double]] {
    rows.indices.map { j in
      var unit = [Double](repeating: 0, count: rows.count)
      unit[j] = 1
      return solution(unit)
    }
  }

  /// The x with L x = b.
  private func solve(_ b: [Double]) -> [Double] {
    var x: [Double] = []
    x.reserveCapacity(b.count)
    for i in b.indices { x.append((b[i] - Self.inner(rows[i], x)) / rows[i][i]) }
    return x
  }

  /// The x with Lᵀ x = b.
  private func solveTransposed(_ b: [Double]) -> [Double] {
    var x = b
    for i in b.indices.reversed() {
      x[i] /= rows[i][i]
      for k in 0..<i { x[k] -= rows[i][k] * x[i] }
    }
    return x
  }

  private static func inner(_ row: [Double], _ x: [Double]) -> Double {
    row.withUnsafeBufferPointer { row in
      x.withUnsafeBufferPointer { x in
        innerProduct(UnsafeBufferPointer(rebasing: row[..<x.count]), x)
      }
    }
  }
}
