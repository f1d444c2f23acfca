// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("breakeven report")
struct ReportTests {
  let reference = projectPath("experiments/reference.yaml")

  @Test("Makes the same pages again from the folder of a run, and the charts when asked")
  func again() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let ticket = projectPath("experiments/ticket-classifier.yaml")
      #expect(
        try run([
          "run", ticket, "--trials", "4000", "--sampling", "sobol", "-o", "a", "--charts",
          "--metrics", "payback_months,upfront_cost,npv,total_cost",
        ]).status == 2, "4,000 is no power of two")
      for arguments in [["--trials", "4096", "--sampling", "sobol"], ["--trials", "3000"]] {
        #expect(try run(["run", ticket, "-o", "a", "--charts"] + arguments).status == 0)
        let before = try run.contents(of: "a")
        #expect(before["charts/payback.svg"] != nil)
        for name in ["report.html", "report.ipynb"] {
          try FileManager.default.removeItem(atPath: "\(folder)/a/\(name)")
        }
        let outcome = try run(["report", "a", "--charts", "--workers", "1"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(try run.contents(of: "a") == before)
      }
    }
  }

  @Test(
    "The same page from the manifest, whatever the experiment and the run",
    arguments: [
      ["spot-market"], ["end-of-life"], ["second-attempt"],
      ["reference", "--stress", "label_price=p95"],
      ["reference", "--where", "npv(hosted) < 0"], ["reference", "--streaming"],
      ["reference", "--metrics", "payback_months"],
    ])
  func fromManifest(arguments: [String]) throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let file = projectPath("experiments/\(arguments[0]).yaml")
      let first = try run(["run", file, "--trials", "2000", "-o", "a"] + arguments.dropFirst())
      #expect(first.status == 0, "\(first.errors)")
      let before = try run.contents(of: "a")
      #expect(before["report.html"] != nil)
      let again = try run(["report", "a"])
      #expect(again.status == 0, "\(again.errors)")
      #expect(try run.contents(of: "a") == before)
    }
  }

  @Test("Refuses a folder whose tables are not those of its manifest, and one without a manifest")
  func refusals() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      #expect(try run(["run", reference, "--trials", "500", "-o", "a"]).status == 0)
      let file = "\(folder)/a/summary.csv"
      let table = try String(contentsOfFile: file, encoding: .utf8)
      try table.replacing("hosted", with: "Hosted")
        .write(toFile: file, atomically: false, encoding: .utf8)
      let before = try run.contents(of: "a")
      let changed = try run(["report", "a"])
      #expect(changed.status == 2)
      #expect(changed.errors.contains("a/summary.csv: not what its manifest.json makes"))
      #expect(try run.contents(of: "a") == before)
      #expect(try run(["report", "nowhere"]).status == 1)
      #expect(try run(["report"]).status == 2)
      #expect(try run(["report", "a", "-o", "page.html"]).status == 2)
    }
  }

  @Test("Puts runs side by side on one page, with the values that differ")
  func sideBySide() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      #expect(try run(["run", reference, "--trials", "500", "-o", "a"]).status == 0)
      #expect(
        try run([
          "run", reference, "--trials", "500", "--stress", "label_price=2", "-o", "b",
        ]).status == 0)
      let before = try run.contents(of: "a")
      let outcome = try run(["report", "a", "b", "-o", "both.html"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try run.contents(of: "a") == before)
      let page = try String(contentsOfFile: "\(folder)/both.html", encoding: .utf8)
      #expect(page.contains("<h2 id=\"differences-title\">3 values differ</h2>"))
      #expect(page.contains("inputs.label_price.choice.values"))
      #expect(page.contains("id=\"run-0-payback\"") && page.contains("id=\"run-1-upfront\""))
      #expect(!page.contains("<script"))
      #expect(try run(["report", "a", "b", "-o", "none/both.html"]).status == 1)
    }
  }

  @Test("A run may leave the pages out; none of an earlier run remain")
  func withoutPages() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let start = ["run", reference, "--trials", "500", "-o", "a"]
      #expect(try run(start + ["--charts"]).status == 0)
      try "mine".write(
        toFile: "\(folder)/a/charts/mine.svg", atomically: false, encoding: .utf8)
      #expect(try run(start + ["--no-report"]).status == 0)
      let names = try run.contents(of: "a").keys.filter { !$0.hasSuffix(".csv") }.sorted()
      #expect(names == ["charts/mine.svg", "manifest.json", "timing.json"])
      #expect(try run(start + ["--no-report", "--charts"]).status == 2)
      // Nothing is said of payback: there is no page, and no failure.
      #expect(try run(start + ["--metrics", "npv"]).status == 0)
      #expect(try run.contents(of: "a")["report.html"] == nil)
    }
  }
}
