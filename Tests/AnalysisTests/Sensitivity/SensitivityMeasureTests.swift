// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Foundation
import Testing

@Suite("Measures of sensitivity")
struct SensitivityMeasureTests {
  typealias Sample = SensitivityModel.Sample
  static let count = 1 << 16

  /// For y = x + e with P(x = 1) = 0.3, S = p q / (p q + 1).
  ///
  /// A density given x lies q or p of the way
  /// from the whole one, so δ = p q ∫|f0 − f1| = 2 p q (2 Φ(1/2) − 1); the distances are
  /// p (2 Φ(1/2) − 1) and q times it, and PAWN is their mean.
  @Test("know an input with two values")
  func twoValues() throws {
    let x = uniformColumn("x", 1, Self.count).map { $0 < 0.3 ? 1.0 : 0 }
    let e = normalColumn("e", 1, Self.count)
    let analysis = try Sample(inputs: [x], output: zip(x, e).map { $0 + $1 }).analysis()
    let distance = erf(0.5 / 2.0.squareRoot())
    let truths: [(SensitivityIndex.Measure, Double)] = [
      (.firstOrder, 0.21 / 1.21), (.delta, 0.42 * distance), (.pawn, distance / 2),
      (.shapley, 1), (.regression, (0.21 / 1.21).squareRoot()), (.tornadoP10, 0), (.tornadoP90, 1),
    ]
    for (measure, truth) in truths {
      let index = try #require(analysis.inputs[0][measure])
      // The bias of δ aside, standard errors are below 0.008.
      #expect(abs(index.value - truth) < 0.02, "\(measure.rawValue): \(index.value), not \(truth)")
    }
    #expect(analysis.inputs[0].deciles.map(\.inputs) == [0...0, 1...1])
  }

  /// For y = 2 x + e of normal numbers, E[y | x] = 2 x, at x = ∓1.281552.
  ///
  /// P80 of y where x lies
  /// between its P5 and P15: 2 x has mean −2.602 and variance 0.1201 there, by the truncated normal,
  /// and is nearly normal with e.
  @Test("know the ends of a tornado")
  func tornado() throws {
    let x = normalColumn("x", 2, Self.count)
    let e = normalColumn("e", 2, Self.count)
    let analysis = try Sample(inputs: [x], output: zip(x, e).map { 2 * $0 + $1 }).analysis()
    let p80 = 0.841_621 * 1.1201.squareRoot()
    let truths: [(SensitivityIndex.Measure, Double)] = [
      (.tornadoP10, -2.563_103), (.tornadoP90, 2.563_103), (.tornadoP80AtP10, -2.602 + p80),
      (.tornadoP80AtP90, 2.602 + p80),
    ]
    for (measure, truth) in truths {
      let index = try #require(analysis.inputs[0][measure])
      // Four standard errors of 6,500 trials.
      #expect(abs(index.value - truth) < 0.08, "\(measure.rawValue): \(index.value), not \(truth)")
      #expect(index.isDistinguishableFromZero)
    }
    for (place, decile) in analysis.inputs[0].deciles.enumerated() {
      #expect(decile.trials == Self.count / 10 || decile.trials == Self.count / 10 + 1)
      let mean = try #require(decile.mean)
      let middle = 2 * (decile.inputs.lowerBound + decile.inputs.upperBound) / 2
      if (1...8).contains(place) { #expect(abs(mean - middle) < 0.1) }
      #expect(decile.percentiles == decile.percentiles.sorted())
    }
  }

  @Test("know the worst tenth", arguments: [TailRisk.Tail.upper, .lower])
  func worst(tail: TailRisk.Tail) throws {
    let x = uniformColumn("x", 3, Self.count)
    let other = uniformColumn("other", 3, Self.count)
    var settings = SensitivityAnalysis.Settings()
    settings.badTail = tail
    let analysis = try Sample(inputs: [x, other], output: x).analysis(settings)
    let regional = try #require(analysis.inputs[0].regional)
    #expect(regional.distance.value == 1 && regional.probability < 1e-100)
    #expect(abs(regional.worstShare - 0.1) < 1e-4)
    // Medians of the tenth and of the rest of a uniform number.
    #expect(abs(regional.medianInside - (tail == .upper ? 0.95 : 0.05)) < 0.005)
    #expect(abs(regional.medianOutside - (tail == .upper ? 0.45 : 0.55)) < 0.01)
    let none = try #require(analysis.inputs[1].regional)
    #expect(none.probability > 0.001 && none.distance.value < 0.05)
  }

  /// P(x + e/4 <= 0.5 | x) for uniform x and e in (−1, 1) falls from 1 at x = 0.25 to 0 at 0.75.
  @Test("know how a probability moves")
  func probability() throws {
    let x = uniformColumn("x", 4, Self.count)
    let e = uniformColumn("e", 4, Self.count, low: -1)
    var settings = SensitivityAnalysis.Settings()
    settings.thresholds = [0.5]
    let y = zip(x, e).map { $0 + $1 / 4 }
    let curve = try #require(
      try Sample(inputs: [x], output: y).analysis(settings).inputs[0].probabilities.first)
    #expect(curve.points.count == 20)
    for (place, point) in curve.points.enumerated() {
      let truth = min(max(1 - ((Double(place) + 0.5) / 20 - 0.25) / 0.5, 0), 1)
      // Four and a half standard errors of 3,277 trials.
      #expect(abs(point.estimate.probability - truth) < 0.04)
    }
    // E[p²] − 1/4 over 1/4: a quarter of p = 1, half of ∫p² = 1/3.
    let index = try #require(curve.firstOrder)
    #expect(abs(index.value - (0.25 + 0.5 / 3 - 0.25) * 4) < 0.02)
  }

