// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Foundation
import Testing

@Suite("Indices from designed runs")
struct DesignedIndexTests {
  static let replicates = 16

  func sobol(
    _ function: ExchangeFunction, _ seed: UInt64, trials: Int, secondOrder: Bool = true
  ) throws -> SobolIndices {
    try #require(
      try SobolIndices.estimate(
        inputs: function.firstOrder.count, outputs: 1, trials: trials,
        replicates: Replicates(count: Self.replicates), hasSecondOrder: secondOrder,
        model: function.model(seed, trials: trials)
      ).first ?? nil)
  }

  /// Each estimate with its truth, under the name of its kind.
  func pairs(
    _ indices: SobolIndices, _ function: ExchangeFunction
  ) -> [(kind: String, index: SensitivityIndex, truth: Double)] {
    zip(indices.firstOrder, function.firstOrder).map { ("first", $0, $1) }
      + zip(indices.totalOrder, function.totalOrder).map { ("total", $0, $1) }
      + indices.secondOrder.map { pair in
        ("second", pair.index, function.secondOrder[[pair.inputs.0, pair.inputs.1]] ?? 0)
      }
  }

  @Test(
    "Sobol' indices lie within 0.02 of the truth at 2^16 points",
    arguments: ExchangeFunction.all.map(\.name))
  func accuracy(name: String) throws {
    let function = try #require(ExchangeFunction.all.first { $0.name == name })
    let indices = try sobol(function, 7, trials: 1 << 16)
    let count = function.firstOrder.count
    #expect(indices.secondOrder.count == count * (count - 1) / 2)
    for (kind, index, truth) in pairs(indices, function) {
      #expect(abs(index.value - truth) <= 0.02, "\(name) \(kind): \(index.value), not \(truth)")
      if truth > 0.03 { #expect(index.isDistinguishableFromZero, "\(name) \(kind) \(truth)") }
    }
  }

  /// Where 95 % is right, the share of 200 seeds lies within 92.5 to 97.5 % with a probability of 0.9 for one
  /// index; the share over all of a kind is steadier.
  @Test("Sobol' intervals cover the truth as often as they say")
  func coverage() throws {
    for function in ExchangeFunction.all {
      var covered: [String: (hits: Int, of: Int)] = [:]
      for seed in 1_000..<1_200 {
        for (kind, index, truth) in pairs(
          try sobol(function, UInt64(seed), trials: 1 << 12), function)
        {
          let isCovered = index.low <= truth && truth <= index.high
          covered[kind, default: (0, 0)].hits += isCovered ? 1 : 0
          covered[kind, default: (0, 0)].of += 1
        }
      }
      for (kind, count) in covered {
        let share = Double(count.hits) / Double(count.of)
        #expect(share >= 0.925 && share <= 0.975, "\(function.name) \(kind): \(share)")
      }
    }
  }

  @Test("What does nothing has an index of exactly 0, a constant has none")
  func nothing() throws {
    let idle = ExchangeFunction(
      name: "idle", value: { $0[0] }, firstOrder: [1, 0], totalOrder: [1, 0], secondOrder: [:])
    let indices = try sobol(idle, 3, trials: 512)
    #expect(indices.totalOrder[1].value == 0 && indices.totalOrder[1].high == 0)
    for value in [5.0, .infinity] {
      let constant = ExchangeFunction(
        name: "constant", value: { _ in value }, firstOrder: [0], totalOrder: [0], secondOrder: [:])
      let model = try constant.model(1, trials: 512)
      let found = try SobolIndices.estimate(
        inputs: 1, outputs: 1, trials: 512, replicates: Replicates(count: 16), model: model)
      #expect(found.count == 1 && found[0] == nil)
    }
  }

  @Test("The order of the pieces and a far mean change nothing that matters")
  func invariance() throws {
    let function = ExchangeFunction.ishigami
    let plain = try sobol(function, 11, trials: 1 << 13)
    let model = try function.model(11, trials: 1 << 13)
    let far = try SobolIndices.estimate(
      inputs: 3, outputs: 2, trials: 1 << 13, replicates: Replicates(count: 16),
      hasSecondOrder: true
    ) { count, body in
      for piece in (0..<count).reversed() { body(piece) }
    } model: { design, trials in
      var block = try model(design, trials)
      // The second output is the first, a million times its spread away from 0.
      block.values = stride(from: 0, to: block.values.count, by: trials.count).flatMap { first in
        let run = block.values[first..<(first + trials.count)]
        return Array(run) + run.map { $0 + 4e6 }
      }
      return block
    }
    let (first, second) = (try #require(far[0]), try #require(far[1]))
    #expect(first.firstOrder == plain.firstOrder && first.totalOrder == plain.totalOrder)
    for (a, b) in zip(plain.firstOrder + plain.totalOrder, second.firstOrder + second.totalOrder) {
      // Rounding of 4e6 against a spread of 4.
      #expect(abs(a.value - b.value) < 1e-8)
    }
  }
}

@Suite("Elementary effects")
struct ElementaryEffectTests {
  static let shift = ElementaryEffects.shift

  func effects(
    _ function: ExchangeFunction, _ seed: UInt64, trials: Int
  ) throws -> ElementaryEffects {
    let inputs = function.firstOrder.count
    return try #require(
      try ElementaryEffects.estimate(
        inputs: inputs, outputs: 1, trials: trials,
        isDirected: [Bool](repeating: true, count: inputs),
        model: function.model(seed, trials: trials, shift: Self.shift)
      ).first ?? nil)
  }

  /// The mean over (0, 1) of a function of the uniform before a move, and after it, over the step.
  static func mean(_ body: (Double) -> Double, power: Int, absolute: Bool = false) -> Double {
    let count = 200_000
    let sum = (0..<count).reduce(0.0) { sum, i in
      let u = (Double(i) + 0.5) / Double(count)
      let v = u + shift < 1 ? u + shift : u + shift - 1
      let effect = (body(v) - body(u)) / (v - u)
      return sum + (power == 2 ? effect * effect : absolute ? abs(effect) : effect)
    }
    return sum / Double(count)
  }

  /// μ* and σ of each input, by quadrature of the input's own part times the moments of the others'.
  static func truth(_ name: String) -> [(muStar: Double, sigma: Double)] {
    func sd(_ square: Double, _ mean: Double) -> Double {
      max(0, square - mean * mean).squareRoot()
    }
    func parts(_ f: (Double) -> Double) -> (absolute: Double, mean: Double, square: Double) {
      (mean(f, power: 1, absolute: true), mean(f, power: 1), mean(f, power: 2))
    }
    switch name {
    case "product":
      // 2 x2, 2 x1 and 2, with x uniform in (−1, 1).
      let two = (1.0, 2 / 3.0.squareRoot())
      return [two, two, (2, 0)]
    case "ishigami":
      let pi = Double.pi
      let sine = parts { sin((2 * $0 - 1) * pi) }
      let square = parts { 7 * pow(sin((2 * $0 - 1) * pi), 2) }
      let fourth = parts { 0.1 * pow((2 * $0 - 1) * pi, 4) }
      // 1 + x⁴/10 has mean 1 + π⁴/50 and mean square 1 + π⁴/25 + π⁸/900.
      let (m, s) = (1 + pow(pi, 4) / 50, 1 + pow(pi, 4) / 25 + pow(pi, 8) / 900)
      // |sin| has mean 2/π, sin has mean 0 and mean square ½.
      return [
        (sine.absolute * m, sd(sine.square * s, sine.mean * m)),
        (square.absolute, sd(square.square, square.mean)),
        (fourth.absolute * 2 / pi, sd(fourth.square / 2, 0)),
      ]
    default:
      let a: [Double] = name == "gSix" ? [0, 0, 0, 0, 0, 0] : [0, 1, 4.5, 9, 99, 99, 99, 99]
      let own = parts { abs(4 * $0 - 2) }
      let all = a.reduce(1) { $0 * (1 + 1 / (3 * (1 + $1) * (1 + $1))) }
      return a.map { a in
        let others = all / (1 + 1 / (3 * (1 + a) * (1 + a)))
        return (own.absolute / (1 + a), sd(own.square * others, own.mean) / (1 + a))
      }
    }
  }

  @Test("agree with quadrature", arguments: ExchangeFunction.all.map(\.name))
  func accuracy(name: String) throws {
    let function = try #require(ExchangeFunction.all.first { $0.name == name })
    let found = try effects(function, 3, trials: 1 << 16)
    for (input, truth) in Self.truth(name).enumerated() {
      let mean = found.meanAbsolute[input]
      let deviation = try #require(found.deviation[input])
      // Five standard errors, and the rounding of what is exact.
      #expect(abs(mean.value - truth.muStar) <= 5 * (mean.high - mean.value) / 1.96 + 1e-9)
      #expect(
        abs(deviation.value - truth.sigma) <= 5 * (deviation.high - deviation.value) / 1.96 + 1e-9)
      #expect(mean.high - mean.low < 0.05 * max(truth.muStar, 0.1))
    }
  }

  /// The bounds are those of Sobol' indices.
  ///
  /// The spread of x3 in `product` is exactly 0. The effects of `gSix` have far
  /// values, and the interval of their spread covers less, as its description says.
  @Test("have intervals that cover the truth as often as they say")
  func coverage() throws {
    for function in ExchangeFunction.all {
      let truth = Self.truth(function.name)
      var hits = (mean: 0, deviation: 0)
      for seed in 0..<200 {
        let found = try effects(function, UInt64(seed), trials: 2_000)
        for (input, truth) in truth.enumerated() {
          let mean = found.meanAbsolute[input]
          let deviation = try #require(found.deviation[input])
          let slack = 1e-9
          hits.mean += mean.low - slack <= truth.muStar && truth.muStar <= mean.high + slack ? 1 : 0
          hits.deviation +=
            deviation.low - slack <= truth.sigma && truth.sigma <= deviation.high + slack ? 1 : 0
        }
      }
      for (kind, count) in [("mu*", hits.mean), ("sigma", hits.deviation)] {
        let share = Double(count) / Double(200 * truth.count)
        // One of the three inputs of product is exact.
        let most = function.name == "product" ? 0.985 : 0.975
        let least = function.name == "gSix" && kind == "sigma" ? 0.9 : 0.925
        #expect(share >= least && share <= most, "\(function.name) \(kind): \(share)")
      }
    }
  }
}
