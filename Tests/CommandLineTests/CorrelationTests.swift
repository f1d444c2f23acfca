// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("Correlations in the commands")
struct CorrelationTests {
  func inFolder(_ copula: String = "gaussian", _ body: (Command) throws -> Void) throws {
    let text = try projectFile("experiments/reference.yaml").replacing(
      "inputs:\n",
      with: """
        correlations:
          - { between: [iterations, eval_weeks], rank: 0.5 }
          - { between: [spot_start, eval_weeks], rank: -0.25 }
        copula: \(copula)
        inputs:

        """, maxReplacements: 1)
    try withTemporaryFolder { folder in
      try text.write(toFile: "\(folder)/e.yaml", atomically: true, encoding: .utf8)
      try body(Command(folder: folder))
    }
  }

  @Test(
    "The same bytes for any number of workers, and from the manifest",
    arguments: ["gaussian", "{ student: 4 }"])
  func sameBytes(copula: String) throws {
    try inFolder(copula) { run in
      for workers in ["1", "3"] {
        let arguments = ["run", "e.yaml", "--trials", "5e3", "-o", workers, "--workers", workers]
        #expect(try run(arguments).status == 0)
      }
      let again = try run(["run", "--manifest", "1/manifest.json", "-o", "again"])
      #expect(again.status == 0, "\(again.errors)")
      var one = try run.contents(of: "1")
      one["timing.json"] = nil
      for other in ["3", "again"] {
        var files = try run.contents(of: other)
        files["timing.json"] = nil
        #expect(files == one, "\(other) differs")
      }
      let manifest =
        try JSONSerialization.jsonObject(with: one["manifest.json"] ?? Data()) as? [String: Any]
      let experiment = manifest?["experiment"] as? [String: Any]
      let pairs = experiment?["correlations"] as? [[String: Any]]
      #expect(
        pairs?.map { $0["between"] as? [String] ?? [] }
          == [["iterations", "eval_weeks"], ["spot_start", "eval_weeks"]])
      #expect(pairs?.map { $0["rank"] as? Double } == [0.5, -0.25])
      if copula == "gaussian" {
        #expect(experiment?["copula"] as? String == "gaussian")
      } else {
        #expect(experiment?["copula"] as? [String: Double] == ["student": 4])
      }
    }
  }

  @Test("distributions sample draws what correlated trials draw")
  func sample() throws {
    try inFolder { run in
      let names = ["eval_weeks", "spot_start", "label_price"]
      let sample = try run(
        ["distributions", "sample", "-n", "3", "--experiment", "e.yaml"] + names)
      let row = try #require(sample.output.split(whereSeparator: \.isNewline).last)
      let trial = try run(["trial", "e.yaml", "2", "--format", "json"])
      let plain = try run([
        "trial", projectPath("experiments/reference.yaml"), "2", "--format", "json",
      ])
      for (place, name) in names.enumerated() {
        let number = row.split(separator: ",")[place + 1]
        #expect(trial.output.contains(String(number)), "\(name) is \(number)")
        // The label price is in no group; the first name of a group draws what it would alone.
        if name != "eval_weeks" {
          #expect(plain.output.contains(String(number)) == (name == "label_price"))
        }
      }
    }
  }

  @Test("A copula that cannot be ends with 2, and changes nothing on disk")
  func refusal() throws {
    try inFolder("{ student: 0 }") { run in
      let outcome = try run(["run", "e.yaml"])
      #expect(outcome.status == 2 && outcome.errors.contains("copula.student: 0 is too small"))
      let files = try FileManager.default.contentsOfDirectory(atPath: run.folder)
      #expect(files.filter { !$0.hasPrefix(".") } == ["e.yaml"])
    }
  }
}
