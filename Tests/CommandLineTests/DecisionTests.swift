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
