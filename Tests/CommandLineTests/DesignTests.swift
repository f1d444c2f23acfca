// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("Designs, precision and more trials on the command line")
struct DesignTests {
  let reference = projectPath("experiments/reference.yaml")

  /// The files of a run but for its timing.
  func files(_ run: Command, _ folder: String) throws -> [String: Data] {
    try run.contents(of: folder).filter { $0.key != "timing.json" }
  }

  @Test(
    "More trials give the bytes of all at once",
    arguments: [("random", "3000", "2000", "5000"), ("sobol", "2048", "2048", "4096")])
  func more(sampling: String, trials: String, more: String, total: String) throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let settings = ["--sampling", sampling, "--seed", "7", "--metrics", "npv", "--convergence"]
      #expect(try run(["run", reference, "--trials", trials, "-o", "a"] + settings).status == 0)
      let extended = try run(["run", reference, "--more", more, "-o", "a"])
      #expect(extended.status == 0, "\(extended.errors)")
      #expect(try run(["run", reference, "--trials", total, "-o", "b"] + settings).status == 0)
      #expect(try files(run, "a") == files(run, "b"))
      let again = try run(["run", "--manifest", "b/manifest.json", "-o", "c"])
      #expect(again.status == 0, "\(again.errors)")
      #expect(try files(run, "b") == files(run, "c"))
    }
  }

  @Test("More trials are refused where they would move those there are, or the file has changed")
  func moreRefused() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let text = try projectFile("experiments/reference.yaml")
      try text.write(toFile: "\(folder)/e.yaml", atomically: false, encoding: .utf8)
      func refused(_ arguments: [String], _ words: String) throws {
        let before = try files(run, "out")
        let outcome = try run(["run", "e.yaml", "-o", "out"] + arguments)
        #expect(outcome.status == 2 || outcome.status == 64, "\(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        let after = try files(run, "out")
        #expect(after == before)
      }
      let settings = ["run", "e.yaml", "-o", "out", "--metrics", "npv", "--trials", "1024"]
      #expect(try run(settings + ["--sampling", "latin-hypercube"]).status == 0)
      try refused(["--more", "1024"], "run it again with --trials 2048")
      #expect(try run(settings + ["--sampling", "sobol"]).status == 0)
      try refused(["--more", "1000"], "give 1024 or 3072")
      try refused(["--more", "1024", "--seed", "3"], "without them")
      try refused(["--more", "0"], "from 1")
      try (text + "# changed\n").write(
        toFile: "\(folder)/e.yaml", atomically: false, encoding: .utf8)
      try refused(["--more", "1024"], "made from another e.yaml")
    }
  }

  @Test("Trials grow until the interval is narrow, and the manifest makes the same run")
  func precision() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let outcome = try run([
        "run", reference, "--trials", "500", "--precision", "payback_months:p50:0.5", "-o", "a",
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let table = try String(contentsOfFile: "\(folder)/a/percentiles.csv", encoding: .utf8)
      for line in table.split(separator: "\n") where line.contains("payback_months,months,50,") {
        let cells = line.split(separator: ",").compactMap { Double($0) }
        // The baseline has no payback; those of the options end with value, low, high.
        if line.hasPrefix("hosted,payback") || line.hasPrefix("self-hosted,payback") {
          #expect(cells[3] - cells[2] <= 1)
        }
      }
      #expect(try run(["run", "--manifest", "a/manifest.json", "-o", "b"]).status == 0)
      #expect(try files(run, "a") == files(run, "b"))
    }
  }

  @Test("A table of convergence goes when the next run does not ask for it")
  func convergence() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let arguments = ["run", reference, "--trials", "1000", "-o", "a", "--metrics", "npv"]
      let asked = try run(arguments + ["--convergence"])
      let with = try run.contents(of: "a")
      let plain = try run(arguments)
      let without = try run.contents(of: "a")
      #expect(asked.status == 0 && plain.status == 0)
      #expect(with["convergence.csv"] != nil && without["convergence.csv"] == nil)
    }
  }

  @Test(
    "What makes no design or no rule is refused, and nothing is written",
    arguments: [
      (["--sampling", "sobol"], "98304 or 102400"),
      (["--sampling", "latin-hypercube", "--trials", "100001"], "100000 or 100016"),
      (["--sampling", "sobol", "--trials", "1024", "--sampler", "gsl"], "sampler: quantile"),
      (["--precision", "payback:p80:0.1"], "payback_months"),
      (["--precision", "payback_months:p81:0.1"], "p80"),
      (["--precision", "payback_months:p80:-1"], "above 0"),
      (["--precision", "payback_months"], "METRIC:pPERCENTILE:HALF_WIDTH"),
    ])
  func refused(arguments: [String], words: String) throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let outcome = try run(["run", reference] + arguments)
      #expect(outcome.status == 2, "\(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      #expect(try run.contents(of: ".").isEmpty)
    }
  }
}
