// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Testing

/// Ranks from SciPy's binomial quantiles, and the probability that the interval covers.
struct RankReference: Sendable {
  let count: Int
  let probability: Double
  let confidence: Double
  let low: Int?
  let high: Int?
  let coverage: Double
}

@Suite("Quantile ranks")
struct QuantileRanksTests {
  @Test("are those of SciPy's binomial distribution", arguments: rankReferences)
  func equalSciPy(reference: RankReference) throws {
    let ranks = try QuantileRanks(
      count: reference.count, probability: reference.probability,
      confidence: reference.confidence)
    #expect(ranks.low == reference.low)
    #expect(ranks.high == reference.high)
    #expect(ranks.low ?? -1 <= ranks.estimate)
    #expect(ranks.estimate <= ranks.high ?? reference.count)
  }

  @Test("estimate by the least k with k / n >= p, rounding in the product apart")
  func estimates() throws {
    // In binary 100 · 0.07 = 7.000000000000001 and 100 · 0.29 = 28.999999999999996.
    let cases: [(count: Int, probability: Double, rank: Int)] = [
      (100, 0.07, 7), (100, 0.29, 29), (10, 0.9, 9), (10, 0.91, 10), (10, 0, 1), (10, 1, 10),
      (3, 0.5, 2), (4, 0.5, 2), (1, 0.3, 1), (1_000_000, 0.000001, 1), (7, 0.01, 1),
    ]
    for (count, probability, rank) in cases {
      let ranks = try QuantileRanks(count: count, probability: probability)
      #expect(ranks.estimate == rank - 1, "n = \(count), p = \(probability)")
    }
  }

  @Test("refuse what is not a sample, a probability, a confidence")
  func refusals() {
    #expect(throws: AnalysisError.emptySample) { try QuantileRanks(count: 0, probability: 0.5) }
    for p in [-0.1, 1.1, .infinity] {
      #expect(throws: AnalysisError.probabilityOutOfRange(p)) {
        try QuantileRanks(count: 5, probability: p)
      }
    }
    #expect(throws: AnalysisError.self) { try QuantileRanks(count: 5, probability: .nan) }
    for confidence in [0, 1, -1, 2.0] {
      #expect(throws: AnalysisError.confidenceOutOfRange(confidence)) {
        try QuantileRanks(count: 5, probability: 0.5, confidence: confidence)
      }
    }
  }
}

@Suite("Quantile estimates")
struct QuantileEstimateTests {
  @Test("are values of the sample at the stated ranks")
  func valuesAtRanks() throws {
    // The value at rank i is 2 i.
    var values = (0..<10_000).map { Double(2 * $0) }
    var random = SplitMix(seed: 3)
    values.shuffle(using: &random)
    let estimates = try values.withUnsafeBufferPointer {
      try quantileEstimates(of: $0, probabilities: [0.9, 0.05, 0.5])
    }
    let references = [0.9, 0.05, 0.5].compactMap { p in
      rankReferences.first {
        $0.count == 10_000 && $0.probability == p && $0.confidence == 0.95
      }
    }
    #expect(estimates.map(\.probability) == [0.9, 0.05, 0.5])
    #expect(estimates.map(\.value) == [17_998, 998, 9_998])
    #expect(estimates.map(\.low) == references.map { 2 * Double($0.low ?? -1) })
    #expect(estimates.map(\.high) == references.map { 2 * Double($0.high ?? -1) })
  }

  @Test("never mix a finite value with never")
  func neverMass() throws {
    // 61 of 100 values are finite, 1 to 61. The interval of the median is from rank 40 to rank 61.
    let values = (1...100).map { $0 <= 61 ? Double($0) : .infinity }
    let estimates = try values.withUnsafeBufferPointer {
      try quantileEstimates(of: $0, probabilities: [0.5, 0.61, 0.611, 0.9])
    }
    #expect(estimates.map(\.value) == [50, 61, .infinity, .infinity])
    #expect(estimates.map(\.high) == [61, .infinity, .infinity, .infinity])
    #expect(estimates[0].low == 40)
    #expect(estimates[3].low == .infinity)
  }

  @Test("of a sample too small for the confidence have infinite bounds")
  func tooSmall() throws {
    let estimates = try [3.0, 1, 2].withUnsafeBufferPointer {
      try quantileEstimates(of: $0, probabilities: [0.1, 0.5])
    }
    #expect(
      estimates == [
        QuantileEstimate(probability: 0.1, value: 1, low: -.infinity, high: 3),
        QuantileEstimate(probability: 0.5, value: 2, low: -.infinity, high: .infinity),
      ])
  }

  @Test("of an empty column are refused")
  func empty() {
    let empty = UnsafeBufferPointer<Double>(start: nil, count: 0)
    #expect(throws: AnalysisError.emptySample) {
      try quantileEstimates(of: empty, probabilities: [0.5])
    }
  }

  @Test(
    "cover the true quantile as often as they say",
    arguments: [200, 5_000], [0.05, 0.5, 0.9])
  func coverage(count: Int, probability: Double) throws {
    let reference = try #require(
      rankReferences.first {
        $0.count == count && $0.probability == probability && $0.confidence == 0.95
      })
    #expect(reference.coverage >= 0.95)
    var random = SplitMix(seed: 17)
    let samples = 2_000
    var covered = 0
    for _ in 0..<samples {
      let values = (0..<count).map { _ in random.uniform() }
      let estimate = try values.withUnsafeBufferPointer {
        try quantileEstimates(of: $0, probabilities: [probability])[0]
      }
      if estimate.low <= probability, probability <= estimate.high { covered += 1 }
    }
    // 4.5 standard deviations of a binomial count: a false alarm in 1 of 150,000 seeds.
    let expected = Double(samples) * reference.coverage
    let deviation = (expected * (1 - reference.coverage)).squareRoot()
    #expect(abs(Double(covered) - expected) <= 4.5 * deviation)
  }
}
