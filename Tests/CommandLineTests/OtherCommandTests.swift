// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("validate, explain, trial, init")
struct OtherCommandTests {
  @Test("init writes an experiment that validates and runs, and replaces none")
  func initialise() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      #expect(try run(["init"]).status == 0)
      #expect(try run(["validate", "experiment.yaml"]).status == 0)
      #expect(try run(["run", "experiment.yaml", "--trials", "1000"]).status == 0)
      let again = try run(["init"])
      #expect(again.status == 2 && again.errors.contains("exists already"))
      #expect(try run(["init", "--force"]).status == 0)
      #expect(try run(["init", "-"]).output.hasPrefix("# An experiment"))
    }
  }

  @Test("validate reports the mistakes of every file")
  func validate() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      for name in ["a", "b"] {
        try "format: breakeven/1\n\(name): 1\n".write(
          toFile: "\(folder)/\(name).yaml", atomically: false, encoding: .utf8)
      }
      let good = projectPath("experiments/reference.yaml")
      let outcome = try run(["validate", good, "a.yaml", "b.yaml"])
      #expect(outcome.status == 2)
      #expect(outcome.output.contains("no mistakes"))
      #expect(outcome.errors.contains("a.yaml:2:1: a: unknown key"))
      #expect(outcome.errors.contains("b.yaml:2:1: b: unknown key"))
    }
  }

  @Test("explain shows the worked case: 42,750, 1,890 and 1,080 a month")
  func explain() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let outcome = try run(["explain", projectPath("experiments/ticket-classifier.yaml")])
      #expect(outcome.status == 0)
      for line in [
        "per request        (1,500 × 2.5 + 100 × 10) / 1,000,000 = 0.00475 USD",
        "a month at start   9,000,000 × 0.00475 = 42,750 USD",
        "a month at start   9,000,000 × 0.00021 = 1,890 USD",
        "a month at start   9,000,000 × 0.00012 = 1,080 USD",
        "labels             10,000 × 1.25 = 12,500 USD",
        "training           4 runs / (1 - 0.4) × 135 = 900 USD",
        "in month 9         0.25 × 12,500 + 1 run / (1 - 0.4) × 135 = 3,350 USD",
      ] {
        #expect(outcome.output.contains(line), "no “\(line)”")
      }
    }
  }

  @Test("trial shows inputs, months and outcomes")
  func trial() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let reference = projectPath("experiments/reference.yaml")
      let table = try run(["trial", reference, "17"])
      #expect(table.status == 0)
      #expect(table.output.hasPrefix("Trial 17 of Reference workload, seed 42"))
      let csv = try run(["trial", reference, "17", "--format", "csv"]).output
      #expect(csv.split(whereSeparator: \.isNewline).count == 38)
      let json = try run(["trial", reference, "17", "--format", "json"]).output
      let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
      #expect((object?["inputs"] as? [Any])?.count == 15)
    }
  }

  @Test("Help and version are no failures")
  func help() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      #expect(try run(["--version"]).output == "0.1.0\n")
      for arguments in [["--help"], ["run", "--help"], ["help", "trial"]] {
        let outcome = try run(arguments)
        #expect(outcome.status == 0 && outcome.output.contains("USAGE") && outcome.errors.isEmpty)
      }
    }
  }
}
