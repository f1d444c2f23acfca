// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("breakeven sensitivity by designed runs")
struct DesignedSensitivityTests {
  /// Upfront cost is the product of two numbers that are uniform in (1, 3); the saving of two months is a
  /// lognormal volume with lognormal steps.
  static let products = """
    format: breakeven/1
    horizon_months: 2
    simulation: { trials: 40_000, seed: 3 }
    inputs:
      n: { uniform: { low: 1, high: 3 } }
      p: { uniform: { low: 1, high: 3 } }
      volume: { lognormal: { median: 1000, sigma: 0.3 } }
    workload: { requests_per_month: volume, volatility_per_month: 0.4 }
    options:
      - { name: x, baseline: true, serving: { fixed: { per_request: 1 } } }
      - name: y
        serving: { fixed: { per_request: 0 } }
        project: { labels: { examples: n, price_each: p } }
      - { name: z, serving: { fixed: { per_request: 0.5 } } }
    """

  func inFolder(_ text: String = products, _ body: (Command) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try text.write(toFile: "\(folder)/e.yaml", atomically: false, encoding: .utf8)
      try body(Command(folder: folder))
    }
  }

  /// The value and the bounds of an index of sensitivity.csv.
  func index(_ table: String, _ row: String) throws -> [Double] {
    let line = try #require(
      table.split(separator: "\r\n").first { $0.hasPrefix(row + ",") }, "\(row)")
    return line.dropFirst(row.count + 1).split(separator: ",").compactMap { Double($0) }
  }

  /// n p has the variance (4 + 1/3)² − 16 = 25/9: 12/9 of either alone and 1/9 of both together.
  ///
  /// The sum of months is V (Z + Z Z') with E Z = 1 and E Z² = e^0.16: relative to its mean square the
  /// volume has e^0.09 − 1, the months together e^0.16 (3 + e^0.16) / 4 − 1, and variances multiply.
  @Test("finds the closed forms of products, a process with all its months")
  func sobol() throws {
    try inFolder { run in
      let outcome = try run([
        "sensitivity", "e.yaml", "--method", "sobol", "--second-order", "--metrics",
        "upfront_cost,net_saving", "--option", "y", "--format", "csv",
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let volume = exp(0.09) - 1
      let months = exp(0.16) * (3 + exp(0.16)) / 4 - 1
      let all = (1 + volume) * (1 + months) - 1
      for (row, truth) in [
        ("y,upfront_cost,n,sobol,first_order", 0.48), ("y,upfront_cost,p,sobol,total_order", 0.52),
        ("y,upfront_cost,n*p,sobol,second_order", 0.04),
        ("y,net_saving,volume,sobol,first_order", volume / all),
        ("y,net_saving,workload,sobol,first_order", months / all),
        ("y,net_saving,workload,sobol,total_order", months * (1 + volume) / all),
        ("y,net_saving,volume*workload,sobol,second_order", volume * months / all),
      ] {
        let found = try index(outcome.output, row)
        // The upfront cost of 4 takes next to nothing from savings of 2,000.
        #expect(abs(found[0] - truth) < 0.01, "\(row): \(found[0]), not \(truth)")
        #expect(found[1] <= truth + 0.001 && truth - 0.001 <= found[2], "\(row): \(found)")
      }
      let file = try run.contents(of: "notebooks-out/e")
      #expect(file == ["sensitivity.csv": Data(outcome.output.utf8)])
    }
  }

  /// The effect of n is 2 p: mean 4, standard deviation 2/√3; that of the volume's months has no direction.
  @Test("finds elementary effects")
  func morris() throws {
    try inFolder { run in
      let outcome = try run([
        "sensitivity", "e.yaml", "--method", "morris", "--metrics", "upfront_cost,net_saving",
        "--option", "y", "--format", "csv",
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      // Standard errors of 0.006 and 0.003.
      #expect(abs(try index(outcome.output, "y,upfront_cost,n,morris,mu_star")[0] - 4) < 0.03)
      let sigma = try index(outcome.output, "y,upfront_cost,p,morris,sigma")[0]
      #expect(abs(sigma - 2 / 3.0.squareRoot()) < 0.015)
      #expect(try index(outcome.output, "y,upfront_cost,volume,morris,mu_star") == [0, 0, 0])
      #expect(try index(outcome.output, "y,net_saving,workload,morris,mu_star")[1] > 0)
      #expect(!outcome.output.contains("workload,morris,sigma"))
    }
  }

  @Test("prints the points, the runs, and what has no index", arguments: ["sobol", "morris"])
  func page(method: String) throws {
    try inFolder { run in
      let outcome = try run(["sensitivity", "e.yaml", "--method", method])
      #expect(outcome.status == 0, "\(outcome.errors)")
      // 38,912 is 19 · 2,048, the largest of 16 to 31 times a power of two that is not above 40,000.
      let texts =
        method == "sobol"
        ? ["38,912 scrambled Sobol' points, 233,472 runs", "total order"]
        : ["40,000 random points, 200,000 runs", "mean size (mu*)"]
      for text in texts + ["months that never come count as 2", "not distinguishable from 0"] {
        #expect(outcome.output.contains(text), "no “\(text)” in \(outcome.output)")
      }
      #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      // What nothing moves has no variance to share, but effects: none.
      #expect(outcome.errors.contains("z, upfront_cost: no index") == (method == "sobol"))
    }
  }

  @Test("gives the same bytes for any number of workers", arguments: ["sobol", "morris"])
  func workers(method: String) throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let reference = projectPath("experiments/reference.yaml")
      for workers in ["1", "2", "7"] {
        let arguments = ["sensitivity", reference, "--trials", "4096", "--method", method]
        let outcome = try run(arguments + ["--workers", workers, "-o", workers])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try run.contents(of: workers) == run.contents(of: "1"))
      }
    }
  }

  @Test(
    "refuses what is not independent, with its reason and what to do",
    arguments: [
      (
        "correlations: [{ between: [n, p], rank: 0.5 }]\nworkload:",
        ["n and p are correlated", "use shapley"]
      ),
      (
        "workload: { cap: { normal: { mean: volume, sd: 1 }, min: 0 },",
        ["depends on others", "use shapley"]
      ),
    ])
  func dependence(change: String, messages: [String]) throws {
    let text = Self.products.replacing(
      change.hasPrefix("work") ? "workload: {" : "workload:", with: change)
    try inFolder(text) { run in
      for method in ["sobol", "morris"] {
        let outcome = try run(["sensitivity", "e.yaml", "--method", method])
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        for message in ["--method \(method)"] + messages {
          #expect(outcome.errors.contains(message), "\(outcome.errors)")
        }
      }
      #expect(try run.contents(of: ".").keys.sorted() == ["e.yaml"])
      #expect(try run(["sensitivity", "e.yaml", "--method", "shapley"]).status == 0)
    }
  }

  @Test(
    "refuses wrong options",
    arguments: [
      (["--method", "sobol,rank"], "takes runs of its own"), (["--method", "sobel"], "`sobol`?"),
      (["--method", "sobol", "--trials", "511"], "give --trials 512 or more"),
      (["--method", "morris", "--trials", "99"], "give --trials 100 or more"),
      (["--method", "morris", "--second-order"], "--second-order is for"),
      (["--second-order"], "--second-order is for"),
      (["--method", "sobol", "--where", "n > 2"], "without --sampling and --where"),
      (["--method", "morris", "--sampling", "sobol"], "without --sampling and --where"),
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
