// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// How many values of a column do not exceed each limit, in one pass.
public func countsAtMost(_ limits: [Double], of column: UnsafeBufferPointer<Double>) -> [Int] {
  guard let start = column.baseAddress else { return limits.map { _ in 0 } }
  var counts = [Int64](repeating: 0, count: limits.count)
  bk_count_at_most(start, column.count, limits, limits.count, &counts)
  return counts.map { Int($0) }
}
