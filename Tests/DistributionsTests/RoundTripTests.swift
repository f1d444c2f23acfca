// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

/// The promise every sampler by quantiles keeps: a draw's own probability is the uniform it came from.
@Suite("Draws and their probabilities")
struct RoundTripTests {
  struct Family: Sendable, CustomTestStringConvertible {
    let name: String
    let values: [String: Double]
    var testDescription: String {
      let texts = values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      return "\(name)(\(texts.joined(separator: ", ")))"
    }
    func make() throws -> any Distribution {
      try #require(DistributionFamily.named(name)).make(values)
    }
  }

  /// Parameters where tables, tails or rounding are hardest, and plain ones between.
  static let families: [Family] =
    [0.01, 0.05, 0.1, 0.3, 0.7, 1, 1.5, 4, 9.99, 10.01, 50, 999, 1_001, 3e4, 1e6].map {
      Family(name: "gamma", values: ["shape": $0, "scale": 3])
    }
    + [0.5, 0.7, 1, 1.5, 2, 3, 7, 30, 400, 1e5].map {
      Family(name: "student_t", values: ["df": $0])
    }
    + [0.05, 0.2, 1, 3, 200, 1e5].map {
      Family(name: "weibull", values: ["shape": $0, "scale": 2])
    }
    + [0.1, 1, 2.5, 300, 1e5].map { Family(name: "pareto", values: ["shape": $0, "scale": 2]) }
    + ["logistic", "gumbel", "laplace", "cauchy"].flatMap { name in
      [(0.0, 1.0), (1e6, 3), (-5, 1e-3), (0, 1e80)].map {
        Family(name: name, values: ["location": $0.0, "scale": $0.1])
      }
    }
    + [
      Family(name: "quantiles", values: ["p10": 2, "p50": 5, "p90": 11]),
      Family(name: "quantiles", values: ["p10": 2, "p50": 5, "p90": 11, "low": 0]),
      Family(name: "quantiles", values: ["p10": 2, "p50": 5, "p90": 7, "high": 8]),
      Family(name: "quantiles", values: ["p10": 2, "p50": 5, "p90": 7, "low": -4, "high": 80]),
      Family(
        name: "quantiles", values: ["p5": -3, "p25": -1, "p50": 0.5, "p75": 1.5, "p95": 6]),
      Family(name: "student_t", values: ["df": 4, "location": 1e6, "scale": 3]),
      Family(name: "exponential", values: ["mean": 40]),
      Family(name: "rayleigh", values: ["sigma": 0.3]),
      Family(name: "chi_squared", values: ["df": 1]),
      Family(name: "chi_squared", values: ["df": 12]),
      Family(name: "loguniform", values: ["low": 1e-90, "high": 1e90]),
      Family(name: "loguniform", values: ["low": 2, "high": 2.001]),
      Family(name: "normal", values: ["mean": -3, "sd": 1e-3]),
      Family(name: "lognormal", values: ["median": 3e5, "sigma": 0.35]),
      Family(name: "lognormal", values: ["median": 1, "sigma": 8]),
      Family(name: "uniform", values: ["low": 0.3, "high": 0.5]),
      Family(name: "triangular", values: ["low": 1200, "mode": 1500, "high": 1900]),
      Family(name: "triangular", values: ["low": 0, "mode": 0, "high": 1]),
      Family(name: "pert", values: ["low": 3, "mode": 4.5, "high": 8]),
      Family(name: "beta", values: ["alpha": 0.5, "beta": 0.5]),
    ]

  /// How far u is from the probability at `x`, as a part of min(u, 1 − u).
  ///
  /// The true quantile may lie between two doubles, and one moved by a location has the digits of
  /// that: it need only lie within 2 ulp. Quantiles below 1e-300 are taken as 0.
  static func error(
    of x: Double, at u: Double, _ distribution: any Distribution
  ) -> Double {
    let support = distribution.support
    let ends = [support.lower, support.upper].filter(\.isFinite).map { $0.magnitude.ulp }
    let slack =
      2
      * (ends + [x.magnitude.ulp, distribution.baseCase.magnitude.ulp, 1e-300])
      .reduce(0, max)
    let isUpper = u > 0.5
    let m = isUpper ? 1 - u : u
    let at = [x - slack, x + slack].map {
      isUpper ? distribution.survival($0) : distribution.cdf($0)
    }
    return max(0, min(at[0], at[1]) - m, m - max(at[0], at[1])) / m
  }

  @Test("agree to 1e-8 of the distance from the nearer end", arguments: families)
  func agree(_ family: Family) throws {
    let distribution = try family.make()
    let draws = distribution.transformed(QuantileTableTests.uniforms)
    let errors = zip(QuantileTableTests.uniforms, draws)
      .map { Self.error(of: $1, at: $0, distribution) }
    let worst = try #require(errors.indices.max { errors[$0] < errors[$1] })
    print("\(family.testDescription): error in probability at most \(errors[worst])")
    #expect(errors.allSatisfy { !$0.isNaN })
    #expect(errors[worst] <= 1e-8, "at \(QuantileTableTests.uniforms[worst])")
  }

  @Test("rise together, and are ordinary numbers", arguments: families)
  func rise(_ family: Family) throws {
    let distribution = try family.make()
    let extremes = [0x1p-54, 0x1p-53, 1 - 0x1p-53, 0.5]
    let draws = distribution.transformed((QuantileTableTests.uniforms + extremes).sorted())
    let support = distribution.support
    #expect(draws.allSatisfy { $0.isFinite && $0 >= support.lower && $0 <= support.upper })
    let unit = distribution.baseCase.magnitude.ulp
    // Roundings may cross where neighbours are equal; e^y makes |y| ulp of one in y.
    #expect(
      zip(draws, draws.dropFirst()).allSatisfy {
        $0 <= $1 || $0 - $1 <= 4 * max($0.magnitude.ulp, unit) + 1e-13 * abs($0)
      })
  }
}
