// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import Foundation
import Reports
import TestSupport
import Testing

@Suite("The report of a run")
struct ReportTests {
  /// The report of an experiment file of the project, changed by `edit`.
  static func report(
    _ file: String, trials: Int = 2_000, metrics: Set<Metric>? = nil,
    _ edit: (String) -> String = { $0 }
  ) throws -> Report {
    try withTemporaryFolder { folder in
      let path = "\(folder)/e.yaml"
      try edit(try projectFile(file)).write(toFile: path, atomically: false, encoding: .utf8)
      var experiment = try Experiment.read(path, library: projectPath("distributions"))
      experiment.settings.trials = trials
      var options = RunOptions(metrics: metrics, workers: 2, cashflowTrials: 1_000)
      options.isForReport = true
      let result = try experiment.run(options)
      return Report(
        result, appraisal: try experiment.appraisal(of: Set(result.metrics), options),
        version: "test")
    }
  }

  static let hostile = "<script>alert('&\"')</script>"

  @Test(
    "A title, question, source, unit or name that is markup is text on the page and in the notebook"
  )
  func hostileTexts() throws {
    let report = try Self.report("experiments/reference.yaml") { text in
      let quoted = "\"\(Self.hostile.replacing("\"", with: "\\\""))\""
      return text.replacing(/(?m)^title:.*$/, with: "title: \(quoted)")
        .replacing(/(?m)^question:.*$/, with: "question: \(quoted)")
        .replacing("unit: months }", with: "unit: \(quoted), source: \(quoted) }")
        .replacing("name: self-hosted", with: "name: \(quoted)")
    }
    let page = report.html
    #expect(!page.contains("<script"))
    #expect(page.contains("<h1>&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;</h1>"))
    #expect(page.contains("<title>&lt;script&gt;"))
    // Title twice and question, an option in each of its places.
    #expect(page.components(separatedBy: "&lt;script&gt;").count > 20)
    let prose = try Self.cells(report).filter { $0.kind == "markdown" }
    #expect(prose.contains { $0.source.contains("\\<script\\>") })
    #expect(!prose.contains { $0.source.replacing("\\<", with: "").contains("<script") })
    for chart in report.charts { #expect(!chart.text.contains("<script")) }
  }

  @Test("The page needs nothing: no script, no address that a browser would fetch")
  func selfContained() throws {
    let page = try Self.report("experiments/ticket-classifier.yaml").html
    for part in ["<script", "<link rel=\"stylesheet", "src=", "@import", "url(", "<iframe", "<img"]
    {
      #expect(!page.contains(part), "\(part)")
    }
    #expect(!page.contains("http://") && !page.contains("https://"))
    #expect(page.utf8.count < 1_500_000)
  }

  @Test("It says nothing of the clock or the machine, and workers change no byte")
  func deterministic() throws {
    let first = try Self.report("experiments/reference.yaml")
    let second = try Self.report("experiments/reference.yaml")
    let path = /[^ "]*breakeven-[0-9A-F-]+[^ <"]*/
    #expect(first.html.replacing(path, with: "") == second.html.replacing(path, with: ""))
    #expect(first.notebook == second.notebook)
  }

  @Test(
    "The likelihood follows the scale of the IPCC",
    arguments: [
      // Every trial pays back in the first month; the worked example of the reader's tests.
      ("reaches_parity: 1", "Virtually certain"), ("reaches_parity: 0", "Exceptionally unlikely"),
    ])
  func likelihood(parity: String, word: String) throws {
    let report = try Self.report("experiments/ticket-classifier.yaml") {
      $0.replacing("reaches_parity: quality.narrow_task_parity", with: parity)
    }
    #expect(report.html.contains("<p class=\"word\">\(word)</p>"))
    if parity.hasSuffix("0") {
      #expect(
        report.html.contains("does not pay for itself within 36 months in any of 2,000 trials"))
    }
  }

  @Test("Gates are judged by the run; those of the day are left to `check`")
  func gates() throws {
    let report = try Self.report("experiments/reference.yaml") {
      $0 + """

        approval:
          - { option: hosted, require: "P80(upfront_cost) <= 1e6" }
          - { option: hosted, require: "P80(upfront_cost) <= 10" }
          - { option: hosted, require: "mean(payback_months) <= 12" }
          - { option: hosted, require: "price_age_days <= 30" }
        """
    }
    #expect(report.html.contains("1 of 3 gates pass, 2 fail"))
    #expect(report.html.contains("does not exist: some trials never get there"))
    #expect(report.html.contains("depends on the day"))
    // A budget is a line in the chart of the upfront cost.
    #expect(report.html.contains("budget 1,000,000"))
  }

  @Test(
    "A run of some metrics has a page of what it computed",
    arguments: [
      ([Metric.paybackMonths], ["payback"], true),
      ([.paybackMonths, .upfrontCost], ["payback", "upfront"], true),
      ([.paybackMonths, .npv, .totalCost], ["payback", "tornado-2", "information"], true),
      ([.npv, .totalCost], ["tornado-2"], false), ([.servingCost], [], false),
    ])
  func someMetrics(metrics: [Metric], figures: [String], hasAnswer: Bool) throws {
    let report = try Self.report("experiments/reference.yaml", metrics: Set(metrics))
    #expect(report.hasAnswer == hasAnswer)
    for figure in figures { #expect(report.html.contains("<figure id=\"\(figure)\"")) }
    #expect(report.html.contains("<figure id=\"spending\"") == false)
    #expect(try Self.cells(report).count > 2)
  }

  @Test("Eight trials are enough for a page, and a horizon of fifty years is not too much")
  func extremes() throws {
    #expect(try Self.report("experiments/reference.yaml", trials: 8).hasAnswer)
    let long = try Self.report("experiments/reference.yaml", trials: 500) {
      $0.replacing(/horizon_months: .*/, with: "horizon_months: 600")
    }
    #expect(long.html.utf8.count < 1_500_000)
  }

  /// The cells of a notebook.
  static func cells(_ report: Report) throws -> [(kind: String, source: String)] {
    let root =
      try JSONSerialization.jsonObject(with: Data(report.notebook.utf8)) as? [String: Any]
    let cells = try #require(root?["cells"] as? [[String: Any]])
    return try cells.map { cell in
      (
        try #require(cell["cell_type"] as? String),
        try #require(cell["source"] as? [String]).joined()
      )
    }
  }
}
