// SPDX-License-Identifier: GPL-3.0-or-later

/// A column in ascending order, and where each value came from.
struct RankOrder: Sendable {
  /// Row numbers by ascending value; equal values by ascending row.
  let rows: [UInt32]
  /// The values in that order, +infinity last.
  let sorted: [Double]

  /// Whether all values are equal.
  var isConstant: Bool { sorted.first == sorted.last }

  /// Sorts a column of numbers that are not NaN.
  ///
  /// - Complexity: O(n) for numbers that spread, O(n log n) at worst. Scratch memory 24 bytes a value.
  init(_ column: UnsafeBufferPointer<Double>) {
    precondition(column.count < Int(UInt32.max), "a column has fewer than 2^32 rows")
    var keys = column.map { UInt64(bitPattern: orderKey($0)) ^ (1 << 63) }
    var rows = [UInt32](0..<UInt32(column.count))
    Self.sort(&keys, &rows)
    self.rows = rows
    sorted = keys.map { value(ofKey: Int64(bitPattern: $0 ^ (1 << 63))) }
  }

  private static let digitBits = 11
  private static let digits = 1 << digitBits
  private static let passes = 3

  /// By the first 33 bits in which keys differ, least digit first, so that each pass keeps the order of
  /// the one before; then what is equal in those.
  private static func sort(_ keys: inout [UInt64], _ rows: inout [UInt32]) {
    guard let low = keys.min(), let high = keys.max(), low < high else { return }
    let width = 64 - (high - low).leadingZeroBitCount
    let shift = max(0, width - passes * digitBits)
    for i in keys.indices { keys[i] -= low }
    var otherKeys = [UInt64](repeating: 0, count: keys.count)
    var otherRows = [UInt32](repeating: 0, count: rows.count)
    for pass in 0..<passes {
      let shift = shift + pass * digitBits
      var starts = [Int](repeating: 0, count: digits)
      for key in keys { starts[digit(key, shift)] &+= 1 }
      if starts.contains(keys.count) { continue }
      var total = 0
      for i in starts.indices { (starts[i], total) = (total, total + starts[i]) }
      distribute(keys, rows, shift, &starts, &otherKeys, &otherRows)
      swap(&keys, &otherKeys)
      swap(&rows, &otherRows)
    }
    if shift > 0 { sortRuns(&keys, &rows, shift) }
    for i in keys.indices { keys[i] += low }
  }

  /// Sorts each run of keys that are equal but for their last `shift` bits.
  private static func sortRuns(_ keys: inout [UInt64], _ rows: inout [UInt32], _ shift: Int) {
    var start = 0
    while start < keys.count {
      var end = start + 1
      var isSorted = true
      while end < keys.count, keys[end] >> UInt64(shift) == keys[start] >> UInt64(shift) {
        isSorted = isSorted && keys[end - 1] <= keys[end]
        end += 1
      }
      if !isSorted {
        let run = (start..<end).map { (keys[$0], rows[$0]) }.sorted { $0 < $1 }
        for (i, pair) in run.enumerated() { (keys[start + i], rows[start + i]) = pair }
      }
      start = end
    }
  }

  @inline(__always)
  private static func digit(_ key: UInt64, _ shift: Int) -> Int {
    Int(truncatingIfNeeded: (key &>> UInt64(shift)) & UInt64(digits - 1))
  }

  private static func distribute(
    _ keys: [UInt64], _ rows: [UInt32], _ shift: Int, _ starts: inout [Int],
    _ otherKeys: inout [UInt64], _ otherRows: inout [UInt32]
  ) {
    keys.withUnsafeBufferPointer { keys in
      rows.withUnsafeBufferPointer { rows in
        starts.withUnsafeMutableBufferPointer { starts in
          otherKeys.withUnsafeMutableBufferPointer { otherKeys in
            otherRows.withUnsafeMutableBufferPointer { otherRows in
              for i in keys.indices {
                let bucket = digit(keys[i], shift)
                let place = starts[bucket]
                starts[bucket] = place &+ 1
                otherKeys[place] = keys[i]
                otherRows[place] = rows[i]
              }
            }
          }
        }
      }
    }
  }

  /// Hands each run of equal values, as places in the order, to `body`.
  @inline(__always)
  func forEachTie(_ body: (Range<Int>) -> Void) {
    sorted.withUnsafeBufferPointer { sorted in
      var start = 0
      while start < sorted.count {
        var end = start &+ 1
        while end < sorted.count, sorted[end] == sorted[start] { end &+= 1 }
        body(start..<end)
        start = end
      }
    }
  }

  /// Twice the mid-rank of each row, counted from 1: equal values share the mean of their ranks.
  var doubledRanks: [UInt32] {
    var ranks = [UInt32](repeating: 0, count: rows.count)
    ranks.withUnsafeMutableBufferPointer { ranks in
      rows.withUnsafeBufferPointer { rows in
        forEachTie { tie in
          let rank = UInt32(tie.lowerBound + tie.upperBound + 1)
          for place in tie { ranks[Int(rows[place])] = rank }
        }
      }
    }
    return ranks
  }

  /// The run of values equal to the one at `place`.
  func tie(at place: Int) -> Range<Int> {
    let x = sorted[place]
    return firstPlace { $0 >= x }..<firstPlace { $0 > x }
  }

  /// The first place whose value fulfils a condition that all later ones fulfil too.
  private func firstPlace(_ condition: (Double) -> Bool) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if condition(sorted[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The places cut into at most `count` classes of about equal size, none of which parts equal
  /// values.
  func classes(_ count: Int) -> [Range<Int>] {
    var cuts = [0]
    for k in 1..<max(count, 1) {
      var cut = k * sorted.count / count
      if cut > 0, cut < sorted.count, sorted[cut - 1] == sorted[cut] {
        let tie = tie(at: cut)
        cut = cut - tie.lowerBound < tie.upperBound - cut ? tie.lowerBound : tie.upperBound
      }
      if cut > cuts[cuts.count - 1], cut < sorted.count { cuts.append(cut) }
    }
    return zip(cuts, cuts.dropFirst() + [sorted.count]).map { $0..<$1 }
  }

  /// The class of each row.
  func labels(_ classes: [Range<Int>]) -> [UInt8] {
    precondition(classes.count <= 256)
    var labels = [UInt8](repeating: 0, count: rows.count)
    labels.withUnsafeMutableBufferPointer { labels in
      rows.withUnsafeBufferPointer { rows in
        for (label, places) in classes.enumerated() {
          for place in places { labels[Int(rows[place])] = UInt8(label) }
        }
      }
    }
    return labels
  }

  /// Another column in this order.
  func gather(_ column: [Double]) -> [Double] {
    column.withUnsafeBufferPointer { column in
      rows.withUnsafeBufferPointer { rows in
        [Double](unsafeUninitializedCapacity: rows.count) { buffer, count in
          for i in rows.indices { buffer[i] = column[Int(rows[i])] }
          count = rows.count
        }
      }
    }
  }
}
