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

  /// The sum of the sums of the blocks, of those without "never".
  var sum = ExactSum()
  /// The sum over the blocks of Σ(x − m)² and n m², where m is the mean of the block.
  var squares = ExactSum()
  /// Whether a sum or a square was beyond all numbers.
  var isBeyondNumbers = false

  /// Without values.
  public init(limits: [Double] = []) {
    self.limits = limits
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
    isBeyondNumbers = isBeyondNumbers || other.isBeyondNumbers
  }

  private mutating func add(_ moments: bk_moments, size: Double) {
    let square = moments.sum * moments.sum
    guard square.isFinite, moments.squares.isFinite else {
      isBeyondNumbers = true
      return
    }
    sum.add(moments.sum)
    squares.add(moments.squares)
    // The square of the sum over n as two numbers, so that no digit of a small spread is lost.
    let error = (-square).addingProduct(moments.sum, moments.sum)
    let quotient = square / size
    squares.add(quotient)
    squares.add((square.addingProduct(-quotient, size) + error) / size)
  }
}

extension StreamedColumn {
  /// How many values do not exceed a limit; nil when it was not among those that are counted.
  public func count(atMost limit: Double) -> Int? {
    limits.firstIndex(of: limit).map { countsAtMost[$0] }
  }

  /// The mean; nil when any value is "never" or there is none.
  var mean: Double? {
    guard count > 0, neverCount == 0, !isBeyondNumbers, least > -.infinity else { return nil }
    // A sum of blocks of equal numbers is rounded; their mean need not be.
    if least == greatest { return least }
    return min(max(sum.value / Double(count), least), greatest)
  }

  /// The variance with n − 1 in the denominator; nil when any value is "never" or n < 2.
  var variance: Double? {
    guard mean != nil, count > 1 else { return nil }
    if least == greatest { return 0 }
    // Σ of all squares less S² / n, both with 106 bits: at most half of them cancel for a spread that is
    // 10^-8 of the mean.
    let (high, low) = sum.pair
    let n = Double(count)
    let square = high * high
    let error = (-square).addingProduct(high, high) + 2 * high * low
    let quotient = square / n
    let rest = (square.addingProduct(-quotient, n) + error) / n
    let all = squares.pair
    return max(0, (all.high - quotient) + (all.low - rest)) / (n - 1)
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
