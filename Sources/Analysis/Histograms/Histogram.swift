// SPDX-License-Identifier: GPL-3.0-or-later

/// How many values of a sample lie between given edges, below them, above them, or are "never".
public struct Histogram: Sendable, Hashable {
  /// Bin i holds edges[i] <= x < edges[i + 1]; the last bin holds its upper edge too.
  public let edges: [Double]
  /// One count for each bin.
  public let counts: [Int]
  /// Values below the first edge, -infinity included.
  public let below: Int
  /// Finite values above the last edge.
  public let above: Int
  /// Values that are +infinity or NaN.
  public let never: Int

  /// Number of values counted, wherever they lie.
  public var total: Int { counts.reduce(below + above + never, +) }

  /// Counts a column.
  ///
  /// - Parameter edges: at least two, finite, strictly ascending.
  /// - Throws: `AnalysisError.invalidEdges`. An empty column gives zeros.
  /// - Complexity: O(n) for edges at about equal distances, O(n · edges) at worst.
  public init(
    of column: UnsafeBufferPointer<Double>, edges: [Double]
  ) throws(AnalysisError) {
    try Self.check(edges)
    let last = edges.count - 1
    var (below, above, never) = (0, 0, 0)
    // Bins of equal width are met at once; others are searched from there.
    let scale = Double(last) / (edges[last] / 2 - edges[0] / 2)
    var counts = [Int](repeating: 0, count: last)
    counts.withUnsafeMutableBufferPointer { counts in
      edges.withUnsafeBufferPointer { edges in
        let (low, high) = (edges[0], edges[last])
        for x in column {
          guard x >= low, x <= high else {
            if !(x < .infinity) { never &+= 1 } else if x < low { below &+= 1 } else { above &+= 1 }
            continue
          }
          var bin = min(Int((x / 2 - low / 2) * scale), last - 1)
          while x < edges[bin] { bin &-= 1 }
          while bin < last - 1, x >= edges[bin + 1] { bin &+= 1 }
          counts[bin] &+= 1
        }
      }
    }
    (self.below, self.above, self.never) = (below, above, never)
    self.counts = counts
    self.edges = edges
  }

  init(edges: [Double], counts: [Int], below: Int, above: Int, never: Int) {
    self.edges = edges
    self.counts = counts
    self.below = below
    self.above = above
    self.never = never
  }

  /// Edges of `count` bins of equal width; the first and the last are exactly `low` and `high`.
  ///
  /// - Throws: `AnalysisError.invalidEdges` when the bins would be empty ranges or not finite.
  public static func equalEdges(
    from low: Double, to high: Double, count: Int
  ) throws(AnalysisError) -> [Double] {
    guard count >= 1 else { throw .invalidEdges(index: 1) }
    let edges = (0...count).map { i in
      i == count ? high : low + (high - low) * (Double(i) / Double(count))
    }
    try check(edges)
    return edges
  }

  static func check(_ edges: [Double]) throws(AnalysisError) {
    guard edges.count >= 2 else { throw .invalidEdges(index: edges.count) }
    for (i, edge) in edges.enumerated() {
      guard edge.isFinite, i == 0 || edge > edges[i - 1] else { throw .invalidEdges(index: i) }
    }
  }
}
