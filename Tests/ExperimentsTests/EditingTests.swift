// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import Foundation
import TestSupport
import Testing

@Suite("Numbers of an experiment that are changed")
struct EditingTests {
  static let text = """
    format: breakeven/1   # ä comment with letters of two bytes: ü
    title: "12 monkeys"
    horizon_months: 12
    inputs: # the author's own
      price: { uniform: { low: 0.50, high: 2_000e-3 }, unit: USD, source: "offer 7" }
      gpu: 0.44 to 2.40
    workload: { requests_per_month: 1_000, growth_per_month: shared.growth }
    options:
      - { name: now, baseline: true, serving: { fixed: { per_request: 1 } } }
      - name: größer
        serving: { fixed: { per_request: 0.25 } }
        project: { labels: { examples: 10, price_each: price }, setup: gpu }
    """

  private func inFolder(_ body: (EditableExperiment) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/library", withIntermediateDirectories: false)
      try "growth: { normal: { mean: 0.03, sd: 0.02 }, source: \"a \\\"quote\\\": 5 %\" }\n".write(
        toFile: "\(folder)/library/shared.yaml", atomically: false, encoding: .utf8)
      try Self.text.write(toFile: "\(folder)/e.yaml", atomically: false, encoding: .utf8)
      try body(
        EditableExperiment(reading: "\(folder)/e.yaml", library: "\(folder)/library"))
    }
  }

  @Test("are found under the keys that lead to them, prose and settings apart")
  func found() throws {
    try inFolder { editable in
      #expect(
        editable.numbers.map(\.id) == [
          "horizon_months", "inputs/price/uniform/low", "inputs/price/uniform/high",
          "inputs/gpu/P5", "inputs/gpu/P95", "workload/requests_per_month",
          "options/now/serving/fixed/per_request", "options/größer/serving/fixed/per_request",
          "options/größer/project/labels/examples", "library/shared.growth/normal/mean",
          "library/shared.growth/normal/sd",
        ])
      #expect(
        editable.numbers.map(\.value) == [12, 0.5, 2, 0.44, 2.4, 1000, 1, 0.25, 10, 0.03, 0.02])
      #expect(editable.numbers[1].unit == "USD")
    }
  }

  @Test("are exchanged where they stand, and nothing else is touched")
  func exchanged() throws {
    try inFolder { editable in
      #expect(try editable.text(changing: [:]) == Self.text)
      let text = try editable.text(changing: [
        "inputs/price/uniform/high": 3.5, "inputs/gpu/P95": 1e-7,
        "options/größer/serving/fixed/per_request": 0.125, "workload/requests_per_month": 2e6,
      ])
      let expected = Self.text.replacing("2_000e-3", with: "3.5").replacing("2.40", with: "1e-07")
        .replacing("0.25", with: "0.125").replacing("1_000,", with: "2000000,")
      #expect(text == expected)
    }
  }

  @Test("of the library become inputs under their full name and draw from the same chances")
  func library() throws {
    try inFolder { editable in
      let text = try editable.text(changing: ["library/shared.growth/normal/mean": 0.05])
      let line =
        #"  shared.growth: { normal: { mean: 0.05, sd: 0.02 }, source: "a \"quote\": 5 %" }"#
      #expect(
        text == Self.text.replacing("# the author's own\n", with: "# the author's own\n\(line)\n"))
      let changed = InputCatalogue(
        experiment: try editable.changing(["library/shared.growth/normal/mean": 0.05]))
      let before = InputCatalogue(experiment: editable.experiment)
      let name = "shared.growth"
      let shifted = try changed.draws(of: name, count: 100, seed: 1)
      let draws = try before.draws(of: name, count: 100, seed: 1)
      // A normal number of another mean is the same deviation from it.
      #expect(zip(shifted, draws).allSatisfy { abs($0 - $1 - 0.02) < 1e-15 })
      #expect(
        try changed.draws(of: "price", count: 100, seed: 1)
          == before.draws(of: "price", count: 100, seed: 1))
    }
  }

  @Test("of the price book become keys beside the entry's name, in a block and in braces")
  func priceBook() throws {
    let file = projectPath("experiments/ticket-classifier.yaml")
    let editable = try EditableExperiment(reading: file, library: nil)
    let input = "options/prompting/serving/per_token/input_per_mtok"
    let training = "options/hosted/project/training/hosted_tokens/price_per_mtok"
    #expect(editable.numbers.first { $0.id == input }?.value == 2.5)
    #expect(editable.numbers.first { $0.id == training }?.value == 3)
    let changes = [input: 5.25, training: 6]
    let text = try editable.text(changing: changes)
    #expect(text.contains("        model: openai/gpt-4o\n        input_per_mtok: 5.25\n"))
    #expect(text.contains("{ model: \"openai/ft:gpt-4o-mini\", price_per_mtok: 6, tokens: "))
    let used = try editable.changing(changes).prices.flatMap(\.overrides).map(\.used)
    #expect(used == [.number(5.25), .number(6)])
  }

  @Test("are refused where they make no experiment or are none")
  func refused() throws {
    try inFolder { editable in
      #expect(throws: InvalidInput.self) { try editable.changing(["inputs/price/uniform/low": 9]) }
      #expect(throws: InvalidInput.self) { try editable.text(changing: ["title": 1]) }
      #expect(throws: InvalidInput.self) {
        try editable.text(changing: ["inputs/gpu/P5": .infinity])
      }
    }
  }
}
