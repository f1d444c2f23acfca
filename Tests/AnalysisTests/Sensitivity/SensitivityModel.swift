// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Distributions
import Foundation
import RandomStreams

/// A function of random inputs whose sensitivity indices are known.
struct SensitivityModel: Sendable {
  let name: String
  /// Draws a sample of `count` trials.
  let draw: @Sendable (_ seed: UInt64, _ count: Int) -> Sample
  /// One number for each input; nil where no closed form is known.
  var firstOrder: [Double]
  var shapley: [Double]
  var regression: [Double]
  var spearman: [Double]?
  var partialRank: [Double]?
  var rankRegression: [Double]?

  struct Sample: Sendable {
    var inputs: [[Double]]
    var output: [Double]
  }

  static let all = [ishigami, gauss, product, gEight, gSix]
}

extension SensitivityModel.Sample {
  /// Analyses the sample with inputs called x1, x2 and so on.
  func analysis(
    _ settings: SensitivityAnalysis.Settings = .init(), loop: ConcurrentLoop = serialLoop
  ) throws -> SensitivityAnalysis {
    try Self.pointing(to: inputs + [output], []) { columns in
      let inputs = columns.dropLast().enumerated().map {
        SensitivityAnalysis.Column("x\($0 + 1)", $1)
      }
      return try SensitivityAnalysis(
        inputs: inputs, output: .init("y", columns[inputs.count]), settings: settings, loop: loop)
    }
  }

  private static func pointing<Value>(
    to columns: [[Double]], _ done: [UnsafeBufferPointer<Double>],
    _ body: ([UnsafeBufferPointer<Double>]) throws -> Value
  ) throws -> Value {
    guard done.count < columns.count else { return try body(done) }
    return try columns[done.count].withUnsafeBufferPointer {
      try pointing(to: columns, done + [$0], body)
    }
  }
}

/// Uniform numbers in (low, high).
func uniformColumn(
  _ name: String, _ seed: UInt64, _ count: Int, low: Double = 0, high: Double = 1
) -> [Double] {
  var column = [Double](repeating: 0, count: count)
  column.withUnsafeMutableBufferPointer {
    RandomStream(seed: seed, name: name).fill($0, firstTrial: 0)
  }
  return column.map { low + (high - low) * $0 }
}

/// Standard normal numbers.
func normalColumn(_ name: String, _ seed: UInt64, _ count: Int) -> [Double] {
  var column = uniformColumn(name, seed, count)
  column.withUnsafeMutableBufferPointer { transformToStandardNormal($0) }
  return column
}

extension SensitivityModel {
  /// sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1 of uniform numbers in (−π, π).
  ///
  /// With a = 7 and b = 0.1 (Ishigami and Homma, 1990): V1 = (1 + b π⁴/5)²/2, V2 = a²/8,
  /// V13 = b² π⁸ (1/18 − 1/50). Inputs are independent, so a Shapley effect is the first-order index
  /// and half of the interaction. cov(x1, y) = E[x sin x] E[1 + b x⁴] = 1 + b π⁴/5, and x2 and x3
  /// have none, for y is even in x2 and odd in x1.
  static let ishigami: SensitivityModel = {
    let fourth = 0.1 * Double.pi * Double.pi * Double.pi * Double.pi
    let first = (1 + fourth / 5) * (1 + fourth / 5) / 2
    let second = 49.0 / 8
    let both = fourth * fourth * (1.0 / 18 - 1.0 / 50)
    let total = first + second + both
    return SensitivityModel(
      name: "ishigami",
      draw: { seed, count in
        let x = (1...3).map { uniformColumn("x\($0)", seed, count, low: -.pi, high: .pi) }
        let y = (0..<count).map { i in
          let square = x[2][i] * x[2][i]
          let sine = sin(x[1][i])
          return sin(x[0][i]) * (1 + 0.1 * square * square) + 7 * sine * sine
        }
        return Sample(inputs: x, output: y)
      },
      firstOrder: [first / total, second / total, 0],
      shapley: [(first + both / 2) / total, second / total, both / 2 / total],
      regression: [(1 + fourth / 5) / (Double.pi / 3.0.squareRoot() * total.squareRoot()), 0, 0])
  }()

  /// x1 x2 + x3 of uniform numbers in (−1, 1): variances 1/9 of the product, 1/3 of x3.
  static let product = SensitivityModel(
    name: "product",
    draw: { seed, count in
      let x = (1...3).map { uniformColumn("x\($0)", seed, count, low: -1) }
      return Sample(
        inputs: x, output: (0..<count).map { x[0][$0] * x[1][$0] + x[2][$0] })
    },
    firstOrder: [0, 0, 0.75], shapley: [0.125, 0.125, 0.75],
    regression: [0, 0, 0.75.squareRoot()], spearman: [0, 0, productSpearman])

  /// Π (|4 x_j − 2| + a_j) / (1 + a_j) of uniform numbers (Sobol', 1993).
  ///
  /// With V_j = 1 / (3 (1 + a_j)²): Var E[y | x_u] − 1 parts into products of the V_j, so the Shapley
  /// effect of j is the sum over the sets that contain j of the product of their V over their size.
  /// Each factor is even about 1/2: no linear dependence.
  static func g(_ name: String, _ a: [Double]) -> SensitivityModel {
    let parts = a.map { 1 / (3 * (1 + $0) * (1 + $0)) }
    let total = parts.reduce(1) { $0 * (1 + $1) } - 1
    let shapley = a.indices.map { j in
      (1..<(1 << a.count)).filter { $0 >> j & 1 == 1 }.reduce(0.0) { sum, set in
        let members = a.indices.filter { set >> $0 & 1 == 1 }
        return sum + members.reduce(1) { $0 * parts[$1] } / Double(members.count)
      } / total
    }
    return SensitivityModel(
      name: name,
      draw: { seed, count in
        let x = a.indices.map { uniformColumn("x\($0)", seed, count) }
        let y = (0..<count).map { i in
          a.indices.reduce(1.0) { $0 * ((abs(4 * x[$1][i] - 2) + a[$1]) / (1 + a[$1])) }
        }
        return Sample(inputs: x, output: y)
      },
      firstOrder: parts.map { $0 / total }, shapley: shapley, regression: a.map { _ in 0 },
      spearman: a.map { _ in 0 })
  }

  static let gEight = g("gEight", [0, 1, 4.5, 9, 99, 99, 99, 99])
  static let gSix = g("gSix", [0, 0, 0, 0, 0, 0])
}
