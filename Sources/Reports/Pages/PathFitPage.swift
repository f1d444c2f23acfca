// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Experiments

/// A path that was fitted to dated prices, ready for an experiment.
public struct PathFitPage {
  private let path: FittedPath
  private let prices: DatedPrices
  private let name: String

  /// The page of `path`, called `name`.
  public init(_ path: FittedPath, of prices: DatedPrices, name: String) {
    self.path = path
    self.prices = prices
    self.name = name
  }

  /// One row for each parameter.
  public var table: Table {
    var table = Table([
      "process", "kind", "parameter", "estimate", "standard_error", "log_likelihood", "aic",
    ])
    for estimate in path.estimates {
      table.append([
        .text(name), .text(path.kind.rawValue), .text(estimate.name), .number(estimate.value),
        Table.Cell(estimate.standardError), .number(path.logLikelihood), .number(path.aic),
      ])
    }
    return table
  }

  /// The process as it stands in an experiment file, with what it is from as remarks.
  public var text: String {
    let first = prices.points[0].date
    let last = prices.points[prices.points.count - 1].date
    var lines = [
      "# \(Self.line(prices.title)) of \(Self.line(prices.file)): \(prices.points.count) dates from"
        + " \(first) to \(last)",
      "# log-likelihood \(NumberFormat.grouped(path.logLikelihood, decimals: 2)),"
        + " AIC \(NumberFormat.grouped(path.aic, decimals: 2))",
      "processes:", "  \(name):", "    \(path.kind.rawValue):",
    ]
    let texts = path.estimates.map { "      \($0.name): \($0.value)" }
    let width = texts.map(\.count).max() ?? 0
    for (text, estimate) in zip(texts, path.estimates) {
      let padding = String(repeating: " ", count: width - text.count)
      let remark = estimate.standardError.map { "  # +- \(NumberFormat.short($0))" }
      lines.append(remark.map { text + padding + $0 } ?? text)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A text that cannot end its line.
  private static func line(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }
}
