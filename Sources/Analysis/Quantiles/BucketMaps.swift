// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

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

/// +infinity for NaN, else `x`.
@inline(__always)
func neverForNaN(_ x: Double) -> Double { x < .infinity ? x : .infinity }

/// A map from numbers to buckets that never decreases where the number grows: all that exact
/// selection needs.
///
/// How evenly it spreads the sample decides only the speed.
protocol BucketMap {
  /// The bucket of `x`, in `0 ... bucketCount`.
  ///
  /// Written so that no conditional jump depends on random data: every second one would be guessed
  /// wrong. Comparisons end in minima, maxima or integers 0 and 1.
  func bucket(_ x: Double) -> Int
  /// The same of `count` numbers, which a map may find faster together.
  func buckets(
    of x: UnsafePointer<Double>, _ count: Int, into buckets: UnsafeMutablePointer<UInt16>)
}

extension BucketMap {
  @inline(__always)
  func buckets(
    of x: UnsafePointer<Double>, _ count: Int, into buckets: UnsafeMutablePointer<UInt16>
  ) {
    for i in 0..<count { buckets[i] = UInt16(truncatingIfNeeded: bucket(x[i])) }
  }
}

/// Number of buckets of every map, without the one for "never".
let bucketCount = 1 << 14

/// A map of all numbers: one for the first turn.
protocol FirstMap: BucketMap {
  /// The bucket of +infinity and NaN, which holds nothing else; none is beyond it.
  var neverBucket: Int { get }
}

/// Equal steps of value between two finite numbers; the first and the last bucket hold what lies
/// below and above.
struct LinearMap: FirstMap {
  let low: Double
  let scale: Double
  let neverBucket: Int

  /// Nil where equal steps cannot be computed: an empty, overflowing or underflowing range.
  init?(low: Double, high: Double, buckets: Int = bucketCount) {
    let scale = Double(buckets - 2) / (high - low)
    guard low.isFinite, high > low, scale > 0, scale.isFinite else { return nil }
    self.low = low
    self.scale = scale
    neverBucket = buckets
  }

  @inline(__always)
  func bucket(_ x: Double) -> Int {
    var t = (x - low) * scale + 1
    t = t < Double(neverBucket - 1) ? t : Double(neverBucket - 1)
    t = t > 0 ? t : 0
    // 2^52 + t holds t, rounded to an integer, in its low bits: cheaper than a checked conversion.
    let i = Int(truncatingIfNeeded: (t + 0x1p52).bitPattern & 0xFFFF)
    // Infinity and NaN have come to the last bucket; they belong one further.
    return i &+ (x < .infinity ? 0 : 1)
  }

  func buckets(
    of x: UnsafePointer<Double>, _ count: Int, into buckets: UnsafeMutablePointer<UInt16>
  ) {
    bk_linear_buckets(x, count, low, scale, UInt16(neverBucket - 1), buckets)
  }
}

/// Equal steps of key, so about equal ratios of value, between two finite numbers; the first and the
/// last bucket hold what lies below and above, too.
struct KeyMap: FirstMap {
  let low: Double
  let high: Double
  let neverBucket: Int
  private let lowKey: Int64
  private let shift: UInt64

  init(low: Double, high: Double) {
    self.low = low
    self.high = high
    lowKey = orderKey(low)
    shift = leastShift(spanning: lowKey, orderKey(high), below: UInt64(bucketCount))
    neverBucket = Int(UInt64(bitPattern: orderKey(high) &- lowKey) >> shift) + 1
  }

  @inline(__always)
  func bucket(_ x: Double) -> Int {
    var y = x < high ? x : high
    y = y > low ? y : low
    let step = UInt64(bitPattern: orderKey(y) &- lowKey) &>> shift
    // Infinity and NaN have come to the bucket of `high`; they belong one further.
    return Int(truncatingIfNeeded: step) &+ (x < .infinity ? 0 : 1)
  }

  func buckets(
    of x: UnsafePointer<Double>, _ count: Int, into buckets: UnsafeMutablePointer<UInt16>
  ) {
    bk_key_buckets(x, count, low, high, shift, buckets)
  }
}

/// The least shift that brings the distance between two keys below `limit`.
func leastShift(spanning low: Int64, _ high: Int64, below limit: UInt64) -> UInt64 {
  let distance = UInt64(bitPattern: high &- low)
  var shift: UInt64 = 0
  while distance >> shift >= limit { shift += 1 }
  return shift
}
