// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Testing

@Suite("Correlation matrices")
struct CorrelationMatrixTests {
  static func matrix(_ rows: [[Double]]) -> CorrelationMatrix {
    var matrix = CorrelationMatrix(order: rows.count)
    for row in rows.indices {
      for column in 0..<row { matrix[row, column] = rows[row][column] }
    }
    return matrix
  }

  @Test("The Cholesky factor times its transpose is the matrix")
  func factor() throws {
    let rows = [[1, 0.6, -0.3, 0.1], [0.6, 1, 0.2, 0], [-0.3, 0.2, 1, 0.7], [0.1, 0, 0.7, 1]]
    let factor = try #require(Self.matrix(rows).choleskyFactor)
    for row in 0..<4 {
      for column in 0..<4 {
        let product = (0..<4).reduce(0.0) { $0 + factor[4 * row + $1] * factor[4 * column + $1] }
        #expect(abs(product - rows[row][column]) < 1e-15)
        if column > row { #expect(factor[4 * row + column] == 0) }
      }
    }
  }

  @Test("Matrices that are not positive definite have no factor")
  func indefinite() {
    for (rows, _) in ReferenceCopula.nearest { #expect(Self.matrix(rows).choleskyFactor == nil) }
    // Singular: the third variable is what the others leave no room for.
    #expect(Self.matrix([[1, 0.5, -0.5], [0.5, 1, 0.5], [-0.5, 0.5, 1]]).choleskyFactor == nil)
    #expect(Self.matrix([[1, 1], [1, 1]]).choleskyFactor == nil)
    #expect(Self.matrix([[1, 0.999_999], [0.999_999, 1]]).choleskyFactor != nil)
  }

  /// Higham 2002, section 4, prints 0.7607 and 0.1573.
  @Test("The nearest matrix of the published example")
  func published() {
    let nearest = Self.matrix([[1, 1, 0], [1, 1, 1], [0, 1, 1]]).nearest()
    #expect(abs(nearest[1, 0] - 0.7607) < 5e-5)
    #expect(abs(nearest[2, 1] - 0.7607) < 5e-5)
    #expect(abs(nearest[2, 0] - 0.1573) < 5e-5)
  }

  /// The references are minima found by another method, good to six decimals.
  @Test("The nearest matrix is the minimum that another method finds, and is positive definite")
  func nearest() {
    for (rows, expected) in ReferenceCopula.nearest {
      let nearest = Self.matrix(rows).nearest()
      #expect(nearest.choleskyFactor != nil)
      for row in rows.indices {
        for column in 0..<row {
          #expect(abs(nearest[row, column] - expected[row][column]) < 1e-5)
        }
      }
    }
  }

  @Test("A matrix that is positive definite is its own nearest")
  func own() {
    let matrix = Self.matrix([[1, 0.5, 0.2], [0.5, 1, -0.3], [0.2, -0.3, 1]])
    let nearest = matrix.nearest()
    for (row, column) in [(1, 0), (2, 0), (2, 1)] {
      #expect(abs(nearest[row, column] - matrix[row, column]) < 1e-12)
    }
  }

  /// All of n variables can have the correlation −1 / (n − 1) at least.
  @Test("Thirty variables that all avoid each other, in less than a second")
  func thirty() {
    var matrix = CorrelationMatrix(order: 30)
    for row in 0..<30 { for column in 0..<row { matrix[row, column] = -0.5 } }
    let start = Date()
    let nearest = matrix.nearest()
    #expect(Date().timeIntervalSince(start) < 1)
    #expect(nearest.choleskyFactor != nil)
    for row in 0..<30 {
      for column in 0..<row { #expect(abs(nearest[row, column] + 1.0 / 29) < 1e-5) }
    }
  }

  @Test("Ranks and normal correlations turn into each other")
  func ranks() {
    for thousandth in -1_000...1_000 {
      let rank = Double(thousandth) / 1_000
      let normal = RankCorrelation.normal(ofRank: rank)
      #expect(abs(normal - 2 * sin(Double.pi * rank / 6)) <= 2e-16)
      #expect(
        abs(RankCorrelation.rank(ofNormal: normal) - 6 / Double.pi * asin(normal / 2)) < 1e-15)
    }
    #expect(abs(RankCorrelation.rank(ofNormal: 0.3) - 0.287_564_218_622_621_27) < 1e-15)
  }
}
