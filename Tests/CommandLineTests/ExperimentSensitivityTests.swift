// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("breakeven sensitivity of an experiment")
struct ExperimentSensitivityTests {
  /// Upfront cost is a + b with a = N(6,000, 900) and b = N(6,000, 1,200): N(12,000, 1,500).
  ///
  /// The saving is 1,000 a month, so payback comes within 12 months with probability ½, and in the 12
  /// months of the horizon or never. `c` does nothing.
  static let normal = """
    format: breakeven/1
    horizon_months: 12
    simulation: { trials: 20_000, sampling: random }
    inputs:
      a: { normal: { mean: 6000, sd: 900 }, min: 0 }
      b: { normal: { mean: 6000, sd: 1200 }, min: 0 }
      c: { uniform: { low: 0, high: 1e-9 } }
    workload: { requests_per_month: 1000 }
    options:
      - { name: x, baseline: true, serving: { fixed: { per_request: 1.5 } } }
      - name: y
        serving: { fixed: { per_request: 0.5 } }
        project: { labels: { examples: 1, price_each: a }, setup: b }
        costs: [{ name: nothing, once: c }]
      - { name: z, serving: { fixed: { per_request: 1 } }, project: { setup: 100 } }
    """

  func inFolder(_ text: String = normal, _ body: (Command) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try text.write(toFile: "\(folder)/e.yaml", atomically: false, encoding: .utf8)
      try body(Command(folder: folder))
    }
  }

  /// The cells of the rows of a CSV file that begin with `prefix`.
  func rows(_ text: String, _ prefix: String) -> [[String]] {
    text.split(separator: "\r\n").filter { $0.hasPrefix(prefix) }
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  @Test("writes sensitivity.csv into the folder of the run and leaves the rest alone")
  func files() throws {
    try inFolder { run in
      #expect(try run(["run", "e.yaml"]).status == 0)
      let before = try run.contents(of: "notebooks-out/e")
      let outcome = try run(["sensitivity", "e.yaml", "--format", "csv"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      var after = try run.contents(of: "notebooks-out/e")
      #expect(after.removeValue(forKey: "sensitivity.csv") == Data(outcome.output.utf8))
      #expect(after.removeValue(forKey: "deciles.csv") != nil)
      #expect(after == before)
      #expect(
        outcome.output.hasPrefix("option,metric,input,method,index,value,ci_low,ci_high\r\n"))
      #expect(rows(outcome.output, "x,").isEmpty && !outcome.output.contains("nan"))
      #expect(rows(outcome.output, "y,payback_months<=12,a,given_data,first_order,").count == 1)
    }
  }

  /// Standard errors of Shapley effects are below 0.005, of means at a percentile below 40.
  @Test("finds the shares of a sum of normal numbers")
  func truth() throws {
    try inFolder { run in
      let outcome = try run(["sensitivity", "e.yaml", "--option", "y", "--format", "csv"])
      for (input, share, sd) in [("a", 0.36, 900.0), ("b", 0.64, 1200)] {
        let effect = try #require(
          rows(outcome.output, "y,upfront_cost,\(input),shapley,effect,").first)
        #expect(abs((Double(effect[5]) ?? .nan) - share) < 0.02)
        for (name, z) in [("p10", -1.2815515655446004), ("p90", 1.2815515655446004)] {
          let end = try #require(
            rows(outcome.output, "y,upfront_cost,\(input),tornado,\(name),").first)
          #expect(abs((Double(end[5]) ?? .nan) - (12_000 + z * sd)) < 160)
        }
      }
      let nothing = try #require(rows(outcome.output, "y,upfront_cost,c,rank,spearman,").first)
      #expect(abs(Double(nothing[5]) ?? .nan) < 0.03)
      #expect(rows(outcome.output, "z,").isEmpty)
    }
  }

  @Test("prints what matters, what does not, and what never comes")
  func page() throws {
    try inFolder { run in
      let outcome = try run(["sensitivity", "e.yaml"])
      for text in [
        "y, upfront_cost [USD]: share of the explained variance (Shapley effect)", "P10 → P90",
        // A sum, so that a line follows all of it.
        "R² of linear regressions: on the inputs 1.000",
        "not distinguishable from 0: c", "█", "of outcomes against the others",
        "P(payback_months <= 12) from the lowest", "which count as 12 months in means",
        "z, upfront_cost [USD]: 100 in every trial", "20,000 trials, seed 42, random sampling",
      ] {
        #expect(outcome.output.contains(text), "no “\(text)” in \(outcome.output)")
      }
      #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
  }

  @Test("gives the same bytes for any number of workers")
  func workers() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let reference = projectPath("experiments/reference.yaml")
      for workers in ["1", "2", "7"] {
        let arguments = ["sensitivity", reference, "--trials", "3000", "--seed", "5"]
        let outcome = try run(arguments + ["--workers", workers, "-o", workers])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try run.contents(of: workers) == run.contents(of: "1"))
      }
    }
  }

  /// Of N(0, 1) numbers A and S with correlation 0.6: P(S < 0 | A > 0) = ½ − asin(0.6)/π.
  ///
  /// The mean of |N(0, 900)| is 900 √(2/π). About 10,000 of 20,000 trials remain.
  @Test("looks at a region of the sample")
  func condition() throws {
    try inFolder { run in
      let plain = try run(["sensitivity", "e.yaml"])
      #expect(plain.status == 0)
      let outcome = try run(
        ["sensitivity", "e.yaml", "--option", "y", "--where", "a > 6000 and npv(z) >= -1e9"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("where a > 6000 and npv(z) >= -1e9: "))
      let file = try run.contents(of: "notebooks-out/e")["condition.csv"] ?? Data()
      let table = String(decoding: file, as: UTF8.self)
      let prefix = "a > 6000 and npv(z) >= -1e9,y,"
      let mean = try #require(
        rows(table, prefix + "upfront_cost,").first { $0[5] == "mean" })
      let count = try #require(Int(mean[4]))
      #expect(abs(count - 10_000) < 300)
      let truth = 12_000 + 900 * (2 / Double.pi).squareRoot()
      // Four standard errors of 13.2.
      #expect(abs((Double(mean[6]) ?? .nan) - truth) < 53)
      let soon = try #require(
        rows(table, prefix + "payback_months<=12,").first { $0[5] == "probability" })
      #expect(abs((Double(soon[6]) ?? .nan) - (0.5 - asin(0.6) / Double.pi)) < 0.019)
      #expect(soon[3].isEmpty && Double(soon[7]) ?? 2 < Double(soon[8]) ?? -2)
      // All trials again: the table of a part goes.
      #expect(try run(["sensitivity", "e.yaml"]).output == plain.output)
      #expect(
        try run.contents(of: "notebooks-out/e").keys.sorted() == ["deciles.csv", "sensitivity.csv"])
    }
  }

  /// Of N(0, 1) the mean of the k-th tenth is ten times the difference of the density at its ends.
  @Test("tells the outcome in each tenth of an input")
  func deciles() throws {
    try inFolder { run in
      #expect(try run(["sensitivity", "e.yaml", "--option", "y"]).status == 0)
      let file = try run.contents(of: "notebooks-out/e")["deciles.csv"] ?? Data()
      let table = rows(String(decoding: file, as: UTF8.self), "y,upfront_cost,a,")
      #expect(table.count == 10)
      let ends = [-1.2815515655446, -0.8416212335729, -0.5244005127080, -0.2533471031358]
      let heights = [0] + ends.map { exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot() }
      for place in 0..<4 {
        let truth = 12_000 + 900 * 10 * (heights[place] - heights[place + 1])
        let row = table[place]
        #expect(row[3] == "\(place + 1).0" || row[3] == "\(place + 1)")
        // Five standard errors of 1,200/√2,000 and of what a varies within the tenth.
        #expect(abs((Double(row[7]) ?? .nan) - truth) < 140)
        // The median differs from the mean by less than the skewness of the tenth.
        #expect(abs((Double(row[10]) ?? .nan) - truth) < 200)
      }
    }
  }

  /// As in the region of `condition`: 10,000 trials, a mean of 12,000 + 900 √(2/π), its error 13.2.
  @Test("gives every table of a run for a region, and a manifest repeats it")
  func regionOfRun() throws {
    try inFolder { run in
      let outcome = try run([
        "run", "e.yaml", "--where", "a > 6000", "-o", "part", "--workers", "3",
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("of 20,000 trials, those where a > 6000"))
      var first = try run.contents(of: "part")
      let summary = String(decoding: first["summary.csv"] ?? Data(), as: UTF8.self)
      let cells = try #require(rows(summary, "y,upfront_cost,").first)
      let count = try #require(Int(cells[3]))
      #expect(abs(count - 10_000) < 300)
      let truth = 12_000 + 900 * (2 / Double.pi).squareRoot()
      #expect(abs((Double(cells[4]) ?? .nan) - truth) < 53)
      let cash = String(decoding: first["cashflow.csv"] ?? Data(), as: UTF8.self)
      let saving = try #require(rows(cash, "y,1,cumulative_saving,").first)
      #expect(abs((Int(saving[3]) ?? 0) - 8_192) < 300)
      #expect(abs((Double(saving[4]) ?? .nan) - (1_000 - truth)) < 60)
      #expect(try run(["run", "--manifest", "part/manifest.json", "-o", "again"]).status == 0)
      var second = try run.contents(of: "again")
      (first["timing.json"], second["timing.json"]) = (nil, nil)
      #expect(first == second)
    }
  }

  @Test("refuses a region that hardly a trial reaches, in every command")
  func emptyRegion() throws {
    try inFolder { run in
      for command in ["run", "budget", "information", "sensitivity"] {
        let outcome = try run([command, "e.yaml", "--where", "a > 20000"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("0 of 20000 trials remain"), "\(outcome.errors)")
        #expect(try !run.contents(of: ".").keys.contains { $0.hasPrefix("notebooks-out") })
      }
    }
  }

  /// At P95 a is 6,000 + 900 · 1.644854; b keeps its spread of 1,200.
  @Test("fixes inputs, and a manifest repeats it")
  func stress() throws {
    try inFolder { run in
      let outcome = try run(
        ["run", "e.yaml", "--stress", "a=p95", "--stress", "c=0", "-o", "stressed"])
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("a is fixed at 7480.36"))
      #expect(outcome.errors.contains("its P95") && outcome.errors.contains("c is fixed at 0"))
      var first = try run.contents(of: "stressed")
      let table = String(decoding: first["summary.csv"] ?? Data(), as: UTF8.self)
      let cells = try #require(rows(table, "y,upfront_cost,").first)
      let error = 1_200 / 20_000.0.squareRoot()
      #expect(abs((Double(cells[4]) ?? .nan) - (12_000 + 900 * 1.6448536269514722)) < 4 * error)
      #expect(abs((Double(cells[6]) ?? .nan) - 1_200) < 4 * error)
      #expect(
        try run(["run", "--manifest", "stressed/manifest.json", "-o", "again"]).status == 0)
      var second = try run.contents(of: "again")
      (first["timing.json"], second["timing.json"]) = (nil, nil)
      #expect(first == second)
      let indices = try run(
        ["sensitivity", "e.yaml", "--stress", "a=p95", "--option", "y", "--format", "csv"])
      #expect(rows(indices.output, "y,upfront_cost,a,").isEmpty)
      #expect(indices.errors.contains("no index for what does not vary: a"))
    }
  }

  @Test("says that intervals are those of random trials")
  func designs() throws {
    try inFolder(Self.normal.replacing("20_000, sampling: random", with: "2048, sampling: sobol")) {
      run in
      let random = try run(["sensitivity", "e.yaml"])
      #expect(random.errors.contains("the trials are random, not sobol as in the file"))
      #expect(random.output.contains("random sampling"))
      let asked = try run(["sensitivity", "e.yaml", "--sampling", "sobol"])
      #expect(asked.errors.contains("hold for random trials, not for sobol points"))
      #expect(asked.output.contains("sobol sampling"))
    }
  }

  @Test(
    "refuses what it cannot answer, and writes nothing",
    arguments: [
      (["--where", "d > 1"], "“d” is not a name"),
      (["--where", "a > 6000 and npv(w) > 1 and npv > 1"], "2 problems"),
      (["--where", "npv > 1"], "did you mean `npv(y)`?"),
      (["--where", "npv(x) > 1"], "says nothing of x, the baseline"),
      (["--where", "a"], "compares nothing"), (["--where", "a > many"], "is not a number"),
      (["--where", "a > 12000"], "of 20000 trials remain"),
      (["--stress", "aa=p5"], "did you mean `a`?"), (["--stress", "a"], "fixes no input"),
      (["--stress", "a=p100"], "p100 is too large"), (["--stress", "a=-1"], "falls below 0"),
      (["--stress", "a=p5", "--stress", "a=p6"], "a is fixed twice"),
      (["--option", "x"], "x is the baseline"), (["--option", "w"], "did you mean `y`?"),
      (["--metrics", "nvp"], "did you mean `npv`?"), (["--trials", "99"], "99 trials"),
      (["--cap", "5"], "--cap only with a table"), (["--workers", "0"], "--workers"),
      (["--data", "e.yaml"], "give an experiment file, or --data"),
    ])
  func refusals(options: [String], message: String) throws {
    try inFolder { run in
      let outcome = try run(["sensitivity", "e.yaml"] + options)
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(try run.contents(of: ".").keys.sorted() == ["e.yaml"])
    }
  }
}
