// SPDX-License-Identifier: GPL-3.0-or-later

/// The directions in which a process's monthly shocks move its path most.
///
/// A path is a linear map A of its independent normal shocks z: x_m = k·x_{m−1} + z_m. The leading right
/// singular vectors of A say which combinations of shocks matter. A design places its points along
/// those few and leaves the others to chance; as the vectors are orthonormal the shocks stay independent
/// standard normals (Caflisch, Morokoff and Owen, "Valuation of mortgage-backed securities using
/// Brownian bridges to reduce effective dimension", J. Comput. Finance 1, 1997).
struct LeadingComponents: Sendable {
  /// One unit vector for each component, a number for each month.
  let vectors: [[Double]]

  /// Components of one process that a design takes.
  static let most = 4

  /// The components of x_m = keep·x_{m−1} + z_m over some months.
  init(months: Int, keep: Double) {
    var vectors: [[Double]] = []
    for component in 0..<min(Self.most, months) {
      // Smooth at first: a wave with as many nodes as there are components before it.
      var vector = (0..<months).map { month in
        (month * (component + 1) / months) % 2 == 0 ? 1.0 : -1.0
      }
      for _ in 0..<60 {
        vector = Self.transposed(Self.path(vector, keep), keep)
        Self.makeOrthonormal(&vector, to: vectors)
      }
      vectors.append(vector)
    }
    self.vectors = vectors
  }

  /// A z.
  private static func path(_ shocks: [Double], _ keep: Double) -> [Double] {
    var level = 0.0
    return shocks.map { shock in
      level = keep * level + shock
      return level
    }
  }

  /// Aᵀ x.
  private static func transposed(_ path: [Double], _ keep: Double) -> [Double] {
    var sum = 0.0
    var result = path
    for month in path.indices.reversed() {
      sum = keep * sum + path[month]
      result[month] = sum
    }
    return result
  }

  private static func makeOrthonormal(_ vector: inout [Double], to others: [[Double]]) {
    for other in others {
      let overlap = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
      for month in vector.indices { vector[month] -= overlap * other[month] }
    }
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for month in vector.indices { vector[month] /= length }
  }

  /// Replaces what the shocks of `count` trials have along component `index` by `values`.
  ///
  /// - Parameter shock: the column of a month, counted from 0.
  func place(
    _ values: UnsafeMutableBufferPointer<Double>, along index: Int,
    shock: (Int) -> UnsafeMutablePointer<Double>
  ) {
    let vector = vectors[index]
    for month in vector.indices {
      let column = shock(month)
      let weight = vector[month]
      for trial in values.indices { values[trial] -= weight * column[trial] }
    }
    for month in vector.indices {
      let column = shock(month)
      let weight = vector[month]
      for trial in values.indices { column[trial] += weight * values[trial] }
    }
  }
}
