// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Experiments

/// Which prices come from the price book, and which methods are used.
extension Explanation {
  /// One line for each entry that the experiment names.
  mutating func writePrices() {
    guard !experiment.prices.isEmpty else { return }
    lines += ["", "From the price book and the methods"]
    for use in experiment.prices {
      var facts = use.filled.map { "\($0.key) \($0.value.compact)" }
      facts += use.overrides.map { "\($0.key) \($0.used.compact) instead of \($0.book.compact)" }
      if !use.checked.isEmpty {
        facts.append("checked \(use.checked), confidence \(use.confidence)")
      }
      lines.append("  \(use.key): \(use.entry): \(facts.joined(separator: "; "))")
    }
  }

  /// The prices that replace the first ones, each with its month.
  mutating func writeDatedPrices(_ pricing: PerToken) {
    for prices in pricing.datedPrices {
      let cached = prices.cachedInputPerMtok.map { ", cached input \(exact($0))" } ?? ""
      let month = Int(prices.fromMonth.rounded(.down)) + 1
      lines.append(
        "  from month \(month) input \(exact(prices.inputPerMtok))\(cached), output "
          + "\(exact(prices.outputPerMtok)) per 1,000,000 tokens")
    }
  }
}
