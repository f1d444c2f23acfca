// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import RandomStreams
import Testing

@Suite("Quantiles, mixtures and lists of values")
struct DerivedTests {
  func metalog(_ values: [String: Double]) throws -> any Distribution {
    try #require(DistributionFamily.named("quantiles")).make(values)
  }

  @Test(
    "A metalog passes through what it was given, with any bounds",
    arguments: [[:], ["low": 0], ["high": 20], ["low": 0, "high": 20]] as [[String: Double]])
  func metalogIsMet(bounds: [String: Double]) throws {
    for points in [
      ["p10": 2.0, "p50": 5, "p90": 11], ["p5": 1, "p20": 2.5, "p50": 5, "p80": 8.5, "p95": 14],
    ] {
      let distribution = try metalog(points.merging(bounds) { $1 })
      for (name, value) in points {
        let p = try #require(DistributionFamily.percentile(name))
        #expect(agrees(distribution.quantile(p), value, within: 1e-12))
        #expect(agrees(distribution.cdf(value), p, within: 1e-12))
      }
      #expect(distribution.support.lower == bounds["low"] ?? -.infinity)
      #expect(distribution.support.upper == bounds["high"] ?? .infinity)
    }
  }

  /// Keelin 2016, section 4.2: three terms are feasible when |a₃| / a₂ < 1.66711, which for p10, p50 and
  /// p90 is a median between 0.1664 and 0.8336 of the way.
  @Test("Three percentiles are feasible where Keelin's inequality says so")
  func keelinsInequality() throws {
    for share in [0.05, 0.12, 0.16, 0.166] {
      for median in [share, 1 - share] {
        let error = #expect(throws: ParameterError.self) {
          try metalog(["p10": 0, "p50": median, "p90": 1])
        }
        #expect(error?.requirement.contains("falls") == true)
      }
    }
    for median in [0.167, 0.2, 0.5, 0.8, 0.833] {
      #expect(throws: Never.self) { try metalog(["p10": 0, "p50": median, "p90": 1]) }
    }
  }

  @Test("Percentiles that no curve follows are refused with the place where it falls")
  func infeasible() {
    let error = #expect(throws: ParameterError.self) {
      try metalog(["p10": 0, "p30": 9, "p50": 9.1, "p70": 9.2, "p90": 20])
    }
    #expect(error?.description.contains("falls near p") == true)
    #expect(throws: ParameterError.self) {
      try metalog(["p49.999999": 1, "p50": 1.000_000_000_1, "p50.0000001": 2])
    }
  }

  @Test("A tail that is too heavy for a mean or a variance says so")
  func heavyMetalog() throws {
    // ln x is logistic with scale s: moments of order 1 / s and above diverge. The ratio of p90 to p50 is
    // 9^s, since ln 9 is the logit of 0.9.
    func loglogistic(_ ratio: Double) throws -> any Distribution {
      try metalog(["p10": 1 / ratio, "p50": 1, "p90": ratio, "low": 0])
    }
    let light = try loglogistic(1.732_050_807_568_877_2)
    // (π/4) / sin(π/4) and (π/2) / sin(π/2) are the first two moments.
    #expect(agrees(light.mean, 1.110_720_734_539_591_5, within: 1e-10))
    #expect(agrees(light.variance, 1.570_796_326_794_896_6 - 1.233_700_550_136_169_7, within: 1e-9))
    let heavy = try loglogistic(5.196_152_422_706_632)
    // (3π/4) / sin(3π/4).
    #expect(agrees(heavy.mean, 3.332_162_203_618_774_7, within: 1e-9))
    #expect(heavy.variance == .infinity)
    #expect(try loglogistic(27).mean == .infinity)
  }

  @Test("A truncated mixture is the mixture conditioned on the interval")
  func truncatedMixture() throws {
    let mixture = try Mixture([
      .init(weight: 2, Normal(mean: 0, sd: 1)), .init(weight: 1, Choice(values: [-1, 0.5, 3])),
      .init(weight: 1, Pareto(shape: 2, scale: 2)),
    ])
    let truncated = try mixture.truncated(minimum: -1, maximum: 4)
    let below = mixture.probability(below: -1)
    let mass = mixture.cdf(4) - below
    for x in [-1, -0.3, 0.49, 0.5, 1.9, 2.7, 3, 3.99] {
      #expect(agrees(truncated.cdf(x), (mixture.cdf(x) - below) / mass, within: 1e-12), "at \(x)")
    }
    #expect(truncated.support == Support(-1, 4))
    #expect(truncated.cdf(-1.000_1) == 0 && truncated.cdf(4) == 1)
    #expect(throws: ParameterError.self) { try mixture.truncated(minimum: 2, maximum: 1) }
    #expect(throws: ParameterError.self) { try mixture.truncated(minimum: -90, maximum: -80) }
  }

  @Test("A jump and a gap of a mixture are met to the last digit")
  func jumps() throws {
    let mixture = try Mixture([
      .init(weight: 0.25, Uniform(low: 0, high: 1)), .init(weight: 0.5, Choice(values: [2])),
      .init(weight: 0.25, Uniform(low: 3, high: 4)),
    ])
    let levels = [0.125, 0.25, 0.250_000_1, 0.5, 0.75, 0.750_000_1, 0.875]
    let quantiles = [0.5, 1, 2, 2, 2, 3.000_000_4, 3.5]
    for (p, x) in zip(levels, quantiles) {
      #expect(agrees(mixture.quantile(p), x, within: 1e-12), "at \(p)")
    }
    for (draw, x) in zip(mixture.transformed(levels), quantiles) {
      #expect(agrees(draw, x, within: 1e-12))
    }
    #expect(mixture.density(2) == .infinity && agrees(mixture.density(0.5), 0.25, within: 1e-15))
  }

  @Test("Mixtures need weights above 0 that are not worlds apart")
  func mixtureWeights() throws {
    let normal = try Normal(mean: 0, sd: 1)
    for weights in [[], [0], [-1], [.nan], [.infinity], [1, 0], [1, 1e-12]] as [[Double]] {
      #expect(throws: ParameterError.self) {
        try Mixture(weights.map { .init(weight: $0, normal) })
      }
    }
    #expect(throws: ParameterError.self) {
      try Mixture((0...Mixture.mostComponents).map { _ in .init(weight: 1, normal) })
    }
    #expect(try Mixture([.init(weight: 7, normal)]).cdf(1.5) == normal.cdf(1.5))
  }

  @Test("Lists of values need values, and weights that fit")
  func lists() throws {
    for values in [[], [.nan], [1, .infinity], [1e200]] as [[Double]] {
      #expect(throws: ParameterError.self) { try Choice(values: values) }
      #expect(throws: ParameterError.self) { try Empirical(values: values) }
    }
    let many = [Double](repeating: 1, count: 100_001)
    #expect(throws: ParameterError.self) { try Choice(values: many) }
    #expect(throws: ParameterError.self) { try Empirical(values: many) }
    for weights in [[1], [1, -1], [0, 0], [1, .nan], [1, .infinity], [1, 1, 1]] as [[Double]] {
      #expect(throws: ParameterError.self) { try Choice(values: [1, 2], weights: weights) }
    }
    #expect(try Choice(values: [1, 2], weights: [0, 3]).support == Support(2, 2, isInteger: true))
  }

  @Test("Truncated lists keep the values inside, bounds included")
  func truncatedLists() throws {
    let choice = try Choice(values: [1, 2.5, 4, 9], weights: [4, 3, 2, 1])
    let kept = try choice.truncated(minimum: 2.5, maximum: 4)
    #expect(agrees(kept.density(2.5), 0.6, within: 1e-15))
    #expect(agrees(kept.mean, 0.6 * 2.5 + 0.4 * 4, within: 1e-15))
    #expect(throws: ParameterError.self) { try choice.truncated(minimum: 5, maximum: 8) }
    let empirical = try Empirical(values: [1, 2, 2, 3, 9]).truncated(minimum: 2, maximum: 5)
    #expect(agrees(empirical.density(2), 2 / 3.0, within: 1e-15))
    #expect(throws: ParameterError.self) {
      try Empirical(values: [1]).truncated(minimum: 2, maximum: 5)
    }
  }

  @Test("Truncated tails without moments have none, and get them from a bound")
  func truncatedTails() throws {
    let cauchy = try Cauchy(location: 0, scale: 1)
    #expect(try cauchy.truncated(minimum: 0, maximum: .infinity).mean == .infinity)
    #expect(try cauchy.truncated(minimum: -.infinity, maximum: 0).mean == -.infinity)
    // ln(1 + b²) / (2 arctan b) with b = 10 (Johnson, Kotz and Balakrishnan 1, chapter 16).
    let half = try cauchy.truncated(minimum: 0, maximum: 10)
    #expect(agrees(half.mean, 4.615_120_516_841_261 / (2 * 1.471_127_674_303_734_5), within: 1e-9))
    #expect(
      try Pareto(shape: 1.5, scale: 1).truncated(minimum: 3, maximum: .infinity)
        .variance == .infinity)
    // Beyond 3 a Pareto distribution is one from 3 on.
    #expect(
      agrees(
        try Pareto(shape: 2.5, scale: 1).truncated(minimum: 3, maximum: .infinity).mean, 5,
        within: 1e-8))
    // Without memory.
    #expect(
      agrees(
        try Geometric(p: 1e-7).truncated(minimum: 5, maximum: .infinity).mean, 1e7 + 4,
        within: 1e-8))
  }
}
