// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

@Suite("Tabulated quantile functions")
struct QuantileTableTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let alpha: Double
    let beta: Double
    var low = 0.0
    var high = 1.0
    var testDescription: String { "beta(\(alpha), \(beta)) on [\(low), \(high)]" }
  }

  static let shapes = [
    Shape(alpha: 0.5, beta: 0.5), Shape(alpha: 0.2, beta: 3), Shape(alpha: 3, beta: 0.2),
    Shape(alpha: 0.05, beta: 0.1), Shape(alpha: 0.01, beta: 0.01), Shape(alpha: 0.01, beta: 100),
    Shape(alpha: 0.9, beta: 0.99), Shape(alpha: 1, beta: 1), Shape(alpha: 1, beta: 7),
    Shape(alpha: 40, beta: 1.5), Shape(alpha: 2.6, beta: 3.4), Shape(alpha: 5, beta: 1),
    Shape(alpha: 2.2, beta: 3.8, low: 3, high: 8), Shape(alpha: 2, beta: 4, low: 1, high: 3),
    Shape(alpha: 2, beta: 5, low: -10, high: 30),
    // The width of this interval, rounded, ends an ulp above it.
    Shape(alpha: 3, beta: 0.2, low: 0.3, high: 0.9), Shape(alpha: 5_000, beta: 20_000),
    Shape(alpha: 90_000, beta: 0.5), Shape(alpha: 2, beta: 90_000),
    Shape(alpha: 1e5, beta: 1e5), Shape(alpha: 0.3, beta: 1e5),
  ]

  /// Uniforms from 1e-12 to 1 − 1e-12, closer at both ends, within and outside the table's reach.
  static let uniforms: [Double] = {
    let octaves = 39
    let lower = (0..<(octaves * 150)).map { i in
      Double(sign: .plus, exponent: -2 - i / 150, significand: 1 + (Double(i % 150) + 0.5) / 150)
    }
    return lower + lower.map { 1 - $0 }
  }()

  /// How far u is from the probability at `x`, as a part of min(u, 1 − u).
  ///
  /// The true quantile may lie between two doubles; it need only lie within 2 ulp of `x`. Quantiles
  /// below 1e-300 are taken as 0.
  static func error(of x: Double, at u: Double, _ distribution: Beta) -> Double {
    let slack = 2 * max(x.magnitude.ulp, distribution.low.magnitude.ulp, 1e-300)
    let isUpper = u > 0.5
    let m = isUpper ? 1 - u : u
    let ends = [x - slack, x + slack].map {
      isUpper ? distribution.survival($0) : distribution.cdf($0)
    }
    return max(0, min(ends[0], ends[1]) - m, m - max(ends[0], ends[1])) / m
  }

  @Test("give back the uniform to 1e-8 of its distance from the nearer end", arguments: shapes)
  func giveBackTheUniform(_ shape: Shape) throws {
    let distribution = try Beta(
      alpha: shape.alpha, beta: shape.beta, low: shape.low, high: shape.high)
    let draws = distribution.transformed(Self.uniforms)
    let errors = zip(Self.uniforms, draws).map { Self.error(of: $1, at: $0, distribution) }
    let worst = try #require(errors.indices.max { errors[$0] < errors[$1] })
    print("\(shape.testDescription): error in probability at most \(errors[worst])")
    #expect(errors.allSatisfy { !$0.isNaN })
    #expect(errors[worst] <= 1e-8, "at \(Self.uniforms[worst])")
  }

  @Test("give draws inside the support that rise with the uniform", arguments: shapes)
  func giveRisingDraws(_ shape: Shape) throws {
    let distribution = try Beta(
      alpha: shape.alpha, beta: shape.beta, low: shape.low, high: shape.high)
    let uniforms = (Self.uniforms + [0x1p-54, 0x1p-53, 1 - 0x1p-53, 0.5]).sorted()
    let draws = distribution.transformed(uniforms)
    #expect(draws.allSatisfy { $0 >= shape.low && $0 <= shape.high })
    // Two roundings may cross where neighbours are equal.
    #expect(
      zip(draws, draws.dropFirst()).allSatisfy { $0 <= $1 || $0 - $1 <= 4 * $0.magnitude.ulp })
  }

  @Test("give the same bits in whatever order the octaves are asked for")
  func giveTheSameInAnyOrder() throws {
    let distributions: [@Sendable () throws -> any Distribution] = [
      { try Beta(alpha: 2.2, beta: 3.8) }, { try Gamma(shape: 3, scale: 2) },
      { try StudentT(df: 5) },
    ]
    for make in distributions {
      let all = try make().transformed(Self.uniforms)
      let inward = try make().transformed(Self.uniforms.reversed())
      #expect(inward.reversed().map(\.bitPattern) == all.map(\.bitPattern))
      for i in stride(from: 0, to: all.count, by: 509) {
        #expect(try make().transformed([Self.uniforms[i]])[0].bitPattern == all[i].bitPattern)
      }
    }
  }
}
