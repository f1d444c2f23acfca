// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// How many values fall into each of 512 equal parts of every octave, from either side of zero.
///
/// A bucket is the sign, the exponent and the leading nine bits of the significand. All its values lie
/// within 2^-10 of its middle, so an order statistic is known with a relative error below 0.1 %, whatever
/// the distribution. +infinity and NaN are "never" and have a bucket of their own, zero as well; numbers
/// below 2^-1022 count as zero.
///
/// Counts are whole numbers: histograms of parts of a sample add up to that of the whole, to the last bit,
/// in any order. An octave takes 2 KiB once a value falls into it.
public struct LogHistogram: Sendable {
  /// For each sign and exponent the page of its counts, from 1; 0 for an octave without values.
  private var pages = [UInt16](repeating: 0, count: Self.octaves)
  private var counts: [UInt32] = []

  /// Bounds the relative error of an order statistic: half a bucket, 2^-10, is less.
  public static let relativeError = 0.001

  private static let octaves = 4_096
  private static let pageSize = Int(BK_HISTOGRAM_PAGE)
  /// The octave of infinities, and the first one of negative numbers.
  private static let infinite = 2_047
  private static let negative = 2_048

  /// Without values.
  public init() {}

  /// Counts values, of which there may be 2^32 − 1 in all.
  mutating func add(_ values: UnsafeBufferPointer<Double>) {
    guard let start = values.baseAddress else { return }
    var done = 0
    while true {
      done += counts.withUnsafeMutableBufferPointer { counts in
        bk_histogram(start + done, values.count - done, pages, counts.baseAddress)
      }
      guard done < values.count else { return }
      let value = values[done] < .infinity ? values[done] : .infinity
      makePage(Int(value.bitPattern >> 52))
    }
  }

  /// Adds the counts of another.
  public mutating func add(_ other: LogHistogram) {
    for bucket in other.buckets { add(count: bucket.count, to: bucket.index) }
  }

  /// How many values are in it.
  public var total: Int { counts.reduce(0) { $0 + Int($1) } }

  /// A bucket that holds values.
  public struct Bucket: Sendable, Hashable {
    /// Its place by the bits of its numbers, below 2^21.
    public let index: Int
    /// Values in it.
    public let count: Int
  }

  /// The buckets that hold values, in the order of their numbers.
  public var buckets: [Bucket] {
    var found: [Bucket] = []
    for octave in (Self.negative..<Self.octaves).reversed() where pages[octave] > 0 {
      for part in (0..<Self.pageSize).reversed() { append(octave, part, to: &found) }
    }
    for octave in 0..<Self.negative where pages[octave] > 0 {
      for part in 0..<Self.pageSize { append(octave, part, to: &found) }
    }
    return found
  }

  /// The middle of a bucket, where the relative error to either end is the same.
  public static func middle(of index: Int) -> Double {
    let (octave, part) = (index / pageSize, Double(index % pageSize))
    let exponent = octave & infinite
    let sign: FloatingPointSign = octave < negative ? .plus : .minus
    if exponent == infinite { return sign == .plus ? .infinity : -.infinity }
    if exponent == 0 { return 0 }
    let steps = Double(pageSize)
    // 2ab / (a + b) of the ends a and b.
    let (low, high) = (1 + part / steps, 1 + (part + 1) / steps)
    return Double(
      sign: sign, exponent: exponent - 1_023, significand: 2 * low * high / (low + high))
  }

  /// Where the numbers of a bucket begin and end.
  static func ends(of index: Int) -> (low: Double, high: Double) {
    let (octave, part) = (index / pageSize, index % pageSize)
    let magnitude = octave & infinite
    if magnitude == infinite {
      return octave < negative ? (.infinity, .infinity) : (-.infinity, -.infinity)
    }
    if magnitude == 0 { return (0, 0) }
    func end(_ part: Int) -> Double {
      Double(
        sign: .plus, exponent: magnitude - 1_023,
        significand: 1 + Double(part) / Double(pageSize))
    }
    return octave < negative ? (end(part), end(part + 1)) : (-end(part + 1), -end(part))
  }

  /// Adds to the bucket at `index`.
  ///
  /// - Returns: false, with nothing done, where there is none or it cannot hold as many.
  @discardableResult
  public mutating func add(count: Int, to index: Int) -> Bool {
    guard index >= 0, index < Self.octaves * Self.pageSize, count >= 0 else { return false }
    let octave = index / Self.pageSize
    if pages[octave] == 0 { makePage(octave) }
    let place = (Int(pages[octave]) - 1) * Self.pageSize + index % Self.pageSize
    let sum = Int(counts[place]) + count
    guard let fitting = UInt32(exactly: sum) else { return false }
    counts[place] = fitting
    return true
  }

  private mutating func makePage(_ octave: Int) {
    counts.append(contentsOf: repeatElement(0, count: Self.pageSize))
    pages[octave] = UInt16(counts.count / Self.pageSize)
  }

  private func append(_ octave: Int, _ part: Int, to found: inout [Bucket]) {
    let count = counts[(Int(pages[octave]) - 1) * Self.pageSize + part]
    guard count > 0 else { return }
    found.append(Bucket(index: octave * Self.pageSize + part, count: Int(count)))
  }
}

extension LogHistogram: Equatable {
  public static func == (a: LogHistogram, b: LogHistogram) -> Bool { a.buckets == b.buckets }
}
