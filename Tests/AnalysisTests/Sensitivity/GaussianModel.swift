// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

extension SensitivityModel {
  /// Correlations of x1 with x2, of x1 with x3, of x2 with x3.
  private static let correlations = [[1, 0.5, 0.3], [0.5, 1, 0], [0.3, 0, 1]]
  private static let weights = [1, 0.5, -1]
  private static let noise = 0.5

  /// x1 + x2/2 − x3 + e/2 of normal numbers of variance 1; the x are correlated, e is not.
  ///
  /// Var E[y | x_u] = c_uᵀ R_uu⁻¹ c_u with c = R w; Shapley effects are means over all orders of what
  /// an input adds to it (Owen and Prieur, 2017), here over what all inputs explain. Ranks have
  /// correlation 6/π asin(ρ/2) where normal numbers have ρ (Pearson, 1907), from which the regression
  /// between ranks follows as the one between values does.
  static let gauss: SensitivityModel = {
    let covariances = correlations.map { row in zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 } }
    let explained = zip(covariances, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let deviation = (explained + noise * noise).squareRoot()
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    var shapley = [0.0, 0, 0]
    for order in orders {
      for place in 0..<3 {
        let before = Array(order[..<place])
        shapley[order[place]] +=
          (variance(of: before + [order[place]], covariances) - variance(of: before, covariances))
          / 6 / explained
      }
    }
    func ofRanks(_ rho: Double) -> Double { 6 / Double.pi * asin(rho / 2) }
    let ranks = correlations.map { $0.map(ofRanks) }
    let spearman = covariances.map { ofRanks($0 / deviation) }
    let coefficients = solve(ranks, spearman)
    let unexplained = 1 - zip(coefficients, spearman).reduce(0) { $0 + $1.0 * $1.1 }
    let partial = (0..<3).map { j in
      // 1 / what the others leave of x_j is a diagonal element of the inverse.
      let inverse = solve(ranks, (0..<3).map { $0 == j ? 1 : 0 })[j]
      return coefficients[j]
        / (coefficients[j] * coefficients[j] + unexplained * inverse).squareRoot()
    }
    return SensitivityModel(
      name: "gauss", draw: draw,
      firstOrder: covariances.map { $0 * $0 / (deviation * deviation) }, shapley: shapley,
      regression: weights.map { $0 / deviation }, spearman: spearman, partialRank: partial,
      rankRegression: coefficients)
  }()

  private static func draw(_ seed: UInt64, _ count: Int) -> Sample {
    let z = (1...3).map { normalColumn("x\($0)", seed, count) }
    let e = normalColumn("e", seed, count)
    // The Cholesky factor of the correlations.
    let (a, b) = (0.75.squareRoot(), -0.15 / 0.75.squareRoot())
    let c = (1 - 0.09 - b * b).squareRoot()
    let second = (0..<count).map { 0.5 * z[0][$0] + a * z[1][$0] }
    let third = (0..<count).map { 0.3 * z[0][$0] + b * z[1][$0] + c * z[2][$0] }
    let y = (0..<count).map { z[0][$0] + 0.5 * second[$0] - third[$0] + noise * e[$0] }
    return Sample(inputs: [z[0], second, third], output: y)
  }

  private static func variance(of inputs: [Int], _ covariances: [Double]) -> Double {
    let matrix = inputs.map { row in inputs.map { correlations[row][$0] } }
    let right = inputs.map { covariances[$0] }
    return zip(solve(matrix, right), right).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Gauss's elimination; the matrices here need no pivots.
  private static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var rows = zip(matrix, right).map { $0 + [$1] }
    for i in rows.indices {
      for k in rows.indices where k != i {
        let factor = rows[k][i] / rows[i][i]
        for column in rows[k].indices { rows[k][column] -= factor * rows[i][column] }
      }
    }
    return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
  }
}
