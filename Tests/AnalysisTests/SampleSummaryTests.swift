// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Testing

/// Moments of `offset + factor * uniform` (seed 11), from exact rational arithmetic.
struct MomentReference: Sendable, CustomTestStringConvertible {
  let name: String
  let offset: Double
  let factor: Double
  let count: Int
  let mean: Double
  let standardDeviation: Double
  var testDescription: String { name }
}

@Suite("Sample summaries")
struct SampleSummaryTests {
  @Test("have exact moments but for rounding", arguments: momentReferences)
  func moments(reference: MomentReference) throws {
    var random = SplitMix(seed: 11)
    let summary = try summary(
      (0..<reference.count).map { _ in reference.offset + reference.factor * random.uniform() })
    let mean = try #require(summary.mean)
    let deviation = try #require(summary.standardDeviation)
    let error = try #require(summary.standardError)
    // A few roundings, relative to the greatest value for the mean and to itself for the spread:
    // a large common part must cost the spread no digits.
    let greatest = abs(reference.offset) + reference.factor
    #expect(abs(mean - reference.mean) <= 4 * greatest.ulp)
    #expect(abs(deviation / reference.standardDeviation - 1) <= 1e-14)
    #expect(error == deviation / Double(reference.count).squareRoot())
    #expect(summary.neverProbability == 0)
  }

  @Test("of one never have no mean and no spread", arguments: [Double.infinity, .nan, -.nan])
  func never(value: Double) throws {
    let summary = try summary([1, 2, value, 3])
    #expect(summary.count == 4)
    #expect(summary.neverCount == 1)
    #expect(summary.neverProbability == 0.25)
    #expect(summary.mean == nil)
    #expect(summary.standardDeviation == nil)
    #expect(summary.standardError == nil)
  }

  @Test("with -infinity have no mean either, though it is not never")
  func minusInfinity() throws {
    let summary = try summary([1, -.infinity])
    #expect(summary.neverProbability == 0)
    #expect(summary.mean == nil)
  }

  @Test("of one value have a mean and no spread")
  func single() throws {
    let summary = try summary([-3.5])
    #expect(summary.mean == -3.5)
    #expect(summary.standardDeviation == nil)
    #expect(summary.standardError == nil)
  }

  @Test("of equal values have exactly that mean and no spread at all")
  func constant() throws {
    let summary = try summary([Double](repeating: 0.1, count: 10_001))
    #expect(summary.mean == 0.1)
    #expect(summary.standardDeviation == 0)
  }

  @Test("of integers are exact")
  func integers() throws {
    // 1 ... 9: mean 5, variance 60 / 8.
    let summary = try summary((1...9).map(Double.init))
    #expect(summary.mean == 5)
    #expect(summary.standardDeviation == 7.5.squareRoot())
  }

  @Test("of nothing are refused")
  func empty() {
    #expect(throws: AnalysisError.emptySample) { try summary([]) }
  }

  private func summary(_ values: [Double]) throws -> SampleSummary {
    try values.withUnsafeBufferPointer { try SampleSummary(of: $0) }
  }
}
