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
  /// - Complexity: O(n log(number of edges)).
  public init(
    of column: UnsafeBufferPointer<Double>, edges: [Double]
  ) throws(AnalysisError) {
    try Self.check(edges)
    let last = edges.count - 1
    // counts[k] is the number of values with k edges at or below them.
    var counts = [Int](repeating: 0, count: edges.count + 1)
    var never = 0
    var atLastEdge = 0
    edges.withUnsafeBufferPointer { edges in
      for x in column {
        guard x < .infinity else {
          never += 1
          continue
        }
        if x == edges[last] { atLastEdge += 1 }
        counts[Self.edgesNotAbove(x, edges)] += 1
      }
    }
    self.edges = edges
    self.never = never
    below = counts[0]
    above = counts[edges.count] - atLastEdge
    var bins = Array(counts[1...last])
    bins[last - 1] += atLastEdge
    self.counts = bins
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

  private static func check(_ edges: [Double]) throws(AnalysisError) {
    guard edges.count >= 2 else { throw .invalidEdges(index: edges.count) }
    for (i, edge) in edges.enumerated() {
      guard edge.isFinite, i == 0 || edge > edges[i - 1] else { throw .invalidEdges(index: i) }
    }
  }

  /// How many edges are less than or equal to `x`, by bisection.
  private static func edgesNotAbove(_ x: Double, _ edges: UnsafeBufferPointer<Double>) -> Int {
    var first = 0
    var count = edges.count
    while count > 0 {
      let half = count / 2
      let isRight = edges[first + half] <= x
      first = isRight ? first + half + 1 : first
      count = isRight ? count - half - 1 : half
    }
    return first
  }
}
