// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// Size, mean and spread of a sample in which +infinity means "never".
///
/// No mean is given when any value is infinite: an average over those that did pay back would leave
/// out the ones that matter.
public struct SampleSummary: Sendable, Hashable {
  /// Number of values, at least 1.
  public let count: Int
  /// How many values are +infinity or NaN.
  public let neverCount: Int
  /// Arithmetic mean; nil when any value is infinite.
  public let mean: Double?
  /// Standard deviation with n - 1 in the denominator; nil when any value is infinite or n = 1.
  public let standardDeviation: Double?

  /// The standard error that replicates of a design gave, and Student's factor for a 95 % interval.
  var replicated: Replicated?

  /// Share of values that are +infinity or NaN, in [0, 1].
  public var neverProbability: Double { Double(neverCount) / Double(count) }

  /// Standard error of the mean: standard deviation / √n for independent trials, from the spread of its
  /// replicates for a design that has them; nil when any value is infinite or n = 1.
  public var standardError: Double? {
    replicated?.error ?? standardDeviation.map { $0 / Double(count).squareRoot() }
  }

  /// Half of the 95 % interval of the mean; nil where there is no standard error.
  public var halfWidth: Double? {
    standardError.map { $0 * (replicated?.factor ?? ProbabilityEstimate.halfWidthOf95Percent) }
  }

  /// Summarises a column.
  ///
  /// The bits of the result depend on the values and their order only: the sums run over pieces of
  /// 4,096 values, merged in order. Numbers near the limits of the format are scaled by a power of
  /// two, so that squares neither overflow nor vanish.
  ///
  /// - Throws: `AnalysisError.emptySample`.
  /// - Complexity: O(n).
  public init(of column: UnsafeBufferPointer<Double>) throws(AnalysisError) {
    guard !column.isEmpty else { throw .emptySample }
    count = column.count
    let extent = Extent(column)
    neverCount = extent.neverCount
    guard neverCount == 0, extent.greatestMagnitude < .infinity else {
      mean = nil
      standardDeviation = nil
      return
    }
    let scale = extent.scale
    let sum = scale == 1 ? extent.sum : Moments.sum(column, scale: scale)
    let pivot = sum / Double(column.count)
    var moments = Moments(pivot: pivot, scale: scale)
    for start in stride(from: 0, to: column.count, by: Self.pieceSize) {
      let end = min(start + Self.pieceSize, column.count)
      moments.add(UnsafeBufferPointer(rebasing: column[start..<end]))
    }
    mean = moments.mean / scale
    standardDeviation = count > 1 ? moments.variance.squareRoot() / scale : nil
  }

  init(count: Int, neverCount: Int, mean: Double?, standardDeviation: Double?) {
    self.count = count
    self.neverCount = neverCount
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// 32 KiB: a piece stays in the first-level cache between its passes.
  private static let pieceSize = 4_096
}

/// What must be known of a column before its squares are summed.
private struct Extent {
  var neverCount = 0
  /// The greatest |x| of the values that are not "never".
  var greatestMagnitude = 0.0

  /// Of all values, as `Moments.sum` adds them.
  var sum = 0.0

  init(_ column: UnsafeBufferPointer<Double>) {
    guard let start = column.baseAddress else { return }
    var lanes = SIMD8<Double>()
    neverCount = withUnsafeMutableBytes(of: &lanes) {
      Int(
        bk_extent(
          start, column.count, &greatestMagnitude,
          $0.assumingMemoryBound(to: Double.self).baseAddress))
    }
    sum = column[(column.count & ~7)...].reduce(Moments.total(lanes), +)
  }

  /// A power of two by which squares of deviations, and sums of them, come near 1.
  var scale: Double {
    if greatestMagnitude > 0x1p450 { return 0x1p-600 }
    if greatestMagnitude < 0x1p-400 { return 0x1p600 }
    return 1
  }
}

/// The error of a mean over independent replicates.
struct Replicated: Sendable, Hashable {
  /// Its standard error.
  let error: Double
  /// How many standard errors reach half a 95 % interval.
  let factor: Double
}
