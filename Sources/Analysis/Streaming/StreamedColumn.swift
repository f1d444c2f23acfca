// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// What is kept of a column whose values pass by in blocks: enough for all of its estimates, in memory that
/// does not grow with their number.
///
/// Counts are whole numbers and sums exact, so what is kept has the same bits in whatever order the blocks
/// come and however they are shared out, as long as they are the same blocks.
public struct StreamedColumn: Sendable, Equatable {
  /// Values so far.
  public internal(set) var count = 0
  /// How many of them are +infinity or NaN.
  public internal(set) var neverCount = 0
  /// The values by size.
  public internal(set) var histogram = LogHistogram()
  /// The least of the values that are not "never"; +infinity where there is none.
  public internal(set) var least = Double.infinity
  /// The greatest of them; -infinity where there is none.
  public internal(set) var greatest = -Double.infinity
  /// Numbers of which it is known exactly how many values do not exceed them.
  public let limits: [Double]
  /// How many values do not exceed each limit.
  public internal(set) var countsAtMost: [Int]

  /// The sum of the blocks without "never".
  var sum = ExactSum()
  /// The sum of the squares of their values.
  var squares = ExactSum()
  /// Which of the two is of use.
  var reach = Reach.squares

  /// What was not beyond all numbers.
  enum Reach: UInt64, Sendable {
    case squares, sums, nothing
  }

  /// Without values.
  public init(limits: [Double] = []) {
    // No number is at most NaN, and NaN does not equal itself.
    self.limits = limits.map { $0.isNaN ? -.infinity : $0 }
    countsAtMost = limits.map { _ in 0 }
  }

  /// Takes in a block.
  ///
  /// The sum of a block is rounded, in an order that depends on its size only; sums of blocks are not.
  public mutating func add(_ values: UnsafeBufferPointer<Double>) {
    guard let start = values.baseAddress, !values.isEmpty else { return }
    var moments = bk_moments()
    bk_block_moments(start, values.count, &moments)
    count += values.count
    neverCount += Int(moments.nevers)
    least = min(least, moments.least)
    greatest = max(greatest, moments.greatest)
    if moments.nevers == 0 { add(moments, size: Double(values.count)) }
    histogram.add(values)
    guard !limits.isEmpty else { return }
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: limits.count) { counts in
      bk_count_at_most(start, values.count, limits, limits.count, counts.baseAddress)
      for (index, count) in counts.enumerated() { countsAtMost[index] += Int(count) }
    }
  }

  /// Adds what was kept of other blocks, with the same limits.
  public mutating func add(_ other: StreamedColumn) {
    precondition(other.limits == limits, "the limits differ")
    count += other.count
    neverCount += other.neverCount
    histogram.add(other.histogram)
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
    for index in limits.indices { countsAtMost[index] += other.countsAtMost[index] }
    sum.add(other.sum)
    squares.add(other.squares)
    limit(to: other.reach)
  }

  /// Adds Σx = n f + d and Σx² = Σ(x − m)² + n m², where m = f + d / n is the mean of the block.
  private mutating func add(_ moments: bk_moments, size n: Double) {
    let (f, d) = (moments.first, moments.sum)
    guard d.isFinite, sum.add(product: n, f) else { return limit(to: .nothing) }
    sum.add(d)
    let square = d * d
    guard moments.squares.isFinite, square.isFinite, squares.add(product: f, f, n),
      squares.add(product: 2 * f, d)
    else { return limit(to: .sums) }
    squares.add(moments.squares)
    let quotient = square / n
    squares.add(quotient)
    // What the division left, and what squaring did: d is no greater than the spread, so that their own
    // rounding does not matter.
    let error = (-square).addingProduct(d, d)
    squares.add((square.addingProduct(-quotient, n) + error) / n)
  }

  private mutating func limit(to other: Reach) {
    if other.rawValue > reach.rawValue { reach = other }
  }
}

extension StreamedColumn {
  /// How many values do not exceed a limit; nil when it was not among those that are counted.
  public func count(atMost limit: Double) -> Int? {
    limits.firstIndex(of: limit).map { countsAtMost[$0] }
  }

  /// The mean; nil when any value is "never", there is none, or their sum is no number.
  var mean: Double? {
    guard count > 0, neverCount == 0, least > -.infinity else { return nil }
    if least == greatest { return least }
    guard reach != .nothing else { return nil }
    return min(max(sum.value / Double(count), least), greatest)
  }

  /// The variance with n − 1 in the denominator; nil when any value is "never", n < 2, or a square is no
  /// number.
  var variance: Double? {
    guard let mean, count > 1 else { return nil }
    if least == greatest { return 0 }
    guard reach == .squares, let parts = sum.components else { return nil }
    // Σ(x − c)² = Σx² − 2 c Σx + n c² for a number c next to the mean, then that for the mean itself: nothing
    // is rounded before the large parts have cancelled.
    let n = Double(count)
    var (squares, rest) = (squares, sum)
    guard squares.add(product: mean, mean, n), rest.add(product: -n, mean),
      parts.allSatisfy({ squares.add(product: -2 * mean, $0) })
    else { return nil }
    let off = rest.value
    return max(0, squares.value - off * (off / n)) / (n - 1)
  }

  /// The values that would stand at `ranks` if all were sorted ascending, each with a relative error below
  /// `LogHistogram.relativeError`.
  ///
  /// - Parameter ranks: each from 0 below the number of values.
  func orderStatistics(ranks: [Int]) -> [Double] {
    let order = ranks.indices.sorted { ranks[$0] < ranks[$1] }
    var values = [Double](repeating: .infinity, count: ranks.count)
    var next = 0
    var below = 0
    for bucket in histogram.buckets {
      below += bucket.count
      while next < order.count, ranks[order[next]] < below {
        values[order[next]] = value(of: bucket)
        next += 1
      }
    }
    return values
  }

  /// What the values of a bucket count as: its middle, unless none of them can be as small or as large.
  func value(of bucket: LogHistogram.Bucket) -> Double {
    let middle = LogHistogram.middle(of: bucket.index)
    return middle.isFinite ? min(max(middle, least), greatest) : middle
  }
}
