// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// The search for ranks in a column that is too short for `Selection`.
///
/// Its numbers are counted into 512 buckets of equal steps between the least and the greatest; only those with
/// a wanted rank are sorted.
enum ShortSelection {
  private static let buckets = 512
  /// Shorter columns are sorted sooner.
  private static let fewest = 512

  /// - Parameter ranks: ascending.
  /// - Returns: the values at `ranks`; nil where sorting all takes no longer, as for one number many times or one
  ///   far from all others.
  static func values(_ column: UnsafeBufferPointer<Double>, ranks: [Int]) -> [Double]? {
    guard column.count >= fewest, let base = column.baseAddress else { return nil }
    var moments = bk_moments()
    bk_block_moments(base, column.count, &moments)
    guard let map = LinearMap(low: moments.least, high: moments.greatest, buckets: buckets) else {
      return nil
    }
    return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: column.count) { places in
      guard let places = places.baseAddress else { return nil }
      map.buckets(of: base, column.count, into: places)
      var counts = [Int](repeating: 0, count: buckets + 1)
      for i in 0..<column.count { counts[Int(places[i])] &+= 1 }
      return values(column, places, counts, ranks)
    }
  }

  /// A bucket with wanted ranks, by the indices of the latter.
  private struct Cell {
    let below: Int
    let count: Int
    let wanted: Range<Int>
  }

  private static func values(
    _ column: UnsafeBufferPointer<Double>, _ places: UnsafePointer<UInt16>, _ counts: [Int],
    _ ranks: [Int]
  ) -> [Double]? {
    var cells: [Cell] = []
    var isWanted = [Int](repeating: 0, count: counts.count)
    var (below, next, gathered) = (0, 0, 0)
    // The last bucket is that of +infinity.
    for bucket in 0..<buckets where counts[bucket] > 0 {
      let first = next
      while next < ranks.count, ranks[next] < below + counts[bucket] { next += 1 }
      if next > first {
        cells.append(Cell(below: below, count: counts[bucket], wanted: first..<next))
        isWanted[bucket] = 1
        gathered += counts[bucket]
      }
      below += counts[bucket]
    }
    guard gathered <= column.count / 2 else { return nil }

    // Room for one more: each key is written before it is known whether it is wanted.
    var keys = [Int64](repeating: 0, count: gathered + 1)
    var count = 0
    for i in 0..<column.count {
      keys[count] = orderKey(column[i])
      count &+= isWanted[Int(places[i])]
    }
    keys.withUnsafeMutableBufferPointer {
      sortKeys(UnsafeMutableBufferPointer(rebasing: $0[..<gathered]))
    }
    var values = [Double](repeating: .infinity, count: ranks.count)
    var start = 0
    for cell in cells {
      for i in cell.wanted { values[i] = value(ofKey: keys[start + ranks[i] - cell.below]) }
      start += cell.count
    }
    return values
  }
}
