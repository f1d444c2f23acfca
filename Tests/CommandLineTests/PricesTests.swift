// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("breakeven prices")
struct PricesTests {
  let library = projectPath("distributions")

  /// An experiment that uses models, GPUs, methods, dates and an uncertain price.
  static func experiment(_ hosted: String = "") -> String {
    """
    format: breakeven/1
    start: 2026-12
    horizon_months: 12
    workload: { requests_per_month: 300_000, volatility_per_month: 0.1 }
    options:
      - name: prompting
        baseline: true
        serving:
          per_token:
            { model: openai/gpt-4o, prompt_tokens: 1500, output_tokens: 100, batch_discount: 0.4,
              cached_prefix_tokens: 1200, cache_hit_rate: 0.9, batch_share: 0.1 }
        end_of_life: { then: { fall_back_to: small } }
      - name: small
        serving:
          per_token: { model: openai/gpt-6-luna, prompt_tokens: 1500, output_tokens: 100 }
      - name: hosted
        serving: { per_token: { model: "openai/ft:gpt-4o-mini", prompt_tokens: 300, output_tokens: 100 } }
        project: { training: { hosted_tokens: { model: "openai/ft:gpt-4o-mini", tokens: 15e6, epochs: 3 } } }
    \(hosted)
      - name: own
        serving: { dedicated: { gpu: together/h100 } }
        project:
          training:
            gpu_rental: { gpu: market/rtx-4090, method: llama-3/8b-qlora, accelerator: unsloth, hours: 4 }

    """
  }

