// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import TestSupport

/// A library of its own for one test: a file of the price book and experiments that use it.
struct PriceLibrary {
  /// The entries of `prices/shop.yaml`.
  var entries: String
  var currency = "USD"

  /// Two options, the second with `serving` and what else is given.
  static func experiment(
    _ serving: String, more: String = "", start: String? = "2026-12", months: Int = 12
  ) -> String {
    """
    format: breakeven/1
    horizon_months: \(months)
    \(start.map { "start: \($0)" } ?? "question: none")
    workload: { requests_per_month: 1_000_000 }
    options:
      - { name: a, baseline: true, serving: { fixed: { per_month: 5 } } }
      - name: b
        serving: { \(serving) }
    \(more.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))

    """
  }

  /// Tokens: 1,000,000 prompt tokens and 500,000 output tokens a request.
  static func perToken(_ keys: String) -> String {
    "per_token: { prompt_tokens: 1_000_000, output_tokens: 500_000, \(keys) }"
  }

  /// An experiment that uses this book and the methods of the project.
  func read(_ text: String) throws -> Experiment {
    try withTemporaryFolder { folder in
      for name in ["prices", "methods"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      }
      for name in ["llama-3", "accelerators"] {
        try projectFile("distributions/methods/\(name).yaml").write(
          toFile: "\(folder)/methods/\(name).yaml", atomically: false, encoding: .utf8)
      }
      let book =
        "vendor: Shop\ncurrency: \(currency)\nentries:\n"
        + entries.split(separator: "\n").map { "  \($0)\n" }.joined()
      try book.write(toFile: "\(folder)/prices/shop.yaml", atomically: false, encoding: .utf8)
      return try Experiment.read(TextFile(name: "e.yaml", text: text), library: folder)
    }
  }

  /// What is said of an experiment that uses this book.
  func problems(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch let invalid as InvalidInput {
      return invalid.problems.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  /// Source, date and confidence, which every price must have.
  static let origin = "source: a, checked: 2026-11-23, confidence: high"
}
