// SPDX-License-Identifier: GPL-3.0-or-later

/// The standard errors of numbers that are computed from a correlation matrix, whatever the
/// distribution: by the influence of each row on the matrix.
///
/// A small change dC of the covariance matrix of standardised columns z changes a correlation, a
/// regression coefficient or a partial correlation by a sum of terms w · aᵀ dC b. A row z changes C by
/// z zᵀ − C, so its influence is the sum of w (a·z)(b·z). Where the columns are ranks, a row moves the
/// ranks of the others as well: rank k of another row grows by 1/n when that row's value is the
/// larger one. This adds Σ_k E[1{x_k < X_k} (a_k b·Z + b_k a·Z)] / σ_k, with 1/2 for equal values: the
/// first-order term of Hoeffding's decomposition of Spearman's ρ (Hoeffding, "A class of statistics
/// with asymptotically normal distribution", Annals of Mathematical Statistics 19(3), 1948,
/// doi:10.1214/aoms/1177730196). The variance of the influence over the number of rows is the squared
/// standard error; it holds for errors whose spread depends on the inputs, too.
struct CovarianceInfluence: Sendable {
  /// One term w · aᵀ dC b; a and b have few or many entries.
  struct Term {
    var weight: Double
    var a: [(column: Int, value: Double)]
    var b: [(column: Int, value: Double)]
  }

  /// The standardised columns, all of one length.
  private let columns: [[Double]]
  /// Order and deviation of the ranks of each column; nil for plain values.
  private let ranks: [(order: RankOrder, deviation: Double)?]
  private var count: Int { columns[0].count }

  /// Columns of plain values; constant ones become 0.
  init(values: [[Double]]) {
    columns = values.map { column in
      column.withUnsafeBufferPointer { buffer in
        Standardisation(buffer).map { scale in column.map { scale($0) } }
          ?? column.map { _ in 0 }
      }
    }
    ranks = values.map { _ in nil }
  }

  /// The ranks of columns; constant ones become 0.
  init(ranksOf values: [[Double]]) {
    var columns: [[Double]] = []
    var ranks: [(order: RankOrder, deviation: Double)?] = []
    for column in values {
      let order = column.withUnsafeBufferPointer { RankOrder($0) }
      let n = Double(column.count)
      let scaled = order.doubledRanks.map { (Double($0) - 1) / (2 * n) }
      let scale = scaled.withUnsafeBufferPointer { Standardisation($0) }
      columns.append(scale.map { scale in scaled.map { scale($0) } } ?? scaled.map { _ in 0 })
      ranks.append(scale.map { (order, $0.standardDeviation) })
    }
    self.columns = columns
    self.ranks = ranks
  }

  /// The standard deviation of the influence of one row.
  func deviation(of terms: [Term]) -> Double {
    var influence = [Double](repeating: 0, count: count)
    var shifts: [Int: [Double]] = [:]
    for term in terms {
      let u = combination(term.a)
      let v = combination(term.b)
      for i in influence.indices { influence[i] += term.weight * u[i] * v[i] }
      for (column, value) in term.a where ranks[column] != nil {
        Self.add(v, times: term.weight * value, to: &shifts[column])
      }
      for (column, value) in term.b where ranks[column] != nil {
        Self.add(u, times: term.weight * value, to: &shifts[column])
      }
    }
    for column in shifts.keys.sorted() {
      if let rank = ranks[column], let shift = shifts[column] {
        Self.addShift(shift, rank.order, 1 / (rank.deviation * Double(count)), to: &influence)
      }
    }
    let moments = influence.withUnsafeBufferPointer { buffer in
      var moments = Moments(pivot: 0, scale: 1)
      moments.add(buffer)
      return moments
    }
    return moments.variance.squareRoot()
  }

  private func combination(_ parts: [(column: Int, value: Double)]) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    for part in parts { Self.add(columns[part.column], times: part.value, to: &result) }
    return result
  }

  private static func add(_ x: [Double], times factor: Double, to sum: inout [Double]) {
    sum.withUnsafeMutableBufferPointer { sum in
      x.withUnsafeBufferPointer { x in
        for i in sum.indices { sum[i] += factor * x[i] }
      }
    }
  }

  private static func add(_ x: [Double], times factor: Double, to sum: inout [Double]?) {
    if sum == nil { sum = [Double](repeating: 0, count: x.count) }
    sum?.withUnsafeMutableBufferPointer { sum in
      x.withUnsafeBufferPointer { x in
        for i in sum.indices { sum[i] += factor * x[i] }
      }
    }
  }

  /// Adds to each row the sum of `shift` over the rows with larger values, and half of it over equal
  /// ones.
  private static func addShift(
    _ shift: [Double], _ order: RankOrder, _ factor: Double, to influence: inout [Double]
  ) {
    let whole = shift.withUnsafeBufferPointer { Moments.sum($0) { $0 } }
    influence.withUnsafeMutableBufferPointer { influence in
      shift.withUnsafeBufferPointer { shift in
        order.rows.withUnsafeBufferPointer { rows in
          var below = 0.0
          order.forEachTie { tie in
            var equal = 0.0
            for place in tie { equal += shift[Int(rows[place])] }
            let amount = (whole - below - equal / 2) * factor
            for place in tie { influence[Int(rows[place])] += amount }
            below += equal
          }
        }
      }
    }
  }
}
