// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("breakeven run --streaming")
struct StreamingTests {
  let reference = projectPath("experiments/reference.yaml")

  func tables(_ run: Command, _ folder: String) throws -> [String: Data] {
    var files = try run.contents(of: folder)
    files["timing.json"] = nil
    return files
  }

  @Test("Writes every table, the same bytes for any number of workers, and from the manifest")
  func sameBytes() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      for (output, workers) in [("one", "1"), ("two", "2"), ("seven", "7")] {
        let outcome = try run([
          "run", reference, "--trials", "2e4", "--streaming", "-o", output, "--workers", workers,
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
          outcome.output.contains("streamed: percentiles are within 0.1 % of those of the trials"))
      }
      #expect(try run(["run", "--manifest", "one/manifest.json", "-o", "again"]).status == 0)
      let one = try tables(run, "one")
      #expect(Set(one.keys) == Set(RunTests.files).subtracting(["timing.json"]))
      for other in ["two", "seven", "again"] {
        #expect(try tables(run, other) == one, "\(other) differs")
      }
      let manifest = String(decoding: one["manifest.json"] ?? Data(), as: UTF8.self)
      #expect(manifest.contains("\"streaming\": true"))
      #expect(manifest.contains("\"percentile_relative_error\": 0.001"))
    }
  }

  @Test("Is chosen when the numbers would pass --memory; --no-streaming keeps them")
  func memory() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let small = ["run", reference, "--trials", "2e4", "--memory", "5M", "-o"]
      #expect(try run(small + ["a"]).output.contains("streamed"))
      #expect(try !run(small + ["b", "--no-streaming"]).output.contains("streamed"))
      let plain = try run(["run", reference, "--trials", "2e4", "-o", "c"])
      #expect(!plain.output.contains("streamed"))
      #expect(try tables(run, "b") == tables(run, "c"))
      // A manifest keeps the choice that its run made.
      let manifest = ["run", "--manifest", "a/manifest.json", "-o", "d"]
      #expect(try run(manifest).output.contains("streamed"))
    }
  }

  @Test(
    "What cannot be streamed, or is no amount of memory, is refused and nothing written",
    arguments: [
      (["--streaming", "--sampling", "sobol", "--trials", "4096"], "give --sampling random"),
      (["--streaming", "--convergence"], "leave it out"),
      (["--streaming", "--where", "npv(hosted) < 0"], "leave out --where"),
      (["--streaming", "--precision", "npv:mean:500"], "give --trials"),
      (["--memory", "lots"], "write it as 500M or 16G"), (["--memory", "-1G"], "--memory"),
      (["--memory", "0"], "write it as 500M or 16G"),
    ])
  func refused(arguments: [String], remedy: String) throws {
    try withTemporaryFolder { folder in
      let outcome = try Command(folder: folder)(["run", reference, "-o", "out"] + arguments)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(remedy), "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/out"))
    }
  }
}
