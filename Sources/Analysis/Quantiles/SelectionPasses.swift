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
  var i = 0
  while i &+ 1 < column.count {
    let first = map.bucket(column[i])
    let second = map.bucket(column[i &+ 1]) &+ places
    counts[first] &+= 1
    counts[second] &+= 1
    i &+= 2
  }
  if i < column.count { counts[map.bucket(column[i])] &+= 1 }
  for bucket in 0..<places { counts[bucket] &+= counts[bucket &+ places] }
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
  for x in column {
    keys[count] = orderKey(x)
    count &+= Int(truncatingIfNeeded: wanted[map.bucket(x)])
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
