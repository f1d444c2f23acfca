// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// The eigenvalues and eigenvectors of a symmetric matrix.
public struct SymmetricEigenvalues: Sendable {
  /// One for each row, in no order.
  public let values: [Double]
  /// The unit vector of each value: `vectors[k]` belongs to `values[k]`.
  public let vectors: [[Double]]

  /// By Householder's reduction and the QR method (Golub and van Loan, section 8.3).
  ///
  /// - Parameter entries: all of the matrix, row by row; the lower triangle is read.
  /// - Throws: `GSLError` when there is no memory for the work.
  public init(of entries: [Double], order: Int) throws(GSLError) {
    precondition(entries.count == order * order && order > 0)
    var matrix = entries
    var values = [Double](repeating: 0, count: order)
    var vectors = [Double](repeating: 0, count: order * order)
    let work = try withGSL("gsl_eigen_symmv_alloc") { gsl_eigen_symmv_alloc(order) }
    defer { gsl_eigen_symmv_free(work) }
    try withGSL("gsl_eigen_symmv") {
      matrix.withUnsafeMutableBufferPointer { matrix in
        values.withUnsafeMutableBufferPointer { values in
          vectors.withUnsafeMutableBufferPointer { vectors in
            var matrix = gsl_matrix_view_array(matrix.baseAddress, order, order)
            var values = gsl_vector_view_array(values.baseAddress, order)
            var vectors = gsl_matrix_view_array(vectors.baseAddress, order, order)
            _ = gsl_eigen_symmv(&matrix.matrix, &values.vector, &vectors.matrix, work)
          }
        }
      }
    }
    self.values = values
    // GSL gives the vectors as columns.
    self.vectors = (0..<order).map { k in (0..<order).map { vectors[$0 * order + k] } }
  }
}
