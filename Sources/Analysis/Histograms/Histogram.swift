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
    let ladder = Ladder(edges)
    let last = edges.count - 1
    // counts[k] is the number of values with k edges at or below them; "never" comes last.
    var counts = [Int](repeating: 0, count: ladder.steps.count + 1)
    var atLastEdge = 0
    counts.withUnsafeMutableBufferPointer { counts in
      ladder.steps.withUnsafeBufferPointer { steps in
        for x in column {
          counts[Ladder.stepsNotAbove(neverForNaN(x), steps)] &+= 1
          atLastEdge &+= x == steps[last] ? 1 : 0
        }
      }
    }
    self.edges = edges
    never = counts[ladder.steps.count]
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
}

/// Edges, filled up with +infinity to a number 2^k - 1, so that bisection has k equal steps and no
/// branch that depends on the data.
private struct Ladder {
  let steps: [Double]

  init(_ edges: [Double]) {
    // At least one +infinity, to tell "never" from what lies above.
    var size = 1
    while size <= edges.count { size = 2 * size + 1 }
    steps = edges + [Double](repeating: .infinity, count: size - edges.count)
  }

  /// How many steps are less than or equal to `x`.
  @inline(__always)
  static func stepsNotAbove(_ x: Double, _ steps: UnsafeBufferPointer<Double>) -> Int {
    var position = 0
    var level = (steps.count &+ 1).trailingZeroBitCount
    while level > 0 {
      level &-= 1
      let isAbove = steps[position &+ (1 &<< level) &- 1] <= x ? 1 : 0
      // A shift, for the compiler turns a product or a mask back into a jump.
      position &+= isAbove &<< level
    }
    return position
  }
}
