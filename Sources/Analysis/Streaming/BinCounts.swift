// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// A histogram over bins of equal width from 0 on, of values that pass by in blocks.
public struct BinCounts: Sendable, Equatable {
  /// Bins in a unit.
  public let binsPerUnit: Int
  /// One for each bin, then values below, values above, and "never".
  public private(set) var counts: [Int64]

  /// Without values; `bins` of them, each 1 / `binsPerUnit` wide.
  public init(bins: Int, binsPerUnit: Int) {
    self.binsPerUnit = binsPerUnit
    counts = [Int64](repeating: 0, count: bins + 3)
  }

  /// Counts values.
  public mutating func add(_ values: UnsafeBufferPointer<Double>) {
    guard let start = values.baseAddress else { return }
    bk_count_bins(start, values.count, Double(binsPerUnit), counts.count - 3, &counts)
  }

  /// Adds counts of the same bins.
  public mutating func add(_ other: some Collection<Int64>) {
    for (index, count) in other.enumerated() { counts[index] += count }
  }

  /// The histogram they make.
  public var histogram: Histogram {
    let bins = counts.count - 3
    return Histogram(
      edges: (0...bins).map { Double($0) / Double(binsPerUnit) },
      counts: counts.prefix(bins).map { Int($0) }, below: Int(counts[bins]),
      above: Int(counts[bins + 1]), never: Int(counts[bins + 2]))
  }
}

/// Adds to each count in how many rows of a block its column is the least, the first of several.
///
/// - Parameter column: where the rows of each column are, one column for each count.
public func countLeast(
  rows: Int, into counts: inout [Int64], column: (Int) -> UnsafeBufferPointer<Double>
) {
  let size = counts.count
  withUnsafeTemporaryAllocation(of: UnsafePointer<Double>?.self, capacity: size) { columns in
    for index in columns.indices {
      columns.initializeElement(at: index, to: column(index).baseAddress)
    }
    bk_count_least(columns.baseAddress, size, rows, &counts)
  }
}