  @Test("rank numbers that differ in their last bits, in magnitude, and not at all")
  func ranks() throws {
    let n = 5_000
    let order = uniformColumn("order", 5, n)
    let places = order.indices.sorted { order[$0] < order[$1] }
    let columns: [[Double]] = [
      places.map { 1 + Double($0) * 0x1p-52 },
      places.map { ($0 % 2 == 0 ? 1 : -1) * scalbn(1, $0 / 5 - 480) },
      places.map { $0 == 0 ? -1e300 : 1 + Double($0) * 0x1p-52 }, places.map { Double($0 / 100) },
      places.map { $0 < n / 2 ? -0.0 : 0.0 },
    ]
    var settings = SensitivityAnalysis.Settings()
    settings.measures = [.spearman]
    let analysis = try Sample(inputs: columns, output: places.map { Double($0) }).analysis(settings)
    for (column, input) in zip(columns, analysis.inputs) {
      let ranks = column.map { x in
        Double(column.count { $0 < x }) + Double(column.count { $0 == x } + 1) / 2
      }
      guard Set(ranks).count > 1 else {
        #expect(input[.spearman] == nil)
        continue
      }
      let index = try #require(input[.spearman])
      let n = Double(ranks.count)
      let centred = ranks.map { $0 - (n + 1) / 2 }
      let outputs = places.map { Double($0) - (n - 1) / 2 }
      let xy = zip(centred, outputs).reduce(0) { $0 + $1.0 * $1.1 }
      let xx = centred.reduce(0) { $0 + $1 * $1 }
      let yy = outputs.reduce(0) { $0 + $1 * $1 }
      #expect(abs(index.value - xy / (xx * yy).squareRoot()) < 1e-12)
    }
  }

  /// Independent normal inputs with weights 1 to 13: shares are the squares.
  @Test("share variance among many inputs")
  func manyInputs() throws {
    let x = (1...13).map { normalColumn("x\($0)", 6, 1 << 14) }
    let y = (0..<(1 << 14)).map { i in (0..<13).reduce(0.0) { $0 + Double($1 + 1) * x[$1][i] } }
    let analysis = try Sample(inputs: x, output: y).analysis()
    for (place, input) in analysis.inputs.enumerated() {
      let effect = try #require(input[.shapley])
      let truth = Double((place + 1) * (place + 1)) / 819
      #expect(abs(effect.value - truth) < 0.02)
    }
  }

  /// For y = x1 x2 of normal numbers with x3 of correlation ρ = 0.8 with x1: single inputs explain
  /// nothing, (1, 2) all, (2, 3) ρ², (1, 3) nothing.
  ///
  /// The means over the six orders are (3 − 2 ρ²)/6, (3 + ρ²)/6 and ρ²/6.
  @Test("share an interaction among inputs that depend on each other")
  func dependentInteraction() throws {
    let x = (1...3).map { normalColumn("x\($0)", 8, 1 << 14) }
    let third = zip(x[0], x[2]).map { 0.8 * $0 + 0.6 * $1 }
    let analysis = try Sample(
      inputs: [x[0], x[1], third], output: zip(x[0], x[1]).map { $0 * $1 }
    ).analysis()
    for (input, truth) in zip(analysis.inputs, [1.72 / 6, 3.64 / 6, 0.64 / 6]) {
      let effect = try #require(input[.shapley])
      #expect(abs(effect.value - truth) < 0.02, "\(input.name): \(effect.value), not \(truth)")
      #expect(effect.low < truth && truth < effect.high)
    }
  }
}
