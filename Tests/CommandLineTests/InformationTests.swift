// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("breakeven information")
struct InformationTests {
  let reference = projectPath("experiments/reference.yaml")
  static let pilot = "\npilot: { labels: 1_000, tells: parity, accuracy: 0.9, cost: 4_000 }\n"

  @Test("prints a page that fits and writes its two tables beside those of a run")
  func page() throws {
    try withTemporaryFolder { folder in
      let text = try String(contentsOfFile: reference, encoding: .utf8) + Self.pilot
      try text.write(toFile: "\(folder)/mine.yaml", atomically: false, encoding: .utf8)
      let run = Command(folder: folder)
      #expect(try run(["run", "mine.yaml", "--trials", "2000"]).status == 0)
      let before = try run.contents(of: "notebooks-out/mine")
      let outcome = try run([
        "information", "mine.yaml", "--trials", "20000", "--group",
        "demand=starting_volume, growth",
        "--solve", "starting_volume such that P(payback_months <= 12) = 0.5 of hosted",
        "--solve", "growth such that P(payback_months <= 12) = 0.99 of hosted",
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      for text in [
        "self-hosted has the least expected total cost", "(EVPI): 4,", "\nparity  ", "█",
        "not distinguishable from 0: ", "what knowing a group is worth", "\ndemand  ",
        "a pilot of 1,000 labels that tells parity, right with probability 0.9",
        "not worth it, by ", "prompting, then self-hosted", "rises above it",
        "never within the range of ", "starting_volume such that P(payback_months <= 12) of hosted",
        "no growth from -0.03", "at the one end and",
      ] {
        let flat = outcome.output.replacing("\n  ", with: " ")
        #expect(
          outcome.output.contains(text) || flat.contains(text), "no “\(text)” in \(outcome.output)")
      }
      #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      var after = try run.contents(of: "notebooks-out/mine")
      let information = after.removeValue(forKey: "value_of_information.csv")
      let switches = after.removeValue(forKey: "switch_values.csv")
      #expect(after == before, "nothing else is touched")
      let rows = String(decoding: information ?? Data(), as: UTF8.self).split(separator: "\r\n")
      #expect(rows.first == "kind,input,value,ci_low,ci_high")
      #expect(rows.count == 1 + 1 + 17 + 1 + 1)
      #expect(rows[1].hasPrefix("evpi,,4") && rows[20].hasPrefix("evsi,parity,"))
      #expect(rows[19].hasPrefix("evppi,demand,"))
      let table = String(decoding: switches ?? Data(), as: UTF8.self)
      #expect(
        table.hasPrefix("input,kind,threshold,switch_value,ci_low,ci_high,from,to\r\n"))
      #expect(table.contains("\r\nparity,best_option,,0.3"))
      #expect(table.contains("\r\nlabel_price,best_option,,,,,,\r\n"))
      #expect(table.contains("\r\nlabel_price,P(payback_months <= 12) of hosted,0.5,0."))
    }
  }

  @Test("gives the same bytes for any number of workers, in every format")
  func sameBytes() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let arguments = [
        "information", reference, "--trials", "4096", "--group", "all=growth,parity,spot,workload",
        "--sampling", "sobol", "--threshold", "0.3", "--metric", "npv",
      ]
      var outputs: [String] = []
      for workers in ["1", "2", "5"] {
        let outcome = try run(arguments + ["--workers", workers, "-o", workers])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("the greatest expected net present value"))
        outputs.append(outcome.output)
      }
      #expect(Set(outputs).count == 1)
      #expect(try run.contents(of: "1") == run.contents(of: "5"))
      #expect(try run.contents(of: "1") == run.contents(of: "2"))
      let csv = try run(arguments + ["--format", "csv", "-o", "csv"])
      #expect(try run.contents(of: "1")["value_of_information.csv"] == Data(csv.output.utf8))
      let json = try run(arguments + ["--format", "json", "-o", "json"])
      let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
      let found = object as? [String: Any]
      #expect(found?["best"] as? String == "self-hosted")
      #expect((found?["information"] as? [[String: Any]])?.count == 19)
      let markdown = try run(arguments + ["--format", "markdown", "-o", "md"])
      #expect(markdown.output.contains("| kind | input |"))
    }
  }

  @Test(
    "refuses what is wrong and changes nothing",
    arguments: [
      (["--group", "a"], "write it as name=input,input"),
      (["--group", "a=grwth"], "did you mean `growth`?"),
      (["--group", "growth=parity"], "give the group another name"),
      (["--solve", "growth"], "has no “such that”"), (["--threshold", "1"], "above 0 and below 1"),
      (["--metric", "regret"], "total_cost"), (["--trials", "99"], "give at least 100"),
      (["--workers", "0"], "give 1 to 1024"), (["--sampling", "sobol"], "sampling: sobol needs"),
    ])
  func refusals(options: [String], message: String) throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let outcome = try run(["information", reference, "-o", "out"] + options)
      #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome.output)")
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(try run.contents(of: ".").isEmpty)
    }
  }
}
