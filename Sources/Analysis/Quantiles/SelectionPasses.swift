// SPDX-License-Identifier: GPL-3.0-or-later
//
// The three loops over a whole column that selection consists of. Each is specialised for each map;
// none branches on the data but where the branch is almost never taken.

/// Adds the number of values in each bucket to `counts`, of `2 * (bucketCount + 1)` places.
///
/// Odd and even values have their own halves: in a column of few different values, adding to the
/// same place twice in a row would wait for the first addition. The halves are summed at the end,
/// into the first.
func countBuckets<Map: BucketMap>(
  _ column: UnsafeBufferPointer<Double>, _ map: Map, _ counts: UnsafeMutableBufferPointer<Int>
) {
  let places = bucketCount + 1
  counts.update(repeating: 0)
  forEachPiece(column, map) { piece, buckets in
    var i = 0
    while i &+ 1 < piece.count {
      counts[Int(buckets[i])] &+= 1
      counts[Int(buckets[i &+ 1]) &+ places] &+= 1
      i &+= 2
    }
    if i < piece.count { counts[Int(buckets[i])] &+= 1 }
  }
  for bucket in 0..<places { counts[bucket] &+= counts[bucket &+ places] }
}

/// Hands pieces of the column that stay in the first-level cache to `body`, and the bucket of each value.
@inline(__always)
private func forEachPiece<Map: BucketMap>(
  _ column: UnsafeBufferPointer<Double>, _ map: Map,
  _ body: (UnsafeBufferPointer<Double>, UnsafeMutablePointer<UInt16>) -> Void
) {
  guard let start = column.baseAddress else { return }
  let size = 1_024
  withUnsafeTemporaryAllocation(of: UInt16.self, capacity: size) { places in
    guard let buckets = places.baseAddress else { return }
    for first in stride(from: 0, to: column.count, by: size) {
      let piece = UnsafeBufferPointer(start: start + first, count: min(size, column.count - first))
      map.buckets(of: start + first, piece.count, into: buckets)
      body(piece, buckets)
    }
  }
}

/// Writes the keys of the values whose bucket is `wanted` (1, else 0) to `keys`, in the order of
/// the column, and returns their number.
///
/// There must be room for one more than there are.
func gatherKeys<Map: BucketMap>(
  _ column: UnsafeBufferPointer<Double>, _ map: Map, wanted: UnsafeBufferPointer<UInt8>,
  _ keys: UnsafeMutableBufferPointer<Int64>
) -> Int {
  var count = 0
  forEachPiece(column, map) { piece, buckets in
    for start in stride(from: 0, to: piece.count, by: 8) {
      let end = min(start &+ 8, piece.count)
      var some: UInt8 = 0
      for i in start..<end { some |= wanted[Int(buckets[i])] }
      // Seldom: a thousandth of the column is wanted, or little more.
      if some == 0 { continue }
      for i in start..<end {
        keys[count] = orderKey(piece[i])
        count &+= Int(truncatingIfNeeded: wanted[Int(buckets[i])])
      }
    }
  }
  return count
}

/// Widens the key range of the slot of each value's bucket to include the value.
///
/// Buckets of no interest share a slot whose range is already as wide as can be.
func widenRanges<Map: BucketMap>(
  _ column: UnsafeBufferPointer<Double>, _ map: Map, slots: UnsafeBufferPointer<UInt8>,
  lows: UnsafeMutableBufferPointer<Int64>, highs: UnsafeMutableBufferPointer<Int64>
) {
  for x in column {
    let key = orderKey(x)
    let slot = Int(truncatingIfNeeded: slots[map.bucket(x)])
    if key < lows[slot] { lows[slot] = key }
    if key > highs[slot] { highs[slot] = key }
  }
}