  func inFolder(_ text: String, _ body: (Command) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try text.write(toFile: "\(folder)/e.yaml", atomically: false, encoding: .utf8)
      try body(Command(folder: folder))
    }
  }

  @Test("A run from the manifest needs no price book and makes the same bytes again")
  func manifest() throws {
    try inFolder(Self.experiment()) { run in
      let first = try run([
        "run", "e.yaml", "--trials", "3000", "-o", "a", "--library", library,
      ])
      #expect(first.status == 0, "\(first.errors)")
      let again = try run(["run", "--manifest", "a/manifest.json", "-o", "b"])
      #expect(again.status == 0, "\(again.errors)")
      var (a, b) = (try run.contents(of: "a"), try run.contents(of: "b"))
      a["timing.json"] = nil
      b["timing.json"] = nil
      #expect(a == b)
      let manifest =
        try JSONSerialization.jsonObject(with: a["manifest.json"] ?? Data()) as? [String: Any]
      let prices = manifest?["prices"] as? [[String: Any]]
      #expect(prices?.count == 8)
      #expect(prices?.first?["entry"] as? String == "openai/gpt-4o")
      let overrides = prices?.first?["overrides"] as? [[String: Any]]
      #expect(overrides?.first?["book"] as? Double == 0.5)
      #expect(overrides?.first?["used"] as? Double == 0.4)
      let files = (manifest?["files"] as? [[String: String]])?.compactMap { $0["name"] } ?? []
      #expect(files.contains("\(library)/prices/market.yaml"))
      #expect(files.contains("\(library)/methods/llama-3.yaml"))
      let text = String(decoding: a["manifest.json"] ?? Data(), as: UTF8.self)
      #expect(text.contains("\"prices.market.rtx-4090.per_gpu_hour\": {"))
      #expect(!text.contains("\"model\":") && !text.contains("\"gpu\":"))
    }
  }

  @Test("Prices by name give the numbers that the same prices written out give")
  func sameNumbers() throws {
    let written = try projectFile("experiments/reference.yaml")
    var named = written
    for (old, new) in [
      ("input_per_mtok: 2.50", "model: openai/gpt-4o"), ("        output_per_mtok: 10.00\n", ""),
      ("price_per_mtok: 3.00", "model: \"openai/ft:gpt-4o-mini\""),
    ] {
      #expect(named.contains(old))
      named = named.replacing(old, with: new, maxReplacements: 1)
    }
    try inFolder(written) { run in
      try named.write(toFile: "\(run.folder)/n.yaml", atomically: false, encoding: .utf8)
      for name in ["e", "n"] {
        let outcome = try run([
          "run", "\(name).yaml", "--trials", "2000", "-o", name, "--library", library,
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      let (e, n) = (try run.contents(of: "e"), try run.contents(of: "n"))
      for file in ["summary.csv", "percentiles.csv", "probabilities.csv", "cashflow.csv"] {
        #expect(e[file] != nil && e[file] == n[file], "\(file)")
      }
    }
  }

  @Test("explain has a line for each entry that is used")
  func explain() throws {
    try inFolder(Self.experiment()) { run in
      let outcome = try run(["explain", "e.yaml", "--library", library])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let line = outcome.output.split(separator: "\n").first {
        $0.contains("options.prompting.serving.per_token.model: openai/gpt-4o: ")
      }
      #expect(line?.contains("input_per_mtok 2.5;") == true)
      #expect(line?.contains("batch_discount 0.4 instead of 0.5") == true)
      #expect(line?.hasSuffix("checked 2026-11-23, confidence high") == true)
    }
  }

  @Test("list shows the book by vendor, on a screen of 80 characters")
  func list() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let all = try run(["prices", "list", "--library", library])
      #expect(all.status == 0)
      #expect(all.output.contains("OpenAI, USD per 1,000,000 tokens"))
      #expect(all.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let one = try run(["prices", "list", "vultr", "--library", library]).output
      #expect(
        one == """
          Vultr, USD
            entry                                    GPU-hour     tier     checked
            vultr/a100-40gb  uniform { low: 1.48, high: 2.5 }  premium  2026-11-23

          """)
      let csv = try run(["prices", "list", "thunder", "--library", library, "--format", "csv"])
      #expect(
        csv.output
          == "entry,name,vendor,price,value,unit,from,to,tier,memory_gb,end_of_life,successor,"
          + "checked,confidence,source\r\n"
          + "thunder/a100-40gb,A100 40 GB,Thunder Compute,per_gpu_hour,0.78,USD/GPU-hour,,,spot,"
          + "40.0,,,2026-11-23,low,\"DeployBase, BestGPUCloud, A. Velinxs (April 2026)\"\r\n")
      let json = try run(["prices", "list", "openai", "--library", library, "--format", "json"])
      let rows = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
      #expect(rows?.first?["value"] as? Double == 2.5)
      let markdown = try run([
        "prices", "list", "lambda", "--library", library, "--format", "markdown",
      ])
      #expect(markdown.output.contains("| lambda/a100-40gb |"))
    }
  }

  @Test("show tells everything of an entry, and names what is near when there is none")
  func show() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let entry = try run(["prices", "show", "openai/gpt-4o", "--library", library])
      #expect(entry.status == 0)
      for text in [
        "openai/gpt-4o: GPT-4o, OpenAI", "cache_minimum_tokens 1,024",
        "switched off on 2027-01-14, then openai/gpt-6-luna", "from 2024-08-06",
        "input_per_mtok          2.5  USD/Mtok", "checked 2026-11-23, confidence high: LiteLLM",
      ] {
        #expect(entry.output.contains(text), "no “\(text)” in \(entry.output)")
      }
      let missing = try run(["prices", "show", "openai/gpt-4oh", "--library", library])
      #expect(missing.status == 2 && missing.errors.contains("did you mean `openai/gpt-4o`?"))
      let nowhere = try run(["prices", "list"])
      #expect(nowhere.status == 2 && nowhere.errors.contains("--library"))
    }
  }

  /// Runs in a folder with a price book of its own.
  func withBook(_ entries: String, _ body: (Command) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let prices = "\(folder)/distributions/prices"
      try FileManager.default.createDirectory(
        atPath: prices, withIntermediateDirectories: true)
      try "vendor: Shop\ncurrency: USD\nentries:\n\(entries)\n".write(
        toFile: "\(prices)/shop.yaml", atomically: false, encoding: .utf8)
      try body(Command(folder: folder))
    }
  }

  static let origin = "source: a, checked: 2026-11-23, confidence: low"

  @Test("check ends with 3 when something is stale, and with 0 when all is well")
  func check() throws {
    let book = """
        m: { end_of_life: 2027-01-14, successor: shop/n, prices: [ { input_per_mtok: 1, \(Self.origin) } ] }
        n: { prices: [] }
      """
    try withBook(book) { run in
      func check(_ arguments: String...) throws -> Outcome {
        try run(["prices", "check"] + arguments)
      }
      let well = try check("--date", "2026-12-23")
      #expect(well.status == 0 && well.errors.isEmpty)
      #expect(
        well.output == """
          entry   checked     days ago  verdict
          shop/m  2026-11-23        30  ok
          shop/n  none                  absent

          shop/n absent: the book has no price of it

          Days ago as of 2026-12-23; above 30 a price is stale.

          """)
      let stale = try check("--date", "2026-12-24")
      #expect(stale.status == 3 && stale.errors.isEmpty)
      #expect(stale.output.contains("2026-11-23        31  stale"))
      #expect(try check("--date", "2026-12-24", "--max-age", "31").status == 0)
      let retired = try check("--date", "2027-01-14", "--max-age", "999", "--format", "csv")
      // Old models stay in the book; only who uses one has to do something.
      #expect(retired.status == 0)
      #expect(
        retired.output.contains(
          ",,shop/m,2026-11-23,52,2027-01-14,retired,switched off on 2027-01-14; its successor is"))
      #expect(try check("--date", "2027-01-13", "--max-age", "999").status == 0)
      #expect(try check("--date", "2027-13-01").status == 2)
      #expect(try check("--max-age", "-1").status == 2)
      #expect(try check("nowhere.yaml").status == 1)
      #expect(try run(["prices", "show", "shop/n"]).output.contains("no price is known"))
      #expect(
        try run(["prices", "list", "--format", "csv"]).output
          .contains("shop/n,n,Shop,,,,,,,,,,,,\r\n"))
    }
  }

  @Test("check of an experiment knows its horizon and its own plans")
  func checkExperiment() throws {
    let arguments = ["prices", "check", "e.yaml", "--date", "2026-11-23", "--format", "csv"]
    try inFolder(Self.experiment()) { run in
      let outcome = try run(arguments + ["--library", library])
      #expect(outcome.status == 3)
      let lines = outcome.output.split(whereSeparator: \.isNewline)
      try #require(lines.count == 6)
      #expect(lines[1].hasPrefix("e,prompting,openai/gpt-4o,2026-11-23,0,2027-01-14,planned,"))
      #expect(lines[2] == "e,small,openai/gpt-6-luna,2026-11-23,0,,ok,")
      #expect(
        lines[3].hasPrefix("e,hosted,openai/ft:gpt-4o-mini,2026-11-23,0,2027-01-14,retired,"))
    }
    let plan = "    end_of_life: { then: { fall_back_to: small } }"
    try inFolder(Self.experiment(plan)) { run in
      let outcome = try run(arguments + ["--library", library])
      #expect(outcome.status == 0, "\(outcome.output)")
    }
    try inFolder(try projectFile("experiments/reference.yaml")) { run in
      let outcome = try run(["prices", "check", "e.yaml", "--library", library])
      #expect(outcome.status == 0)
      #expect(outcome.output == "Nothing of the price book is used.\n")
    }
  }

  @Test("check finds prices that are no longer in force")
  func expired() throws {
    try withBook("  m: { prices: [ { to: 2027-01-01, input_per_mtok: 1, \(Self.origin) } ] }") {
      run in
      let arguments = ["prices", "check", "--max-age", "99", "--date"]
      #expect(try run(arguments + ["2026-12-31"]).status == 0)
      let outcome = try run(arguments + ["2027-01-01"])
      #expect(outcome.status == 3)
      #expect(outcome.output.contains("shop/m expired: no price is in force on 2027-01-01"))
    }
  }

  @Test("A mistake in a price file is reported with the experiment's own")
  func mistakes() throws {
    try inFolder(
      Self.experiment().replacing("hours: 4", with: "hours: -4")
        .replacing("together/h100", with: "shop/m")
    ) { run in
      try FileManager.default.createDirectory(
        atPath: "\(run.folder)/distributions/prices", withIntermediateDirectories: true)
      try "vendor: Shop\ncurrency: USD\nentries: { m: { prices: [], colour: red } }\n".write(
        toFile: "\(run.folder)/distributions/prices/shop.yaml", atomically: false,
        encoding: .utf8)
      let outcome = try run(["validate", "e.yaml"])
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("prices/shop.yaml:3:29: entries.m.colour: unknown key"))
      #expect(outcome.errors.contains("gpu_rental.hours: -4 is negative"))
    }
  }
}
