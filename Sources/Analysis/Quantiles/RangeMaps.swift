// SPDX-License-Identifier: GPL-3.0-or-later

/// Disjoint ranges of keys, each divided into equal steps: what two maps have in common.
///
/// Place 0 is for what lies in none of the ranges; range i is in place i + 1.
struct RangeTable {
  /// How many ranges a table can have.
  static let capacity = 63
  /// Buckets of each place; place i has those from `i * width`.
  let width: Int
  /// The least key of each place; unused ones start beyond every key.
  let lows: UnsafeMutablePointer<Int64>
  private let shifts: UnsafeMutablePointer<UInt64>

  /// Call `deallocate()` when done.
  ///
  /// - Parameter ranges: ascending, disjoint, at most `capacity`.
  init(_ ranges: [ClosedRange<Int64>]) {
    width = bucketCount / (ranges.count + 1)
    lows = .allocate(capacity: Self.capacity + 1)
    shifts = .allocate(capacity: Self.capacity + 1)
    lows.initialize(repeating: .max, count: Self.capacity + 1)
    // Of place 0, all keys come to its first two buckets.
    shifts.initialize(repeating: 63, count: Self.capacity + 1)
    lows[0] = .min
    for (i, range) in ranges.enumerated() {
      lows[i + 1] = range.lowerBound
      shifts[i + 1] = leastShift(
        spanning: range.lowerBound, range.upperBound, below: UInt64(width - 1))
    }
  }

  func deallocate() {
    lows.deallocate()
    shifts.deallocate()
  }

  /// How many steps of place `i` lie between its least key and `key`.
  @inline(__always)
  func step(_ key: Int64, _ i: Int) -> UInt64 {
    UInt64(bitPattern: key &- lows[i]) &>> shifts[i]
  }
}

/// Some buckets of another map, each divided again: the map of the second turn.
struct CellsMap<Outer: FirstMap>: BucketMap {
  private let outer: Outer
  private let table: RangeTable
  private let places: UnsafeMutablePointer<UInt8>
  /// See `RangeTable`.
  var width: Int { table.width }

  /// Call `deallocate()` when done.
  ///
  /// - Parameter cells: buckets of `outer`, ascending, and the keys of the values in them.
  init(_ outer: Outer, _ cells: [(bucket: Int, keys: ClosedRange<Int64>)]) {
    self.outer = outer
    table = RangeTable(cells.map(\.keys))
    places = .allocate(capacity: bucketCount + 1)
    places.initialize(repeating: 0, count: bucketCount + 1)
    for (i, cell) in cells.enumerated() { places[cell.bucket] = UInt8(i + 1) }
  }

  func deallocate() {
    table.deallocate()
    places.deallocate()
  }

  /// "Never" is in none of the cells, so it needs no bucket of its own.
  @inline(__always)
  func bucket(_ x: Double) -> Int {
    let place = Int(truncatingIfNeeded: places[outer.bucket(x)])
    return place &* width &+ Int(truncatingIfNeeded: table.step(orderKey(x), place))
  }
}

/// Ranges of keys found by search: the map of all later turns, which few columns need.
///
/// Keys above a range, up to the next one, go to its last buckets, which hold no wanted rank or where
/// they are sorted past it. So do the keys of "never", which are beyond all ranges.
struct RangesMap: BucketMap {
  private let table: RangeTable
  /// See `RangeTable`.
  var width: Int { table.width }

  /// Call `deallocate()` when done.
  init(_ ranges: [ClosedRange<Int64>]) { table = RangeTable(ranges) }

  func deallocate() { table.deallocate() }

  @inline(__always)
  func bucket(_ x: Double) -> Int {
    let key = orderKey(x)
    var i = isAbove(32, key) &<< 5
    i &+= isAbove(i &+ 16, key) &<< 4
    i &+= isAbove(i &+ 8, key) &<< 3
    i &+= isAbove(i &+ 4, key) &<< 2
    i &+= isAbove(i &+ 2, key) &<< 1
    i &+= isAbove(i &+ 1, key)
    let step = min(table.step(key, i), UInt64(truncatingIfNeeded: width &- 1))
    return i &* width &+ Int(truncatingIfNeeded: step)
  }

  /// 1 if the key is in place `i` or above, else 0.
  @inline(__always)
  private func isAbove(_ i: Int, _ key: Int64) -> Int { table.lows[i] <= key ? 1 : 0 }
}
