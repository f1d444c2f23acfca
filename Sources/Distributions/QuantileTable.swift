// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels
internal import Synchronization

/// A distribution whose quantile is found by iteration, and is worth tabulating.
protocol TailInvertible: Sendable {
  /// The quantile of m, for m up to 1/2, or of 1 − m where `isUpper`.
  ///
  /// - Parameter previous: the point at a neighbouring m, from which the search may start.
  func invert(_ m: Double, isUpper: Bool, after previous: TailPoint?) -> TailPoint
  /// Whether the quantile function may have corners, jumps or steep places, so that each cell of a
  /// table must be checked.
  var needsCheck: Bool { get }
}

extension TailInvertible {
  var needsCheck: Bool { false }
}

/// A point of a quantile function.
struct TailPoint {
  /// The smaller of min(u, 1 − u).
  var probability: Double
  /// The quantile.
  var value: Double
  /// Its derivative by `probability`.
  var slope: Double
  /// For a family with two ends, what the search found: the distance from the nearer one.
  var distance = 0.0
  /// Whether that is the upper end.
  var isFromHigh = false
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
  /// Whether some nodes are NaN: beside cells where a cubic is not close enough.
  private let hasHoles: Bool

  init(_ distribution: any TailInvertible) {
    self.distribution = distribution
    let perTail = 64 * Self.octaves + 1
    var nodes = [Double](unsafeUninitializedCapacity: 4 * perTail) { buffer, count in
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
    hasHoles = distribution.needsCheck && Self.markHoles(&nodes, distribution)
    self.nodes = nodes
  }

  /// Largest error in probability of a checked cell.
  private static let tolerance = 4e-9

  /// Makes NaN of the first node of each cell whose cubic is wrong at a quarter, a half or three
  /// quarters.
  private static func markHoles(
    _ nodes: inout [Double], _ distribution: any TailInvertible
  ) -> Bool {
    let perTail = 64 * octaves + 1
    var holes: [Int] = []
    for (offset, isUpper) in [(0, false), (2 * perTail, true)] {
      for node in 0..<(perTail - 1) {
        let cell = Array(nodes[offset + 2 * node..<offset + 2 * node + 4])
        let left = probability(ofNode: node)
        let width = probability(ofNode: node + 1) - left
        let previous = TailPoint(probability: left, value: cell[0], slope: cell[1])
        let isRight = [0.25, 0.5, 0.75].allSatisfy { s in
          let m = left + s * width
          let point = distribution.invert(m, isUpper: isUpper, after: previous)
          let error = abs(cubic(cell, width, at: s) - point.value)
          return error <= abs(point.slope) * m * tolerance
            || error <= 4 * point.value.magnitude.ulp
        }
        if !isRight { holes.append(offset + 2 * node) }
      }
    }
    for hole in holes { nodes[hole] = .nan }
    return !holes.isEmpty
  }

  /// The cubic through two nodes, each a value and a slope, as the kernel computes it.
  private static func cubic(_ cell: [Double], _ width: Double, at s: Double) -> Double {
    let rise = cell[2] - cell[0]
    let slopes = (left: cell[1] * width, right: cell[3] * width)
    let square = 3 * rise - 2 * slopes.left - slopes.right
    let cube = slopes.left + slopes.right - 2 * rise
    return cell[0] + s * (slopes.left + s * (square + s * cube))
  }

  /// min(u, 1 − u) at a node: 64 equal steps in each octave from 2^-(octaves + 1) to 1/2.
  private static func probability(ofNode node: Int) -> Double {
    let octave = node / 64 - octaves - 1
    return Double(sign: .plus, exponent: octave, significand: 1 + Double(node % 64) / 64)
  }

  /// Turns uniforms into quantiles in place.
  func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    guard hasHoles else { return interpolate(x) }
    let chunk = 1_024
    withUnsafeTemporaryAllocation(of: Double.self, capacity: chunk) { kept in
      for start in stride(from: 0, to: x.count, by: chunk) {
        let part = UnsafeMutableBufferPointer(rebasing: x[start..<min(start + chunk, x.count)])
        for i in part.indices { kept[i] = part[i] }
        interpolate(part)
        for i in part.indices where part[i].isNaN { part[i] = distribution.quantile(kept[i]) }
      }
    }
  }

  private func interpolate(_ x: UnsafeMutableBufferPointer<Double>) {
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
