// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Testing

/// A figure of the published source, and what the cost model makes of the same inputs.
struct PublishedFigure: Sendable, CustomTestStringConvertible {
  /// Its number in the audit of the source.
  let id: String
  /// What it is, with its unit.
  let what: String
  /// What was published, as text; empty where only inputs were.
  let published: String
  /// The figure worked out by hand from the same inputs, to full precision.
  let expected: Double
  /// The figure by the cost model.
  let computed: @Sendable () -> Double

  var testDescription: String { id }

  init(
    _ id: String, _ what: String, published: String = "", _ expected: Double,
    _ computed: @escaping @Sendable () -> Double
  ) {
    self.id = id
    self.what = what
    self.published = published
    self.expected = expected
    self.computed = computed
  }

  /// Whether the published figure, a number or a range, is the recomputed one at its own precision.
  var verdict: String {
    let numbers = published.replacing(",", with: "").split(separator: " ").compactMap {
      Double($0)
    }
    guard let low = numbers.first, let high = numbers.last else { return "" }
    let decimals =
      published.split(separator: ".").count == 2 ? published.split(separator: ".")[1].count : 0
    let half = numbers.count == 1 ? 0.5 / (0..<decimals).reduce(1.0) { value, _ in value * 10 } : 0
    return expected >= low - half * 1.000001 && expected <= high + half * 1.000001
      ? "holds" : "does not hold"
  }
}

/// Small models with everything constant, evaluated once.
enum Constant {
  /// One outcome of option 1 against option 0.
  static func value(_ model: CostModel, _ metric: Metric, option: Int = 1) -> Double {
    let column = OutputColumn(option: option, metric: metric)
    let evaluator = Evaluator(model, columns: [column])
    let output = UnsafeMutablePointer<Double>.allocate(capacity: 8)
    let nothing = UnsafeMutablePointer<UnsafePointer<Double>>.allocate(capacity: 1)
    defer {
      output.deallocate()
      nothing.deallocate()
    }
    let draws = Draws(inputs: UnsafePointer(nothing), shocks: UnsafePointer(nothing), stride: 8)
    return evaluator.evaluate(draws, count: 1, into: [output]) == nil ? output[0] : .nan
  }

  static func perToken(
    _ prompt: Double, _ output: Double, _ inputPrice: Double, _ outputPrice: Double
  ) -> Serving {
    var pricing = PerToken()
    pricing.promptTokens = .constant(prompt)
    pricing.outputTokens = .constant(output)
    pricing.inputPerMtok = .constant(inputPrice)
    pricing.outputPerMtok = .constant(outputPrice)
    return .perToken(pricing)
  }

  static func model(
    _ baseline: Serving, _ option: Serving, upfront: Double = 0, requests: Double,
    months: Int = 1, discountRate: Double = 0
  ) -> CostModel {
    CostModel(
      horizonMonths: months, discountRate: .constant(discountRate),
      workload: Workload(requestsPerMonth: .constant(requests)),
      options: [
        ServingOption(name: "baseline", serving: baseline),
        ServingOption(
          name: "option", serving: option, project: Project(setup: .constant(upfront))),
      ], baseline: 0)
  }

  /// What serving costs in a month.
  static func monthly(_ serving: Serving, requests: Double) -> Double {
    value(model(serving, serving, requests: requests), .servingCost)
  }

  /// What a project of nothing but labels costs.
  static func labels(_ change: (inout Labels) -> Void) -> Double {
    let nothing = Serving.fixed(FixedCost())
    var model = model(nothing, nothing, requests: 1)
    var labels = Labels()
    change(&labels)
    model.options[1].project?.labels = labels
    return value(model, .upfrontCost)
  }

  /// What a project of nothing but training costs.
  static func training(_ training: Training) -> Double {
    let nothing = Serving.fixed(FixedCost())
    var model = model(nothing, nothing, requests: 1)
    model.options[1].project?.training = training
    return value(model, .upfrontCost)
  }
}
