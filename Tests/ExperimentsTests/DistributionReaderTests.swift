// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Experiments
import Foundation
import Reports
import TestSupport
import Testing

@Suite("Reading distributions")
struct DistributionReaderTests {
  /// An experiment whose requests a month are `quantity`.
  func experiment(_ quantity: String) -> String {
    """
    format: breakeven/1
    inputs:
      share: { uniform: { low: 0.2, high: 0.4 } }
      demand: \(quantity)
    workload: { requests_per_month: demand }
    options:
      - { name: a, baseline: true, serving: { fixed: { per_request: 2 } } }
      - { name: b, serving: { fixed: { per_month: share } } }
    """
  }

  func read(_ quantity: String, file: String = "e.yaml") throws -> Experiment {
    try Experiment.read(TextFile(name: file, text: experiment(quantity)))
  }

  func distribution(_ quantity: String) throws -> (any Distribution)? {
    try read(quantity).inputs.first { $0.name == "demand" }?.distribution
  }

  func problems(_ quantity: String, file: String = "e.yaml") -> [String] {
    do {
      _ = try read(quantity, file: file)
      return []
    } catch let invalid as InvalidInput {
      return invalid.problems.map(\.description)
    } catch { return ["\(error)"] }
  }

  @Test(
    "Every family is read under its name",
    arguments: [
      ("{ gamma: { shape: 4, scale: 2 } }", 8), ("{ exponential: { mean: 8 } }", 8),
      ("{ loguniform: { low: 1, high: 100 } }", 21.497_576_854_210_966),
      ("{ weibull: { shape: 1, scale: 8 } }", 8), ("{ pareto: { shape: 3, scale: 2 } }", 3),
      ("{ chi_squared: { df: 8 } }", 8), ("{ rayleigh: { sigma: 8 } }", 10.026_513_098_524_001),
      ("{ binomial: { n: 20, p: 0.4 } }", 8), ("{ poisson: { mean: 8 } }", 8),
      ("{ geometric: { p: 0.125 } }", 8),
      ("{ negative_binomial: { successes: 8, p: 0.5 } }", 8),
      ("{ hypergeometric: { successes: 20, failures: 30, draws: 20 } }", 8),
      ("{ choice: { values: [4, 12], weights: [1, 1] } }", 8),
      ("{ choice: { values: [4, 12] } }", 8), ("{ empirical: { values: [4, 4, 16] } }", 8),
      ("{ quantiles: { p10: 4, p50: 8, p90: 12, low: 0, high: 16 } }", 8),
      ("{ mixture: [{ weight: 3, value: 10 }, { weight: 1, uniform: { low: 0, high: 4 } }] }", 8),
      ("{ student_t: { df: 4, location: 8 }, min: 0, max: 16 }", 8),
      ("{ logistic: { location: 8, scale: 1 }, min: 0, max: 16 }", 8),
      ("{ laplace: { location: 8, scale: 1 }, min: 0, max: 16 }", 8),
      ("{ cauchy: { location: 8, scale: 1 }, min: 0, max: 16 }", 8),
      ("{ gumbel: { location: 100, scale: 1 } }", 100.577_215_664_901_53),
    ])
  func families(text: String, mean: Double) throws {
    let distribution = try #require(try distribution(text))
    #expect(abs(distribution.mean - mean) <= 1e-9 * mean, "mean \(distribution.mean)")
  }

  static let mistakes: [(text: String, message: String)] = [
    (
      "{ quantiles: { p10: 1, p90: 2 } }",
      "e.yaml:4:24: inputs.demand.quantiles: parameters that do not fit; quantiles takes 3 to 10"
    ),
    (
      "{ quantiles: { p10: 1, p50: 1.01, p90: 2 } }",
      "e.yaml:4:24: inputs.demand.quantiles: cannot be made; it needs percentiles that one curve"
    ),
    ("{ quantiles: { p10: 1, p50: 3, p90: 2 } }", "p90 is 2; it must be above p50, 3"),
    ("{ quantiles: { p10: 1, p50: 3, p90: 5, hihg: 9 } }", "unknown key; did you mean `high`?"),
    ("{ mixture: { weight: 1 } }", "a mapping where a list is expected"),
    ("{ mixture: [] }", "inputs.demand.mixture: 0 parts; give 1 to 100"),
    ("{ mixture: [3] }", "inputs.demand.mixture[1]: “3” where a mapping is expected"),
    (
      "{ mixture: [{ poisson: { mean: 3 } }] }",
      "e.yaml:4:23: inputs.demand.mixture[1].weight: missing; give each part a weight above 0"
    ),
    (
      "{ mixture: [{ weight: 0, poisson: { mean: 3 } }] }",
      "e.yaml:4:33: inputs.demand.mixture[1].weight: 0 is too small"
    ),
    (
      "{ mixture: [{ weight: 1, poison: { mean: 3 } }] }",
      "e.yaml:4:36: inputs.demand.mixture[1].poison: unknown distribution; did you mean `poisson`?"
    ),
    (
      "{ mixture: [{ weight: 1, poisson: { mean: -3 } }] }",
      "e.yaml:4:45: inputs.demand.mixture[1].poisson: mean is -3; it must be above 0"
    ),
    (
      "{ mixture: [{ weight: 1, value: 3 }, { weight: 1, value: 4 }], min: 5 }",
      "min is 5; it must leave the interval a probability"
    ),
    (
      "{ mixture: [{ weight: 1, mixture: [{ weight: 1, mixture: [{ weight: 1, "
        + "mixture: [{ weight: 1, value: 1 }] }] }] }] }",
      "a mixture within 3 others; nest no more than 3"
    ),
    (
      "{ choice: { weights: [1] } }", "inputs.demand.choice.values: missing; give a list of numbers"
    ),
    ("{ choice: { values: 3 } }", "inputs.demand.choice.values: “3” where a list is expected"),
    (
      "{ choice: { values: [1, two] } }",
      "e.yaml:4:35: inputs.demand.choice.values[2]: “two” where a number is expected"
    ),
    (
      "{ choice: { values: [1, 2], weights: [1] } }",
      "inputs.demand.choice: weights: 1; it must be as many as the values, 2"
    ),
    ("{ choice: { values: [] } }", "0 values; it takes 1 to 100000 values"),
    ("{ empirical: { } }", "parameters that do not fit; empirical takes {values}, a list, or"),
    ("{ empirical: { file: nowhere.csv } }", "inputs.demand.empirical.column: missing"),
    ("{ empirical: { file: nowhere.csv, column: x } }", "./nowhere.csv: No such file"),
    (
      "{ empirical: { file: /dev/zero, column: x } }",
      "e.yaml:4:32: inputs.demand.empirical.file: /dev/zero lies outside ., the folder of the file"
    ),
    ("{ empirical: { file: /no/such, column: x } }", "/no/such lies outside ."),
    ("{ choice: { values: [-1, 2] } }", "demand falls below 0 with probability 0.5"),
  ]

