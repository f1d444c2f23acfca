// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels
internal import Synchronization

/// A distribution whose quantile is found by iteration, and is worth tabulating.
protocol TailInvertible: Sendable {
  /// The quantile of m, for m up to 1/2, or of 1 − m where `isUpper`.
  ///
  /// - Parameter previous: the point at a neighbouring m, from which the search may start.
  func invert(_ m: Double, isUpper: Bool, after previous: TailPoint?) -> TailPoint
}

/// A point of a quantile function.
struct TailPoint {
  /// The smaller of min(u, 1 − u).
  var probability: Double
  /// The quantile.
  var value: Double
  /// Its derivative by `probability`.
  var slope: Double
  /// What the search found: the quantile's distance from the nearer end of the support.
  var distance: Double
  /// Whether that is the upper end.
  var isFromHigh: Bool
}

/// A quantile function as a table: 64 nodes to an octave of min(u, 1 − u), cubic Hermite between
/// them with slopes from the density.
///
/// A draw costs 2 ns rather than the thousand and more of an inversion, with a relative error in
/// probability of 4e-9 at most. One uniform in a million lies below the table's reach and is
/// inverted.
final class QuantileTable: Sendable {
  private static let octaves = 20

  private let distribution: any TailInvertible
  private let nodes: [Double]

  init(_ distribution: any TailInvertible) {
    self.distribution = distribution
    let perTail = 64 * Self.octaves + 1
    nodes = [Double](unsafeUninitializedCapacity: 4 * perTail) { buffer, count in
      for (offset, isUpper) in [(0, false), (2 * perTail, true)] {
        // From the middle outwards, each search starting where the one before ended.
        var previous: TailPoint?
        for node in (0..<perTail).reversed() {
          let point = distribution.invert(
            Self.probability(ofNode: node), isUpper: isUpper, after: previous)
          buffer[offset + 2 * node] = point.value
          buffer[offset + 2 * node + 1] = point.slope.isFinite ? point.slope : 0
          previous = point
        }
      }
      count = 4 * perTail
    }
  }

  /// min(u, 1 − u) at a node: 64 equal steps in each octave from 2^-(octaves + 1) to 1/2.
  private static func probability(ofNode node: Int) -> Double {
    let octave = node / 64 - octaves - 1
    return Double(sign: .plus, exponent: octave, significand: 1 + Double(node % 64) / 64)
  }

  /// Turns uniforms into quantiles in place.
  func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    let chunk = 1_024
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: chunk) { missed in
      nodes.withUnsafeBufferPointer { nodes in
        guard let lower = nodes.baseAddress, let base = x.baseAddress,
          let indices = missed.baseAddress
        else { return }
        var table = bk_quantile_table(
          lower: lower, upper: lower + nodes.count / 2, octaves: Int32(Self.octaves))
        for start in stride(from: 0, to: x.count, by: chunk) {
          let part = base + start
          let misses = bk_table_quantile(part, min(chunk, x.count - start), &table, indices)
          for miss in missed.prefix(misses) {
            part[Int(miss)] = distribution.quantile(part[Int(miss)])
          }
        }
      }
    }
  }
}

extension TailInvertible {
  /// The quantile of u, counted from the nearer end, which keeps the digits of 1 − u.
  func quantile(_ u: Double) -> Double {
    invert(u <= 0.5 ? u : 1 - u, isUpper: u > 0.5, after: nil).value
  }
}

/// A quantile table that is made when the first block of draws asks for it.
///
/// Checking a file needs none, nor does a distribution that serves one trial only.
final class LazyQuantileTable: Sendable {
  private let distribution: any TailInvertible
  private let table = Mutex<QuantileTable?>(nil)

  init(_ distribution: any TailInvertible) { self.distribution = distribution }

  /// Turns uniforms into quantiles in place.
  func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    let made = table.withLock { table in
      if let table { return table }
      let new = QuantileTable(distribution)
      table = new
      return new
    }
    made.transform(x)
  }
}
