// SPDX-License-Identifier: GPL-3.0-or-later

public import Experiments

/// Entries of the price book as tables.
public struct PriceList {
  private let entries: [PriceEntry]
  private let screen: Screen

  /// A list of `entries` for `screen`.
  public init(_ entries: [PriceEntry], screen: Screen = Screen()) {
    self.entries = entries
    self.screen = screen
  }

  /// One row for each price of each entry, past and coming ones too; one for an entry without any.
  public var table: Table {
    var table = Table([
      "entry", "name", "vendor", "price", "value", "unit", "from", "to", "tier", "memory_gb",
      "end_of_life", "successor", "checked", "confidence", "source",
    ])
    for entry in entries {
      let known = entry.periods.flatMap { period in
        PriceKey.allCases.compactMap { key in period.prices[key].map { (key, $0, period) } }
      }
      for (key, figure, period) in known {
        table.append(row(entry, key, figure, period))
      }
      if known.isEmpty { table.append(row(entry, nil, nil, nil)) }
    }
    return table
  }

  private func row(
    _ entry: PriceEntry, _ key: PriceKey?, _ figure: PriceFigure?, _ period: PricePeriod?
  ) -> [Table.Cell] {
    func text(_ value: (some CustomStringConvertible)?) -> Table.Cell {
      value.map { .text("\($0)") } ?? .empty
    }
    return [
      .text(entry.reference), .text(entry.name), .text(entry.vendor), text(key?.rawValue),
      figure.map { $0.cell } ?? .empty, text(key?.unit(currency: entry.currency)),
      text(period?.from), text(period?.to), text(entry.tier?.rawValue),
      Table.Cell(entry.terms.memoryGB), text(entry.endOfLife), text(entry.successor),
      text(period?.origin.checked), text(period?.origin.confidence.rawValue),
      text(period?.origin.source),
    ]
  }

  // MARK: For a terminal

  /// For each vendor the prices in force, with as many columns as fit.
  public var text: String {
    var blocks: [[String]] = []
    var vendors: [String] = []
    for entry in entries where !vendors.contains(entry.vendor) { vendors.append(entry.vendor) }
    for vendor in vendors {
      let own = entries.filter { $0.vendor == vendor }
      blocks.append(["\(vendor), \(unit(own))"] + grid(own).map { "  \($0)" })
    }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private func unit(_ entries: [PriceEntry]) -> String {
    let currency = entries.first?.currency ?? ""
    let keys = entries.flatMap { $0.periods.flatMap(\.prices.keys) }
    let hasTokens = keys.contains { $0.rawValue.hasSuffix("_per_mtok") }
    return hasTokens ? "\(currency) per 1,000,000 tokens" : currency
  }

  /// The columns, the last ones first to go when the screen is narrow.
  private static let columns: [(name: String, cell: @Sendable (PriceEntry) -> String)] = [
    ("input", { figure($0, .inputPerMtok) }), ("cached", { figure($0, .cachedInputPerMtok) }),
    ("output", { figure($0, .outputPerMtok) }), ("training", { figure($0, .trainingPerMtok) }),
    ("an hour", { figure($0, .trainingPerHour) }),
    ("GPU-hour", { figure($0, .perGPUHour) }),
    ("tier", { $0.tier?.rawValue ?? "" }),
    ("ends", { $0.endOfLife?.description ?? "" }),
    ("checked", { $0.current?.origin.checked.description ?? "" }),
    ("confidence", { $0.current?.origin.confidence.rawValue ?? "" }),
  ]

  private static func figure(_ entry: PriceEntry, _ key: PriceKey) -> String {
    entry.current?.figure(key).map(\.short) ?? ""
  }

  private func grid(_ entries: [PriceEntry]) -> [String] {
    var columns = Self.columns.filter { column in entries.contains { column.cell($0) != "" } }
    while true {
      let header = ["entry"] + columns.map(\.name)
      let rows = entries.map { entry in
        [entry.reference] + columns.map { $0.cell(entry) }
      }
      let lines = TextGrid(rows: [header] + rows).lines()
      if columns.count <= 1 || lines.allSatisfy({ $0.count + 2 <= screen.width }) {
        return lines
      }
      columns.removeLast()
    }
  }

  // MARK: One entry

  /// Everything that is known of each entry.
  public var details: String {
    entries.map { entry in
      var lines = ["\(entry.reference): \(entry.name), \(entry.vendor)"]
      lines += terms(entry).flatMap { screen.wrapped("  \($0)", indent: 4).map { "  \($0)" } }
      for period in entry.periods { lines += describe(period, entry) }
      if entry.periods.isEmpty { lines.append("  no price is known") }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n\n") + "\n"
  }

  private func terms(_ entry: PriceEntry) -> [String] {
    let terms = entry.terms
    let numbers: [(String, Double?)] = [
      ("memory_gb", terms.memoryGB), ("cache_minimum_tokens", terms.cacheMinimumTokens),
      ("cache_block_tokens", terms.cacheBlockTokens),
      ("training_hours_rounding", terms.trainingHoursRounding),
    ]
    var lines = numbers.compactMap { key, value in
      value.map { "\(key) \(NumberFormat.exact($0))" }
    }
    if let tier = entry.tier { lines.append("tier \(tier.rawValue)") }
    if let day = entry.endOfLife {
      lines.append("switched off on \(day)" + (entry.successor.map { ", then \($0)" } ?? ""))
    }
    if let note = entry.note { lines.append(note) }
    return lines
  }

  private func describe(_ period: PricePeriod, _ entry: PriceEntry) -> [String] {
    let from = period.from.map { "from \($0)" }
    let to = period.to.map { "to before \($0)" }
    let when = [from, to].compactMap { $0 }.joined(separator: " ")
    let rows = PriceKey.allCases.compactMap { key in
      period.prices[key].map { [key.rawValue, $0.short, key.unit(currency: entry.currency)] }
    }
    let origin = period.origin
    var lines = ["  \(when.isEmpty ? "prices" : when)"]
    lines += TextGrid(rows: rows, left: [0, 2]).lines().map { "    \($0)" }
    let narrow = Screen(width: screen.width - 4)
    let notes =
      ["checked \(origin.checked), confidence \(origin.confidence.rawValue): \(origin.source)"]
      + [period.note].compactMap { $0 }
    return lines + notes.flatMap { narrow.wrapped($0).map { "    \($0)" } }
  }
}

extension PriceFigure {
  var cell: Table.Cell {
    switch self {
    case .known(let value): .number(value)
    case .uncertain(let value): .text(value.compact)
    }
  }

  var short: String {
    switch self {
    case .known(let value): NumberFormat.exact(value)
    case .uncertain(let value): value.compact
    }
  }
}
