// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import RandomStreams
import Testing

@Suite("Meaning of quantiles, base cases and draws")
struct SemanticsTests {
  static let discrete: [any Distribution] = {
    do {
      let wide = try IntegerRange(low: -1e9, high: 1e9)
      return [
        try IntegerRange(low: 1, high: 6), try IntegerRange(low: 0, high: 48),
        try IntegerRange(low: 3, high: 3), try IntegerRange(low: -700, high: 299), wide,
        try Bernoulli(p: 0.3), try Bernoulli(p: 0), try Bernoulli(p: 1),
        try IntegerRange(low: 1, high: 10).truncated(minimum: 2.5, maximum: 6.5),
        try Truncated(IntegerRange(low: 1, high: 10), minimum: 2.5, maximum: 6.5),
        try Truncated(IntegerRange(low: -20, high: 20), minimum: 13, maximum: .infinity),
        try wide.truncated(minimum: 5.5e8, maximum: 5.6e8),
        try Truncated(wide, minimum: 5.5e8, maximum: 5.6e8),
        try Poisson(mean: 0.3), try Poisson(mean: 12), try Poisson(mean: 80),
        try Binomial(n: 20, p: 0.3), try Binomial(n: 400, p: 0.97), try Binomial(n: 3, p: 1),
        try Geometric(p: 0.02), try Geometric(p: 1),
        try NegativeBinomial(successes: 2.5, p: 0.1), try NegativeBinomial(successes: 30, p: 0.4),
        try Hypergeometric(successes: 30, failures: 50, draws: 40),
        try Poisson(mean: 12).truncated(minimum: 3, maximum: 40),
        try Choice(values: [3, 1, 7], weights: [0.2, 0.7, 0.3]),
        try Empirical(values: [1, 5, 2, 2, 9, 13]),
        try Mixture([
          .init(weight: 0.4, Poisson(mean: 3)), .init(weight: 0.6, Binomial(n: 50, p: 0.7)),
        ]),
      ]
    } catch {
      return []
    }
  }()

  @Test("a discrete quantile is the least value with that probability", arguments: 0..<28)
  func isTheLeastValue(index: Int) throws {
    try #require(Self.discrete.count == 28)
    let distribution = Self.discrete[index]
    let support = distribution.support
    let values = stride(from: support.lower, through: support.upper, by: 1).prefix(1_000)
    let steps = values.map { distribution.cdf($0) }
    let levels = (steps + steps.map(\.nextDown) + steps.map(\.nextUp) + [0.1, 0.5, 0.77])
      // Below, probabilities are no ordinary numbers.
      .filter { $0 > 1e-300 && $0 < 1 }
    #expect(distribution.quantile(1) == support.upper)
    for p in levels {
      let x = distribution.quantile(p)
      #expect(distribution.cdf(x) >= p, "at \(p)")
      #expect(x == support.lower || distribution.cdf(x - 1) < p, "at \(p)")
    }
  }

  @Test("a very wide discrete family has moments after truncation")
  func wideMoments() throws {
    let wide = try Truncated(
      IntegerRange(low: -1e9, high: 1e9), minimum: 5.5e8 + 0.5, maximum: 5.6e8)
    #expect(wide.mean == 555_000_000.5)
    #expect(agrees(wide.variance, (1e7 * 1e7 - 1) / 12, within: 1e-14))
  }

  @Test("the base case is the most likely value where the author gave one, else the median")
  func baseCases() throws {
    #expect(try Uniform(low: 2, high: 6).baseCase == 4)
    #expect(try Triangular(low: 0, mode: 1, high: 5).baseCase == 1)
    #expect(try PERT(low: 0, mode: 1, high: 5).baseCase == 1)
    #expect(try Normal(mean: 3, sd: 2).baseCase == 3)
    #expect(agrees(try LogNormal(median: 3, sigma: 2).baseCase, 3, within: 1e-15))
    #expect(agrees(try Beta(alpha: 2, beta: 2, low: 1, high: 3).baseCase, 2, within: 1e-15))
    #expect(try Bernoulli(p: 0.4).baseCase == 0)
    #expect(try Bernoulli(p: 0.6).baseCase == 1)
    #expect(try IntegerRange(low: 1, high: 6).baseCase == 3)
    #expect(try IntegerRange(low: -4, high: -1).baseCase == -3)
  }

  @Test("a base case that is truncated away gives way to the median")
  func truncatedBaseCases() throws {
    let kept = try Normal(mean: 3, sd: 2).truncated(minimum: 0, maximum: 4)
    #expect(kept.baseCase == 3)
    let lost = try Normal(mean: 3, sd: 2).truncated(minimum: 4, maximum: 9)
    #expect(lost.baseCase == lost.quantile(0.5))
    #expect(agrees(lost.cdf(lost.baseCase), 0.5, within: 1e-12))
  }

  @Test("widths far from 1 neither overflow nor underflow", arguments: [1e-90, 1e-30, 1e30, 1e99])
  func extremeScales(scale: Double) throws {
    let families: [any Distribution] = [
      try Uniform(low: 0, high: scale), try Triangular(low: 0, mode: scale / 4, high: scale),
      try PERT(low: 0, mode: scale / 4, high: scale), try Normal(mean: 0, sd: scale),
      try Beta(alpha: 2, beta: 3, low: -scale, high: scale),
    ]
    for distribution in families {
      let draws = distribution.transformed([0.1, 0.3, 0.7])
      for (u, draw) in zip([0.1, 0.3, 0.7], draws) {
        #expect(agrees(distribution.cdf(draw), u, within: 1e-8))
      }
      #expect(distribution.variance > 0 && distribution.variance.isFinite)
    }
  }
}
