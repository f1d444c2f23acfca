// SPDX-License-Identifier: GPL-3.0-or-later

/// The map that gives a column mean 0 and standard deviation 1.
struct Standardisation: Sendable {
  let mean: Double
  let standardDeviation: Double

  /// Nil for a column that is constant or has infinite values.
  ///
  /// A deviation that is only rounding noise of the mean counts as none.
  init?(_ column: UnsafeBufferPointer<Double>) {
    guard let summary = try? SampleSummary(of: column), let mean = summary.mean,
      let deviation = summary.standardDeviation, deviation > 1e-13 * abs(mean),
      deviation.isFinite, (1 / deviation).isFinite
    else { return nil }
    self.mean = mean
    standardDeviation = deviation
  }

  @inline(__always)
  func callAsFunction(_ x: Double) -> Double { (x - mean) / standardDeviation }

  @inline(__always)
  func callAsFunction(_ x: SIMD8<Double>) -> SIMD8<Double> { (x - mean) / standardDeviation }
}
