// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Foundation
import Testing

/// Columns of costs and inputs, which stay where they are until the test program ends.
struct DecisionColumns {
  private let memory: [UnsafeMutableBufferPointer<Double>]

  init(_ columns: [[Double]]) {
    memory = columns.map { column in
      let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: column.count)
      _ = buffer.initialize(fromContentsOf: column)
      return buffer
    }
  }

  subscript(index: Int) -> SensitivityAnalysis.Column {
    SensitivityAnalysis.Column("column \(index)", UnsafeBufferPointer(memory[index]))
  }
}

/// E max(0, −D) of a normal D with the mean `mean` and the standard deviation `deviation`, less what is
/// had without knowing: σ φ(μ/σ) − |μ| Φ(−|μ|/σ).
func normalValue(mean: Double, deviation: Double) -> Double {
  let z = abs(mean) / deviation
  let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
  return deviation * density - abs(mean) * erfc(z / 2.0.squareRoot()) / 2
}

@Suite("Value of information")
struct InformationTests {
  /// Standing still costs 0, acting costs D = 0.4 + x1 − x2/2 + e; x3 is in nothing.
  static let mean = 0.4
  static let weights = [1, -0.5, 0.0]

  struct Linear {
    let columns: DecisionColumns
    let decision: DecisionSample

    init(seed: UInt64, trials: Int) throws {
      let inputs = (1...3).map { normalColumn("x\($0)", seed, trials) }
      let noise = normalColumn("e", seed, trials)
      let costs = (0..<trials).map { i in
        mean + noise[i] + zip(weights, inputs).reduce(0) { $0 + $1.0 * $1.1[i] }
      }
      columns = DecisionColumns([[Double](repeating: 0, count: trials), costs] + inputs)
      decision = try DecisionSample(costs: [columns[0], columns[1]])
    }

    func partial(_ inputs: Int...) throws -> InformationValue {
      try decision.partial(of: inputs.map { columns[1 + $0] })
    }
  }

  typealias Question = (
    name: String, ask: @Sendable (Linear) throws -> InformationValue, truth: Double
  )

  /// What is asked and its closed form: knowing the x_u leaves a normal E[D | x_u].
  static let questions: [Question] = [
    ("EVPI", { $0.decision.perfect }, normalValue(mean: mean, deviation: 1.5)),
    ("EVPPI of x1", { try $0.partial(1) }, normalValue(mean: mean, deviation: 1)),
    ("EVPPI of x2", { try $0.partial(2) }, normalValue(mean: mean, deviation: 0.5)),
    ("EVPPI of x3", { try $0.partial(3) }, 0),
    (
      "EVPPI of x1 and x2", { try $0.partial(1, 2) },
      normalValue(mean: mean, deviation: 1.25.squareRoot())
    ),
    (
      "EVSI of x1 measured to ±0.75",
      {
        let noise = normalColumn("measurement", 1, $0.decision.trials)
        return try $0.decision.measurement(of: $0.columns[2], error: 0.75, noise: noise)
      }, normalValue(mean: mean, deviation: 1 / (1 + 0.75 * 0.75).squareRoot())
    ),
  ]

  /// Three standard errors at 2^17 trials are below 0.01.
  @Test("lies within its interval, and within 0.01 of its closed form")
  func linear() throws {
    let sample = try Linear(seed: 3, trials: 1 << 17)
    for (name, ask, truth) in Self.questions {
      let value = try ask(sample)
      #expect(value.low <= truth && truth <= value.high, "\(name): \(value), not \(truth)")
      #expect(abs(value.value - truth) < 0.01, "\(name): \(value), not \(truth)")
      #expect(value.isDistinguishableFromZero == (truth > 0), "\(name)")
      #expect(value.value <= sample.decision.perfect.value && value.low <= value.value)
    }
  }

  /// Where 95 % is right, a count of 200 lies within 185 to 195 with a probability of 0.93.
  ///
  /// Regressions add their bias to the interval, so it may cover more often, but not less.
  @Test("has intervals that cover the closed form as often as they say")
  func coverage() throws {
    var covered = Self.questions.map { _ in 0 }
    for seed in 1_000..<1_200 {
      let sample = try Linear(seed: UInt64(seed), trials: 4_000)
      for (place, question) in Self.questions.enumerated() {
        let value = try question.ask(sample)
        if value.low <= question.truth, question.truth <= value.high { covered[place] += 1 }
      }
    }
    for (question, count) in zip(Self.questions, covered) {
      let most = question.name == "EVPI" ? 0.975 : 1
      let share = Double(count) / 200
      #expect(share >= 0.925 && share <= most, "\(question.name): \(share)")
    }
  }

