// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("breakeven check and budget")
struct DecisionTests {
  let reference = projectPath("experiments/reference.yaml")

  func write(_ rules: [String], in folder: String) throws {
    let lines = rules.map { "  - { option: hosted, require: \"\($0)\" }" }
    let text =
      try projectFile("experiments/reference.yaml") + "\napproval:\n"
      + lines.joined(separator: "\n") + "\n"
    try text.write(toFile: "\(folder)/e.yaml", atomically: false, encoding: .utf8)
  }

  /// P(payback <= 12) of the hosted option is 0.2545 by an independent simulation of 4·10⁷ trials.
  static let verdicts: [(rules: [String], status: Int32)] = [
    (["P(payback_months <= 12) >= 0.2"], 0), (["P(payback_months <= 12) >= 0.3"], 3),
    (["P(payback_months <= 12) >= 0.2545"], 4),
    (["P(payback_months <= 12) >= 0.2545", "P(payback_months <= 12) >= 0.3"], 3),
  ]

  @Test("The exit code is the verdict", arguments: verdicts)
  func exitCode(rules: [String], status: Int32) throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      try write(rules, in: folder)
      let outcome = try run(["check", "e.yaml", "--trials", "5000"])
      #expect(outcome.status == status, "\(outcome.errors)")
      let files = try run.contents(of: "notebooks-out/e")
      #expect(files.keys.sorted() == ["gates.csv"])
      let table = String(decoding: files["gates.csv"] ?? Data(), as: UTF8.self)
      #expect(
        table.hasPrefix("option,requirement,statistic,ci_low,ci_high,threshold,verdict\r\nhosted,"))
    }
  }

  @Test("The same bytes for any number of workers")
  func sameBytes() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      try write(["CVaR95(npv) >= 0", "best_probability >= 0.6"], in: folder)
      var tables: Set<String> = []
      for workers in ["1", "3"] {
        let settings = ["--trials", "5000", "--workers", workers, "--format", "csv"]
        tables.insert(try run(["check", "e.yaml"] + settings).output)
        tables.insert(try run(["budget", "e.yaml", "e.yaml:hosted"] + settings).output)
      }
      #expect(tables.count == 2)
    }
  }

  @Test("A run writes the budget that the command prints")
  func budget() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let ran = try run(["run", reference, "--trials", "3000", "-o", "a"])
      let asked = try run(["budget", reference, "--trials", "3000", "-o", "b", "--format", "csv"])
      #expect(ran.status == 0 && asked.status == 0)
      let written = try run.contents(of: "a")["budget.csv"]
      #expect(written == Data(asked.output.utf8))
      let own = try run.contents(of: "b")["budget.csv"]
      #expect(own == written)
    }
  }

  /// Payback within a year has probability ½, and it comes when a + b is small.
  @Test("A region of the sample decides a gate")
  func region() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let rule = "\napproval:\n  - { option: y, require: \"P(payback_months <= 12) >= 0.5\" }\n"
      try (ExperimentSensitivityTests.normal + rule)
        .write(toFile: "\(folder)/e.yaml", atomically: false, encoding: .utf8)
      for (region, status) in [("a < 5500", Int32(0)), ("a > 6500", 3)] {
        let outcome = try run(["check", "e.yaml", "--where", region])
        #expect(outcome.status == status)
        #expect(outcome.output.contains("those where \(region)"))
        let budget = try run(["budget", "e.yaml", "--where", region])
        let words = budget.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("those where \(region)"), "\(words)")
      }
    }
  }

  /// With a fixed at its P95 in the second file the upfront cost is greater by 900 · 1.644854 on average,
  /// and what is left of the difference varies with a alone: its standard deviation is 900, not √2 · 1,500.
  @Test("Compares two experiments trial by trial")
  func compare() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let text = ExperimentSensitivityTests.normal
      try text.write(toFile: "\(folder)/e.yaml", atomically: false, encoding: .utf8)
      let fixed = text.replacing(
        "a: { normal: { mean: 6000, sd: 900 }, min: 0 }", with: "a: 7480.3682632643545")
      try fixed.write(toFile: "\(folder)/f.yaml", atomically: false, encoding: .utf8)
      let outcome = try run(
        ["compare", "e.yaml", "f.yaml", "--metrics", "upfront_cost", "--format", "csv"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = outcome.output.split(separator: "\r\n").map(String.init)
      let header = lines[0].split(separator: ",").map(String.init)
      let row = try #require(lines.first { $0.hasPrefix("y,upfront_cost,") })
        .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      func cell(_ name: String) throws -> Double {
        let place = try #require(header.firstIndex(of: name))
        return try #require(Double(row[place]))
      }
      let error = 900 / 20_000.0.squareRoot()
      #expect(abs(try cell("difference") - 900 * 1.6448536269514722) < 4 * error)
      #expect(abs(try cell("paired_error") - error) < 0.03 * error)
      #expect(try run(["compare", "e.yaml", "e.yaml"]).status == 0)
      #expect(try run(["compare", "e.yaml", "nowhere.yaml"]).errors.contains("nowhere.yaml"))
    }
  }

  @Test("What cannot be checked is refused, and nothing is written")
  func refused() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      for (arguments, words) in [
        (["check", reference], "no approval rules"),
        (["check", "nowhere.yaml"], "nowhere.yaml"),
        (["budget", reference + ":hostd"], "hosted"),
        (["budget", reference, "--confidence", "1"], "below 1"),
        (["budget", reference, "--independent"], "several experiments"),
        (["budget", reference, "--sampling", "sobol"], "98304 or 102400"),
      ] {
        let outcome = try run(arguments)
        #expect([1, 2].contains(outcome.status), "\(arguments)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        let remains = try run.contents(of: ".").keys.sorted()
        #expect(remains == [])
      }
    }
  }
}
