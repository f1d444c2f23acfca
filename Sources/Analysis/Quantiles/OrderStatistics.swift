// SPDX-License-Identifier: GPL-3.0-or-later

/// The values that would stand at `ranks` if the column were sorted ascending; rank 0 is the least.
///
/// The result is exact for any data: infinities, constants, few distinct values, heavy tails. NaN
/// counts as +infinity. -0 stands before +0.
///
/// The column is neither sorted nor copied, unless it is short (see `ShortSelection`). Its values are counted
/// into 16,384 buckets between two quantiles of a small sample; only the buckets that hold a wanted rank are
/// gathered and sorted; a bucket too full for that is divided again, at least 128 ways at each pass.
///
/// - Parameters:
///   - column: the sample, in any order.
///   - ranks: which order statistics, each in `0 ..< column.count`, in any order; repeats are fine.
/// - Returns: the values in the order of `ranks`.
/// - Complexity: O(n) time for each 63 different ranks, whatever the data; two passes over the
///   column for ordinary data. Scratch memory below 2 MB, or a sixteenth of the column's where that is more.
public func orderStatistics(of column: UnsafeBufferPointer<Double>, ranks: [Int]) -> [Double] {
  precondition(
    ranks.allSatisfy { column.indices.contains($0) }, "a rank must be an index of the column")
  let order = ranks.indices.sorted { ranks[$0] < ranks[$1] }
  var distinct: [Int] = []
  for i in order where distinct.last != ranks[i] { distinct.append(ranks[i]) }

  var values: [Double] = []
  if column.count <= Selection.smallColumn {
    values = ShortSelection.values(column, ranks: distinct) ?? sortedValues(column, distinct)
  } else {
    values.reserveCapacity(distinct.count)
    for first in stride(from: 0, to: distinct.count, by: Selection.ranksAtOnce) {
      let last = min(first + Selection.ranksAtOnce, distinct.count)
      var selection = Selection(column: column, ranks: Array(distinct[first..<last]))
      values += selection.run()
    }
  }

  var result = [Double](repeating: 0, count: ranks.count)
  var at = -1
  for (place, i) in order.enumerated() {
    if place == 0 || ranks[i] != ranks[order[place - 1]] { at += 1 }
    result[i] = values[at]
  }
  return result
}

private func sortedValues(_ column: UnsafeBufferPointer<Double>, _ ranks: [Int]) -> [Double] {
  var keys = column.map { orderKey(neverForNaN($0)) }
  keys.withUnsafeMutableBufferPointer { sortKeys($0) }
  return ranks.map { value(ofKey: keys[$0]) }
}
