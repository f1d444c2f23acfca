// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("breakeven run")
struct RunTests {
  static let files = [
    "budget.csv", "cashflow.csv", "manifest.json", "percentiles.csv", "probabilities.csv",
    "report.html", "report.ipynb", "risk.csv", "summary.csv",
    "timing.json",
  ]
  let reference = projectPath("experiments/reference.yaml")

  @Test("Writes its files, says the answer in its first line, and nothing else remains")
  func writes() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let outcome = try run(["run", reference, "--trials", "2000"])
      #expect(outcome.status == 0)
      #expect(outcome.output.hasPrefix("hosted pays back within 12 months with probability 0.2"))
      #expect(outcome.output.contains("never █"))
      let written = try run.contents(of: "notebooks-out/reference")
      #expect(written.keys.sorted() == Self.files)
    }
  }

  @Test("The same bytes for any number of workers, and from the manifest")
  func sameBytes() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      for (output, workers) in [("one", "1"), ("two", "2"), ("seven", "7")] {
        let arguments = ["run", reference, "--trials", "5e3", "-o", output, "--workers", workers]
        #expect(try run(arguments).status == 0)
      }
      let again = try run(["run", "--manifest", "one/manifest.json", "-o", "again"])
      #expect(again.status == 0, "\(again.errors)")
      var one = try run.contents(of: "one")
      one["timing.json"] = nil
      for other in ["two", "seven", "again"] {
        var files = try run.contents(of: other)
        files["timing.json"] = nil
        #expect(files == one, "\(other) differs")
      }
    }
  }

  @Test("A manifest keeps library inputs, metrics and cash-flow trials")
  func manifestOfLibrary() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let experiment = projectPath("experiments/ticket-classifier.yaml")
      let first = try run([
        "run", experiment, "--trials", "3000", "--metrics", "npv,payback_months",
        "--cashflow-trials", "500", "--seed", "18446744073709551615", "-o", "a",
      ])
      #expect(first.status == 0, "\(first.errors)")
      #expect(try run(["run", "--manifest", "a/manifest.json", "-o", "b"]).status == 0)
      var (a, b) = (try run.contents(of: "a"), try run.contents(of: "b"))
      a["timing.json"] = nil
      b["timing.json"] = nil
      #expect(a == b)
      let cashflow = String(decoding: a["cashflow.csv"] ?? Data(), as: UTF8.self)
      #expect(cashflow.contains("prompting,1,cost,500,"))
    }
  }

  @Test("Columns are those of the contract")
  func headers() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      #expect(try run(["run", reference, "--trials", "1000", "-o", "out"]).status == 0)
      let headers = [
        "summary.csv":
          "option,metric,unit,trials,mean,standard_error,standard_deviation,never_probability,"
          + "p5,p10,p25,p50,p75,p80,p90,p95",
        "risk.csv":
          "option,metric,unit,tail,level,value_at_risk,conditional_value_at_risk,standard_error",
        "percentiles.csv": "option,metric,unit,percentile,value,ci_low,ci_high",
        "probabilities.csv": "option,event,probability,ci_low,ci_high",
        "cashflow.csv": "option,month,metric,trials,mean,p5,p10,p25,p50,p75,p90,p95",
      ]
      for (file, header) in headers {
        let data = try run.contents(of: "out")[file] ?? Data()
        #expect(String(decoding: data, as: UTF8.self).hasPrefix(header + "\r\n"), "\(file)")
      }
    }
  }

  @Test("Formats of standard output", arguments: ["csv", "json", "markdown"])
  func formats(format: String) throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let outcome = try run(
        [
          "run", "-", "--trials", "1000", "-o", "out", "--format", format,
        ], input: try projectFile("experiments/reference.yaml"))
      #expect(outcome.status == 0)
      switch format {
      case "csv":
        let file = try run.contents(of: "out")["summary.csv"]
        #expect(Data(outcome.output.utf8) == file)
      case "json":
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        #expect((object as? [String: Any])?["headline"] != nil)
      default: #expect(outcome.output.contains("| hosted | upfront_cost | USD |"))
      }
    }
  }

  @Test("What a killed run left is removed by the next one")
  func leftovers() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      // No process has this number: it is above what the kernel gives out.
      let stale = "\(folder)/out/.writing-99999999"
      try FileManager.default.createDirectory(
        atPath: stale, withIntermediateDirectories: true)
      #expect(try run(["run", reference, "--trials", "1000", "-o", "out"]).status == 0)
      #expect(try run.contents(of: "out").keys.sorted() == Self.files)
    }
  }

  @Test("A file called ... does not lead out of the folder for results")
  func dots() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      try projectFile("experiments/reference.yaml").write(
        toFile: "\(folder)/...yaml", atomically: false, encoding: .utf8)
      #expect(try run(["run", "...yaml", "--trials", "1000"]).status == 0)
      #expect(try run.contents(of: "notebooks-out/experiment").keys.sorted() == Self.files)
    }
  }

  @Test("Interrupted, it ends with 130 and leaves the last good output whole")
  func interrupt() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      #expect(try run(["run", reference, "--trials", "1000", "-o", "out"]).status == 0)
      let before = try run.contents(of: "out")
      let arguments = ["run", reference, "--trials", "3e7", "--metrics", "npv", "-o", "out"]
      let outcome = try run(arguments, interruptAfter: 1.5)
      #expect(outcome.status == 130)
      #expect(outcome.errors.contains("interrupted"))
      #expect(try run.contents(of: "out") == before)
    }
  }
}

@Suite("Every x86-64 processor")
struct ProcessorTests {
  static let emulator = "/usr/bin/qemu-x86_64"

  /// A processor of 2008 without AVX and fused multiply-add, and one of 2013 with both: with the one at hand,
  /// where it has AVX-512, all levels for which kernels are compiled.
  @Test(
    "gives the same bytes", .enabled(if: FileManager.default.isExecutableFile(atPath: emulator)),
    arguments: ["Nehalem", "Haswell"])
  func otherProcessor(name: String) throws {
    try withTemporaryFolder { folder in
      let reference = projectPath("experiments/reference.yaml")
      let arguments = ["run", reference, "--trials", "5000", "-o"]
      #expect(try Command(folder: folder)(arguments + ["here"]).status == 0)
      let other = Command(folder: folder, launcher: [Self.emulator, "-cpu", name, Command.path])
      #expect(try other(arguments + ["there"]).status == 0)
      var files = try [other.contents(of: "here"), other.contents(of: "there")]
      for index in files.indices { files[index]["timing.json"] = nil }
      #expect(files[0] == files[1])
    }
  }
}
