// SPDX-License-Identifier: GPL-3.0-or-later

/// An integer that orders as the number does, -0 before +0; adjacent numbers have adjacent keys.
///
/// NaN has keys beyond those of the infinities, on the side of its sign bit.
@inline(__always)
func orderKey(_ x: Double) -> Int64 {
  let bits = Int64(bitPattern: x.bitPattern)
  return bits ^ ((bits >> 63) & .max)
}

/// The number with a given key: `orderKey` turned round.
@inline(__always)
func value(ofKey key: Int64) -> Double {
  Double(bitPattern: UInt64(bitPattern: key ^ ((key >> 63) & .max)))
}

/// A map from numbers to buckets that never decreases where the number grows: all that exact
/// selection needs.
///
/// How evenly it spreads the sample decides only the speed.
protocol BucketMap {
  /// The bucket of `x`, in `0 ... bucketCount`.
  func bucket(_ x: Double) -> Int
}

/// Number of buckets of every map; one more, of this index, is for values set aside.
let bucketCount = 4_096

/// Equal steps of value between two finite numbers; the first and the last bucket hold what lies
/// below and above.
///
/// +infinity and NaN go to `bucketCount`.
struct LinearMap: BucketMap {
  let low: Double
  let scale: Double

  /// Nil where equal steps cannot be computed: an empty, overflowing or underflowing range.
  init?(low: Double, high: Double) {
    let scale = Double(bucketCount - 2) / (high - low)
    guard low.isFinite, high > low, scale > 0, scale.isFinite else { return nil }
    self.low = low
    self.scale = scale
  }

  @inline(__always)
  func bucket(_ x: Double) -> Int {
    var t = (x - low) * scale + 1
    t = t < Double(bucketCount - 1) ? t : Double(bucketCount - 1)
    t = t > 0 ? t : 0
    // 2^52 + t holds t, rounded to an integer, in its low bits: cheaper than a checked conversion.
    let i = Int(truncatingIfNeeded: (t + 0x1p52).bitPattern & 0xFFFF)
    return x < .infinity ? i : bucketCount
  }
}

/// Equal steps of key, so about equal ratios of value, between two numbers; the first and the last
/// bucket hold what lies below and above.
///
/// +infinity and NaN go to `bucketCount`.
struct KeyMap: BucketMap {
  let low: Int64
  let shift: UInt64

  init(low: Int64, high: Int64) {
    self.low = low
    shift = leastShift(spanning: low, high, below: UInt64(bucketCount - 2))
  }

  @inline(__always)
  func bucket(_ x: Double) -> Int {
    let key = orderKey(x)
    let step = (UInt64(bitPattern: key &- low) &>> shift) &+ 1
    let i = key < low ? 0 : Int(truncatingIfNeeded: min(step, UInt64(bucketCount - 1)))
    return x < .infinity ? i : bucketCount
  }
}

/// Several disjoint ranges of keys, each divided into equal steps; what lies in none of them goes to
/// `bucketCount`.
struct RangesMap: BucketMap {
  /// Buckets of each range.
  let width: Int
  // 64 places, so that the search below has six fixed steps; unused ones start beyond every key.
  private let lows: UnsafeMutablePointer<Int64>
  private let highs: UnsafeMutablePointer<Int64>
  private let shifts: UnsafeMutablePointer<UInt64>

  /// - Parameter ranges: ascending, disjoint, at most 64. Call `deallocate()` when done.
  init(_ ranges: [ClosedRange<Int64>]) {
    width = bucketCount / ranges.count
    lows = .allocate(capacity: Selection.ranksAtOnce)
    highs = .allocate(capacity: Selection.ranksAtOnce)
    shifts = .allocate(capacity: Selection.ranksAtOnce)
    lows.initialize(repeating: .max, count: Selection.ranksAtOnce)
    highs.initialize(repeating: .min, count: Selection.ranksAtOnce)
    shifts.initialize(repeating: 0, count: Selection.ranksAtOnce)
    for (i, range) in ranges.enumerated() {
      lows[i] = range.lowerBound
      highs[i] = range.upperBound
      shifts[i] = leastShift(
        spanning: range.lowerBound, range.upperBound, below: UInt64(width))
    }
  }

  func deallocate() {
    lows.deallocate()
    highs.deallocate()
    shifts.deallocate()
  }

  @inline(__always)
  func bucket(_ x: Double) -> Int {
    let key = orderKey(x)
    var i = lows[32] <= key ? 32 : 0
    i = lows[i &+ 16] <= key ? i &+ 16 : i
    i = lows[i &+ 8] <= key ? i &+ 8 : i
    i = lows[i &+ 4] <= key ? i &+ 4 : i
    i = lows[i &+ 2] <= key ? i &+ 2 : i
    i = lows[i &+ 1] <= key ? i &+ 1 : i
    let step = UInt64(bitPattern: key &- lows[i]) &>> shifts[i]
    let inside = lows[i] <= key && key <= highs[i]
    return inside ? i &* width &+ Int(truncatingIfNeeded: step) : bucketCount
  }
}

/// The least shift that brings the distance between two keys below `limit`.
private func leastShift(spanning low: Int64, _ high: Int64, below limit: UInt64) -> UInt64 {
  let distance = UInt64(bitPattern: high &- low)
  var shift: UInt64 = 0
  while distance >> shift >= limit { shift += 1 }
  return shift
}
