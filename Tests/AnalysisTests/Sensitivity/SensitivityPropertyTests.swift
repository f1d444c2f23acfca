// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Testing

@Suite("A sensitivity analysis")
struct SensitivityPropertyTests {
  typealias Sample = SensitivityModel.Sample
  typealias Measure = SensitivityIndex.Measure
  static let count = 4_000

  static func uniforms(_ names: String...) -> [[Double]] {
    names.map { uniformColumn($0, 3, count) }
  }

  static let momentMeasures: [Measure] = [
    .regression, .firstOrder, .shapley, .tornadoP10, .tornadoP90,
  ]
  static let rankMeasures: [Measure] = [
    .spearman, .partialRank, .rankRegression, .delta, .pawn, .regional,
  ]

  @Test("says nothing of what does not vary, and never NaN")
  func constants() throws {
    let x = Self.uniforms("a", "b")
    let seven = x[0].map { _ in 7.0 }
    let sample = Sample(inputs: [x[0], seven, x[1]], output: zip(x[0], x[1]).map { $0 - $1 })
    let analysis = try sample.analysis()
    #expect(analysis.inputs[1].indices.isEmpty && analysis.inputs[1].deciles.isEmpty)
    for (_, index) in analysis.indices {
      let numbers = [index.value, index.low, index.high]
      #expect(!numbers.contains { $0.isNaN })
    }
    for input in [0, 2] {
      #expect(analysis.inputs[input].indices.count == Measure.ofSample.count)
    }
    let flat = try Sample(inputs: x, output: seven).analysis()
    #expect(flat.indices.isEmpty)
  }

  @Test("by ranks does not change when the output is stretched, even to infinity")
  func monotone() throws {
    let x = Self.uniforms("a", "b", "c")
    let y = (0..<Self.count).map { x[0][$0] + x[1][$0] * x[2][$0] }
    let plain = try Sample(inputs: x, output: y).analysis()
    // The largest value alone becomes infinite, so the order stays.
    let largest = try #require(y.max())
    let stretched = try Sample(inputs: x, output: y.map { 1 / (largest - $0) }).analysis()
    for (a, b) in zip(plain.inputs, stretched.inputs) {
      for measure in Self.rankMeasures {
        let index = try #require(a[measure])
        #expect(index == b[measure])
      }
      #expect(a.regional == b.regional)
      for measure in Self.momentMeasures { #expect(b[measure] == nil) }
      #expect(b[.tornadoP80AtP10] != nil)
    }
  }

  @Test("takes infinite outputs at the cap where it needs numbers")
  func cap() throws {
    let x = Self.uniforms("a", "b")
    let y = (0..<Self.count).map { 4 * x[0][$0] + x[1][$0] }
    var settings = SensitivityAnalysis.Settings()
    settings.cap = 3
    let open = try Sample(inputs: x, output: y.map { $0 > 3 ? .infinity : $0 }).analysis(settings)
    let closed = try Sample(inputs: x, output: y.map { min($0, 3) }).analysis()
    for (a, b) in zip(open.inputs, closed.inputs) {
      for measure in Self.momentMeasures + Self.rankMeasures {
        let index = try #require(a[measure])
        #expect(index == b[measure], "\(measure.rawValue)")
      }
      let never = a.deciles.reduce(0) { $0 + $1.neverProbability * Double($1.trials) }
      #expect(abs(never - Double(y.count { $0 > 3 })) < 1e-6)
    }
  }

  @Test("gives no coefficients to inputs that determine each other")
  func collinear() throws {
    let x = Self.uniforms("a", "b")
    let sample = Sample(
      inputs: [x[0], x[1], x[0].map { 3 - 2 * $0 }],
      output: zip(x[0], x[1]).map { $0 + $1 })
    let analysis = try sample.analysis()
    for measure in [Measure.partialRank, .regression, .rankRegression] {
      #expect(analysis.inputs[0][measure] == nil && analysis.inputs[2][measure] == nil)
      #expect(analysis.inputs[1][measure] != nil)
    }
    let fit = try #require(analysis.regressionFit)
    #expect(abs(fit - 1) < 1e-12)
    // The two share what they bring: a quarter each of two equal halves.
    for (input, share) in zip(analysis.inputs, [0.25, 0.5, 0.25]) {
      let effect = try #require(input[.shapley])
      #expect(abs(effect.value - share) < 0.02)
    }
  }

  @Test("does not depend on how its pieces are run")
  func pieces() throws {
    let sample = SensitivityModel.gEight.draw(5, Self.count)
    let forwards = try sample.analysis()
    let backwards = try sample.analysis { count, body in
      for index in (0..<count).reversed() { body(index) }
    }
    #expect(forwards.inputs == backwards.inputs)
  }

  /// 300 cases at 5 % or less: 15, and four standard deviations more are 30.
  @Test("seldom tells noise from nothing")
  func falseAlarms() throws {
    var alarms: [Measure: Int] = [:]
    var regional = 0
    for seed in 0..<60 {
      let x = (0..<5).map { uniformColumn("x\($0)", UInt64(seed), 1_000) }
      let y = normalColumn("y", UInt64(seed), 1_000)
      let analysis = try Sample(inputs: x, output: y).analysis()
      for (_, index) in analysis.indices
      where index.isDistinguishableFromZero {
        alarms[index.measure, default: 0] += 1
      }
      for input in analysis.inputs {
        regional += (input.regional?.probability ?? 0) < 0.05 ? 1 : 0
      }
    }
    for (measure, count) in alarms { #expect(count <= 30, "\(measure.rawValue): \(count)") }
    #expect(regional <= 30 && regional >= 2)
  }

  @Test("is the same for any unit")
  func units() throws {
    let sample = SensitivityModel.product.draw(9, Self.count)
    let scaled = Sample(
      inputs: [
        sample.inputs[0].map { $0 * 0x1p460 }, sample.inputs[1].map { $0 * 0x1p-460 },
        sample.inputs[2],
      ], output: sample.output.map { $0 * 0x1p300 })
    for (a, b) in zip(try sample.analysis().inputs, try scaled.analysis().inputs) {
      for index in a.indices where index.measure.method != "tornado" {
        let other = try #require(b[index.measure])
        // Rounding of means and deviations at another scale.
        #expect(abs(other.value - index.value) < 1e-9, "\(index.measure.rawValue)")
      }
    }
  }

  @Test("refuses samples that are none")
  func refusals() {
    let x = Self.uniforms("a")[0]
    #expect(throws: AnalysisError.sampleTooSmall(count: 99, least: 100)) {
      try Sample(inputs: [Array(x[..<99])], output: Array(x[..<99])).analysis()
    }
    var broken = x
    broken[17] = .nan
    #expect(throws: AnalysisError.notFinite("y", row: 17)) {
      try Sample(inputs: [x], output: broken).analysis()
    }
    broken[17] = .infinity
    #expect(throws: AnalysisError.notFinite("x1", row: 17)) {
      try Sample(inputs: [broken], output: x).analysis()
    }
    #expect(throws: AnalysisError.columnsDiffer("x2", count: 5, expected: Self.count)) {
      try Sample(inputs: [x, Array(x[..<5])], output: x).analysis()
    }
  }
}