  @Test("Each mistake is reported with its place, its fault and its mend", arguments: mistakes)
  func mistake(text: String, message: String) {
    let found = problems(text)
    #expect(found.contains { $0.contains(message) }, "found \(found)")
  }

  @Test("A column of a file is read with its quotes, its marks and its line ends")
  func file() throws {
    try withTemporaryFolder { folder in
      func found(_ table: String, column: String = "latency") throws -> [String] {
        try table.write(toFile: "\(folder)/t.csv", atomically: false, encoding: .utf8)
        return problems(
          "{ empirical: { file: t.csv, column: \(column) } }", file: "\(folder)/e.yaml")
      }
      let table = "\u{FEFF}host,\"latency\"\r\n\"a, \"\"b\"\"\",4\r\n\r\n\"c\nd\", 1_0 \r\ne,16"
      #expect(try found(table) == [])
      let experiment = try read(
        "{ empirical: { file: t.csv, column: latency } }", file: "\(folder)/e.yaml")
      #expect(experiment.inputs.last?.distribution?.mean == 10)
      #expect(experiment.files.map(\.name) == ["\(folder)/e.yaml", "\(folder)/t.csv"])
      #expect(try found(table, column: "latenzy")[0].contains("did you mean `latency`?"))
      #expect(try found("latency\n4\nfour\n")[0].contains("t.csv, line 3: “four” is not a number"))
      #expect(try found("latency\n4\n\"5\n")[0].contains("line 3: a quote is not closed"))
      #expect(try found("a,latency\n4\n")[0].contains("line 2: “” is not a number"))
      #expect(try found("latency\n")[0].contains("0 values; it takes 1 to 100000"))
      #expect(try found("latency\nnan\n")[0].contains("is not a number"))
      let long = "latency\n" + String(repeating: "1\n", count: 100_001)
      #expect(try found(long)[0].contains("100001 values; it takes 1 to 100000"))
      #expect(try found(String(repeating: "1\n", count: 600_000))[0].contains("larger than"))
    }
  }

  @Test("A line of commas alone does not fill the memory")
  func commas() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/t.csv"
      for text in [
        "x" + String(repeating: ",", count: 16_384), "x\n" + String(repeating: ",", count: 16_384),
      ] {
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        let error = #expect(throws: InvalidInput.self) { try DataColumn(reading: path, title: "x") }
        #expect(error?.description.contains("more than 16384 columns") == true)
        let found = problems("{ empirical: { file: t.csv, column: x } }", file: "\(folder)/e.yaml")
        #expect(found[0].contains("more than 16384 columns"))
      }
      let wide = "x" + String(repeating: ",", count: 16_383) + "\n1"
      try wide.write(toFile: path, atomically: false, encoding: .utf8)
      #expect(try DataColumn(reading: path, title: "x").values == [1])
    }
  }

  @Test("A manifest makes the same run without the files of observations")
  func manifest() throws {
    try withTemporaryFolder { folder in
      let quantity = """
        { mixture: [
            { weight: share, empirical: { file: t.csv, column: x } },
            { weight: 0.7, gamma: { shape: { uniform: { low: 2, high: 3 } }, scale: share } },
            { weight: 0.1, value: 3 } ], max: 20 }
        """
      let table = "x\n" + (1...40).map { "\(Double($0) / 3)" }.joined(separator: "\n")
      try table.write(toFile: "\(folder)/t.csv", atomically: false, encoding: .utf8)
      var experiment = try read(quantity, file: "\(folder)/e.yaml")
      experiment.settings.trials = 500
      let first = try experiment.run()
      let text = Manifest.json(first, version: "1")
      try text.write(toFile: "\(folder)/m.json", atomically: false, encoding: .utf8)
      try FileManager.default.removeItem(atPath: "\(folder)/t.csv")
      let (again, _) = try Experiment.read(manifest: "\(folder)/m.json", version: "1")
      let second = try again.run()
      #expect(Manifest.json(second, version: "1") == text)
      #expect(second.summaryTable.csv == first.summaryTable.csv)
      #expect(text.contains("\"name\": \"\(folder)/t.csv\""))
    }
  }
}
