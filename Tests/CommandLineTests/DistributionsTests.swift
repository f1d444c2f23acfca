// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("breakeven distributions")
struct DistributionsTests {
  let library = projectPath("distributions")

  func inFolder(_ body: (Command) throws -> Void) throws {
    try withTemporaryFolder { try body(Command(folder: $0)) }
  }

  @Test("list shows every entry of the library on a screen of 80 characters")
  func list() throws {
    try inFolder { run in
      let all = try run(["distributions", "list", "--library", library])
      #expect(all.status == 0, "\(all.errors)")
      #expect(all.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let one = try run(["distributions", "list", "finance", "--library", library])
      #expect(
        one.output == """
          finance
                                      P5     P50     P95  unit      confidence
            discount_rate         0.1000  0.1000  0.1000  per year  medium
            discount_rate_range  0.08350  0.1150  0.1465  per year  medium

          """)
      let csv = try run([
        "distributions", "list", "finance", "--library", library, "--format", "csv",
      ])
      let rows = csv.output.split(whereSeparator: \.isNewline)
      #expect(
        rows[0]
          == "name,distribution,unit,mean,standard_deviation,p1,p5,p10,p25,p50,p75,p90,p95,p99,"
          + "checked,confidence,source,note")
      #expect(rows[1].hasPrefix("finance.discount_rate,0.1,per year,0.1,0.0,0.1,0.1,"))
      let json = try run([
        "distributions", "list", "quality", "--library", library, "--format", "json",
      ])
      let objects =
        try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
      #expect(objects?.contains { $0["name"] as? String == "quality.parity" } == true)
      let markdown = try run([
        "distributions", "list", "labour", "--library", library, "--format", "markdown",
      ])
      #expect(markdown.output.contains("| labour.weekly_rate |"))
    }
  }

  @Test("show gives distribution, moments, percentiles and where it is from")
  func show() throws {
    try inFolder { run in
      let entry = try run([
        "distributions", "show", "training-practice.failed_share", "--library", library,
      ])
      for text in [
        "distribution  uniform(low 0.3, high 0.5)", "unit          share of training spend",
        "mean          0.4000", "P5 0.3100", "checked       2026-11-23", "confidence    low",
        "source        Tian Pan",
      ] {
        #expect(entry.output.contains(text), "no “\(text)” in \(entry.output)")
      }
      let inline = try run(["distributions", "show", "{ normal: { mean: 3, sd: 2 } }", "0.5 to 2"])
      #expect(inline.output.contains("mean          3\n"))
      #expect(inline.output.contains("distribution  lognormal(mu 0, sigma 0.421"))
    }
  }

  /// Reference: the share of a normal within half a deviation of its mean is 0.3829249225480262.
  @Test("plot shares all but a hundredth of the probability out over bars")
  func plot() throws {
    try inFolder { run in
      let csv = try run([
        "distributions", "plot", "{ normal: { mean: 0, sd: 1 } }", "--format", "csv",
      ])
      let rows = csv.output.split(whereSeparator: \.isNewline).dropFirst()
        .map { $0.split(separator: ",").compactMap { Double($0) } }
      #expect(rows.count == 20)
      #expect(abs(rows.reduce(0) { $0 + $1[2] } - 0.99) < 1e-12)
      #expect(abs(rows[10][3] - rows[10][2] - 0.5) < 1e-12)
      let dice = try run(["distributions", "plot", "{ integers: { low: 1, high: 6 } }"])
      #expect(dice.output.split(separator: "\n").count == 8)
      #expect(dice.output.contains("16.7 %"))
      let dependent = try run([
        "distributions", "plot", "quality.parity", "--library", library, "--format", "csv",
      ])
      // P(parity) = E[Beta(18, 6)] = 0.75, from 100,000 draws.
      let last = dependent.output.split(whereSeparator: \.isNewline).last?.split(separator: ",")
      let share = try #require(last.flatMap { Double($0[2]) })
      #expect(abs(share - 0.75) < 4 * (0.75 * 0.25 / 100_000).squareRoot())
    }
  }

  @Test("sample draws what the trials of an experiment draw")
  func sample() throws {
    try inFolder { run in
      let experiment = projectPath("experiments/reference.yaml")
      let sample = try run([
        "distributions", "sample", "weekly_rate", "failed_share", "-n", "3", "--experiment",
        experiment, "--seed", "7",
      ])
      let rows = sample.output.split(whereSeparator: \.isNewline)
      #expect(rows.count == 4 && rows[0] == "trial,weekly_rate,failed_share")
      let trial = try run(["trial", experiment, "2", "--seed", "7", "--format", "json"])
      let number = rows[3].split(separator: ",")[1]
      #expect(trial.output.contains("\(number)"))
      let gsl = try run([
        "distributions", "sample", "labour.weekly_rate", "--library", library, "--sampler", "gsl",
        "-n", "2000",
      ])
      #expect(gsl.output.split(whereSeparator: \.isNewline).count == 2_001)
    }
  }

  @Test("what is not there, or wrong, is told and ends with 2")
  func refusals() throws {
    try inFolder { run in
      for (arguments, message) in [
        (["show", "labour.weekly_rat"], "did you mean `weekly_rate`?"),
        (["list", "labor"], "did you mean `labour`?"),
        (["plot", "{ normal: { mean: 0 } }"], "parameters that do not fit"),
        (["sample", "labour.weekly_rate", "-n", "0"], "give 1 to 1,000,000"),
      ] {
        let outcome = try run(["distributions"] + arguments + ["--library", library])
        #expect(outcome.status == 2 && outcome.errors.contains(message), "\(outcome.errors)")
      }
      let nowhere = try run(["distributions", "list"])
      #expect(nowhere.status == 2 && nowhere.errors.contains("--library"))
    }
  }

  @Test("Each entry of the library says what it counts, where it is from, when and how sure")
  func complete() throws {
    try inFolder { run in
      let csv = try run(["distributions", "list", "--library", library, "--format", "json"])
      let rows =
        try JSONSerialization.jsonObject(with: Data(csv.output.utf8)) as? [[String: Any]] ?? []
      #expect(rows.count > 70)
      for row in rows {
        for key in ["unit", "source", "checked", "confidence"] {
          #expect((row[key] as? String)?.isEmpty == false, "\(row["name"] ?? ""): \(key)")
        }
        #expect(["high", "medium", "low"].contains(row["confidence"] as? String))
      }
    }
  }
}
