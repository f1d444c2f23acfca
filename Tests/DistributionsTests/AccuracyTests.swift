// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

/// Against numbers computed elsewhere to 40 digits, `reference.py`.
@Suite("Accuracy of distributions")
struct AccuracyTests {
  @Test("mean, variance and standard deviation are right", arguments: ReferenceCase.all)
  func momentsAreRight(_ reference: ReferenceCase) throws {
    let distribution = try reference.make()
    guard reference.mean.isFinite else {
      // What does not exist is NaN, what diverges infinite.
      #expect("\(distribution.mean)" == "\(reference.mean)")
      #expect("\(distribution.variance)" == "\(reference.variance)")
      return
    }
    let deviation = reference.variance.isFinite ? reference.variance.squareRoot() : 0
    let size = max(abs(reference.mean), deviation)
    #expect(agrees(distribution.mean, reference.mean, within: 1e-10, orBy: 1e-14 * size))
    #expect(agrees(distribution.variance, reference.variance, within: 1e-10))
    #expect(
      agrees(distribution.standardDeviation, reference.variance.squareRoot(), within: 1e-10))
  }

  @Test("the density is right", arguments: ReferenceCase.all)
  func densityIsRight(_ reference: ReferenceCase) throws {
    let distribution = try reference.make()
    for point in reference.points {
      #expect(
        agrees(distribution.density(point.x), point.density, within: 1e-10), "at \(point.x)")
    }
  }

  /// A probability that is a difference of two, as under truncation, has no more digits than they.
  ///
  /// 1e-14 is the difference of two probabilities below 1 over an interval's of 0.01. An end computed
  /// from two percentiles is a double near the true one, 1e-15 of the width away.
  @Test("the distribution function is right in both tails", arguments: ReferenceCase.all)
  func cdfIsRight(_ reference: ReferenceCase) throws {
    let distribution = try reference.make()
    let isTruncated = distribution.parameters.contains { $0.name == "min" }
    let absolute =
      isTruncated ? 1e-14 : reference.parameters.contains { $0.key == "p90" } ? 1e-15 : 0
    for point in reference.points {
      #expect(
        agrees(distribution.cdf(point.x), point.cdf, within: 1e-10, orBy: absolute),
        "at \(point.x)")
      #expect(
        agrees(distribution.survival(point.x), point.survival, within: 1e-10, orBy: absolute),
        "at \(point.x)")
      #expect(
        agrees(distribution.cdf(point.x) + distribution.survival(point.x), 1, within: 1e-12),
        "at \(point.x)")
    }
  }

  /// Near a bound that is not 0 a quantile has the digits of the bound, 2 ulp; p itself is a double,
  /// which moves the quantile where the distribution is narrow.
  @Test("quantiles are right", arguments: ReferenceCase.all)
  func quantilesAreRight(_ reference: ReferenceCase) throws {
    let distribution = try reference.make()
    let scale =
      [distribution.support.lower, distribution.support.upper, reference.mean]
      .filter(\.isFinite).map { $0.magnitude.ulp }.max() ?? 0
    for (p, x) in reference.quantiles {
      let isAtZero = distribution.support.lower == 0 && p <= 0.5
      #expect(
        agrees(distribution.quantile(p), x, within: 1e-10, orBy: isAtZero ? 0 : 2 * scale),
        "at \(p)")
    }
  }

  @Test("upper quantiles mirror quantiles", arguments: ReferenceCase.all)
  func upperQuantilesMirror(_ reference: ReferenceCase) throws {
    let distribution = try reference.make()
    // 1 − q is exact for these, and they hit no jump of a discrete family.
    for q in [0.00146484375, 0.0205078125, 0.2138671875, 0.5361328125, 0.9501953125] {
      let lower = distribution.quantile(1 - q)
      #expect(
        agrees(
          distribution.upperQuantile(q), lower, within: 1e-12, orBy: 1e-12 * abs(reference.mean)),
        "at \(q)")
    }
  }

  @Test("transform is the quantile function", arguments: ReferenceCase.all)
  func transformIsTheQuantile(_ reference: ReferenceCase) throws {
    let distribution = try reference.make()
    let tails = (2...39).map { Double(sign: .plus, exponent: -$0, significand: 1.3) }
    let uniforms = (1..<2_000).map { (Double($0) + 0.37) / 2_001 } + tails + tails.map { 1 - $0 }
    let draws = distribution.transformed(uniforms)
    // A table is good to 4e-9 in probability, which is up to five times that in the distance from
    // an end where a shape is 0.2; one of logarithms to 9e-10, up to twenty times that at shape 0.05.
    let tabulated = ["beta", "pert", "gamma", "chi_squared", "student_t"]
    let relative = tabulated.contains(reference.family) ? 2e-8 : 1e-9
    let support = distribution.support
    if reference.family == "mixture" {
      // Between parts that lie apart the quantile is steep: there only probabilities can agree.
      for (u, draw) in zip(uniforms, draws) {
        #expect(RoundTripTests.error(of: draw, at: u, distribution) <= 1e-8, "at \(u)")
      }
      return
    }
    let ends = [support.lower, support.upper].filter(\.isFinite)
    let rounding = 4 * (ends + [reference.mean]).map { $0.magnitude.ulp }.reduce(0, max)
    for (u, draw) in zip(uniforms, draws) {
      let quantile = distribution.quantile(u)
      let isTruncated = reference.parameters.contains { ["min", "max"].contains($0.key) }
      let distance =
        isTruncated ? abs(quantile) : ends.map { abs(quantile - $0) }.min() ?? abs(quantile)
      #expect(
        abs(draw - quantile) <= max(relative * distance, rounding),
        "at \(u): \(draw) is not \(quantile)")
    }
  }

  @Test("quantiles never fall, and stay in the support", arguments: ReferenceCase.all)
  func quantilesRise(_ reference: ReferenceCase) throws {
    let distribution = try reference.make()
    let support = distribution.support
    let tails = (2...53).map { Double(sign: .plus, exponent: -$0, significand: 1) }
    let levels =
      [0] + tails.reversed() + (257..<768).map { Double($0) / 1_024 }
      + tails.map { 1 - $0 } + [1]
    let quantiles = levels.map { distribution.quantile($0) }
    #expect(quantiles.allSatisfy { $0 >= support.lower && $0 <= support.upper })
    // Two roundings may cross where neighbours are equal; e^y makes |y| ulp of one in y.
    #expect(
      zip(quantiles, quantiles.dropFirst()).allSatisfy {
        $0 <= $1 || $0 - $1 <= 16 * $0.magnitude.ulp
      })
    #expect(quantiles.first == support.lower)
    #expect(quantiles.last == support.upper)
    if support.isInteger {
      #expect(quantiles.allSatisfy { $0 == $0.rounded() })
      #expect(support.lower == support.lower.rounded() && support.upper == support.upper.rounded())
    }
  }

  @Test("outside the support there is no probability", arguments: ReferenceCase.all)
  func nothingOutside(_ reference: ReferenceCase) throws {
    let distribution = try reference.make()
    let support = distribution.support
    if support.lower.isFinite {
      let x = support.lower - 0.25
      #expect([distribution.density(x), distribution.cdf(x)] == [0, 0])
      #expect(distribution.survival(x) == 1)
    }
    if support.upper.isFinite {
      let x = support.upper + 0.25
      #expect([distribution.density(x), distribution.survival(x)] == [0, 0])
      #expect(distribution.cdf(x) == 1)
    }
  }
}
