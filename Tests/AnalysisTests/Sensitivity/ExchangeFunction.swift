// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Foundation
import RandomStreams
import SamplingDesigns

/// A function of independent uniform numbers in (0, 1) whose indices have closed forms.
struct ExchangeFunction: Sendable {
  let name: String
  let value: @Sendable ([Double]) -> Double
  var firstOrder: [Double]
  var totalOrder: [Double]
  /// For each pair in order; the others are 0.
  var secondOrder: [[Int]: Double]

  static let all = [ishigami, product, gEight, gSix]

  /// The function at the points of a design: scrambled Sobol' points for A and B in turn.
  ///
  /// - Parameter shift: when above 0, A is random and B the same moved by this.
  func model(_ seed: UInt64, trials: Int, shift: Double = 0) throws -> ExchangeDesign.Model {
    let inputs = firstOrder.count
    let design = try SamplingDesign(shift > 0 ? .random : .sobol, trials: trials)
    let value = self.value
    let coordinates = (0..<(2 * inputs)).map { dimension in
      design.coordinate(dimension: dimension) {
        RandomStream(seed: seed, name: "design \($0) \(dimension)").key
      }
    }
    return { design, trials in
      let points = coordinates.indices.map { dimension in
        let isMove = shift > 0 && dimension % 2 == 1
        var column = [Double](repeating: 0, count: trials.count)
        column.withUnsafeMutableBufferPointer {
          RandomStream(seed: seed, name: "point \(isMove ? dimension - 1 : dimension)")
            .fill($0, firstTrial: UInt64(trials.lowerBound))
          coordinates[dimension]?.transform($0, firstTrial: UInt64(trials.lowerBound))
        }
        return isMove ? column.map { $0 + shift < 1 ? $0 + shift : $0 + shift - 1 } : column
      }
      var values: [Double] = []
      for run in design.runs {
        let columns = (0..<inputs).map { i in points[2 * i + (Self.isFromB(i, in: run) ? 1 : 0)] }
        for t in 0..<trials.count { values.append(value(columns.map { $0[t] })) }
      }
      var steps: [Double] = []
      for i in 0..<inputs {
        steps += zip(points[2 * i], points[2 * i + 1]).map { (before, after) in after - before }
      }
      return ExchangeDesign.Block(values: values, steps: steps)
    }
  }

  private static func isFromB(_ input: Int, in run: ExchangeDesign.Run) -> Bool {
    switch run {
    case .a: false
    case .b: true
    case .aWithB(let other): other == input
    case .bWithA(let other): other != input
    }
  }

  /// As `SensitivityModel.ishigami`: x1 and x3 act together.
  static let ishigami: ExchangeFunction = {
    let fourth = 0.1 * Double.pi * Double.pi * Double.pi * Double.pi
    let first = (1 + fourth / 5) * (1 + fourth / 5) / 2
    let both = fourth * fourth * (1.0 / 18 - 1.0 / 50)
    let total = first + 49.0 / 8 + both
    return ExchangeFunction(
      name: "ishigami",
      value: { u in
        let x: [Double] = u.map { (2 * $0 - 1) * Double.pi }
        let sine = sin(x[1])
        let square = x[2] * x[2]
        return sin(x[0]) * (1 + 0.1 * square * square) + 7 * sine * sine
      },
      firstOrder: [first / total, 49.0 / 8 / total, 0],
      totalOrder: [(first + both) / total, 49.0 / 8 / total, both / total],
      secondOrder: [[0, 2]: both / total])
  }()

  /// x1 x2 + x3 of uniform numbers in (−1, 1).
  static let product = ExchangeFunction(
    name: "product",
    value: { u in (2 * u[0] - 1) * (2 * u[1] - 1) + 2 * u[2] - 1 },
    firstOrder: [0, 0, 0.75], totalOrder: [0.25, 0.25, 0.75], secondOrder: [[0, 1]: 0.25])

  /// Π (|4 u_j − 2| + a_j) / (1 + a_j): products of V_j = 1 / (3 (1 + a_j)²).
  static func g(_ name: String, _ a: [Double]) -> ExchangeFunction {
    let parts = a.map { 1 / (3 * (1 + $0) * (1 + $0)) }
    let all = parts.reduce(1) { $0 * (1 + $1) }
    let total = all - 1
    var second: [[Int]: Double] = [:]
    for i in a.indices {
      for j in (i + 1)..<max(i + 1, a.count) { second[[i, j]] = parts[i] * parts[j] / total }
    }
    return ExchangeFunction(
      name: name,
      value: { u in
        var product = 1.0
        for (u, a) in zip(u, a) { product *= (abs(4 * u - 2) + a) / (1 + a) }
        return product
      },
      firstOrder: parts.map { $0 / total },
      totalOrder: parts.map { $0 * all / (1 + $0) / total }, secondOrder: second)
  }

  static let gEight = g("gEight", [0, 1, 4.5, 9, 99, 99, 99, 99])
  static let gSix = g("gSix", [0, 0, 0, 0, 0, 0])
}