  /// E max of three standard normal numbers is 3 / (2 √π).
  @Test("of three equal options is the expectation of the best of three normal numbers")
  func threeOptions() throws {
    let columns = DecisionColumns((0..<3).map { normalColumn("option \($0)", 5, 1 << 17) })
    let decision = try DecisionSample(costs: (0..<3).map { columns[$0] })
    // 0.010 is four standard errors, and what choosing the least of three equal means takes off.
    #expect(abs(decision.perfect.value - 1.5 / Double.pi.squareRoot()) < 0.01)
    // Knowing what all cost is knowing everything.
    let all = try decision.partial(of: (0..<3).map { columns[$0] })
    #expect(abs(all.value - decision.perfect.value) < 0.02)
  }

  /// D = x1 · x2: either alone tells nothing, together E max(0, x1 x2) = E|x1| E|x2| / 2 = 1 / π.
  @Test("of two inputs that matter only together")
  func interaction() throws {
    let trials = 1 << 16
    let inputs = [normalColumn("a", 9, trials), normalColumn("b", 9, trials)]
    let product = zip(inputs[0], inputs[1]).map { $0 * $1 }
    let columns = DecisionColumns([product.map { _ in 0 }, product] + inputs)
    let decision = try DecisionSample(costs: [columns[0], columns[1]])
    let both = try decision.partial(of: [columns[2], columns[3]])
    #expect(abs(both.value - 1 / Double.pi) < 0.01 && both.isDistinguishableFromZero)
    #expect(try !decision.partial(of: [columns[2]]).isDistinguishableFromZero)
    #expect(try decision.partial(of: []).value == 0)
  }

  /// Acting saves 3 where the input is 1 and costs 4 where it is 0, and p is 0.7.
  ///
  /// Without a test one acts, for 0.9. With one that is right with probability a, "0" comes with
  /// 0.3 a + 0.7 (1 − a) and is heeded where 4 · 0.3 a exceeds 3 · 0.7 (1 − a): that difference is the
  /// value.
  @Test(
    "of a test of something that is so or not, by Bayes' rule", arguments: [1, 0.9, 0.7, 0.6, 0.5])
  func binarySignal(accuracy: Double) throws {
    let trials = 1 << 16
    let chance = normalColumn("input", 11, trials)
    let noise = normalColumn("noise", 11, trials)
    // P(z > −0.5244005) = 0.7.
    let input = chance.map { $0 > -0.524_400_512_708_041 ? 1.0 : 0 }
    let costs = zip(input, noise).map { ($0 == 1 ? -3 : 4) + 2 * $1 }
    let columns = DecisionColumns([costs.map { _ in 0 }, costs, input])
    let decision = try DecisionSample(costs: [columns[0], columns[1]])
    let value = try decision.signal(of: columns[2], accuracy: accuracy)
    let truth = max(0, 4 * 0.3 * accuracy - 3 * 0.7 * (1 - accuracy))
    #expect(value.low <= truth && truth <= value.high, "\(value), not \(truth)")
    #expect(abs(value.value - truth) < 0.03 && value.isDistinguishableFromZero == (truth > 0))
    if accuracy == 1 {
      let known = try decision.partial(of: [columns[2]])
      #expect(abs(value.value - known.value) < 1e-9)
    }
    let inverted = try decision.signal(of: columns[2], accuracy: 1 - accuracy)
    #expect(abs(inverted.value - value.value) < 1e-9, "what always lies tells as much")
  }

  @Test("has the same bits in another currency, and no overflow")
  func scale() throws {
    let plain = try Linear(seed: 4, trials: 2_000)
    for exponent in [-900, 40, 1_000] {
      let factor = Double(sign: .plus, exponent: exponent, significand: 1)
      let costs = plain.columns[1].values.map { $0 * factor }
      let columns = DecisionColumns([costs.map { _ in 0 }, costs])
      let decision = try DecisionSample(costs: [columns[0], columns[1]])
      #expect(decision.perfect.value == plain.decision.perfect.value * factor)
      let partial = try decision.partial(of: [plain.columns[2]])
      #expect(partial.value == (try plain.partial(1)).value * factor)
    }
  }

  @Test("is refused of columns that are none")
  func refusals() throws {
    let good = normalColumn("a", 1, 200)
    let bad = good.enumerated().map { $0 == 150 ? Double.infinity : $1 }
    let columns = DecisionColumns([good, bad, Array(good.prefix(99)), good])
    #expect(throws: AnalysisError.emptySample) { try DecisionSample(costs: []) }
    #expect(throws: AnalysisError.sampleTooSmall(count: 99, least: 100)) {
      try DecisionSample(costs: [columns[2]])
    }
    #expect(throws: AnalysisError.notFinite("column 1", row: 150)) {
      try DecisionSample(costs: [columns[0], columns[1]])
    }
    let decision = try DecisionSample(costs: [columns[0], columns[3]])
    #expect(decision.perfect.value == 0 && decision.best == 0)
    #expect(throws: AnalysisError.columnsDiffer("column 2", count: 99, expected: 200)) {
      try decision.partial(of: [columns[2]])
    }
    #expect(throws: AnalysisError.notFinite("column 0", row: 0)) {
      try decision.signal(of: columns[0], accuracy: 0.9)
    }
  }
}
