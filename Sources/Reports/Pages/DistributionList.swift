// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions
public import Experiments

/// Uncertain quantities as tables: what they are, where they are from, how sure they are.
public struct DistributionList {
  private let entries: [InputCatalogue.Entry]
  private let screen: Screen

  /// A list of `entries` for `screen`.
  public init(_ entries: [InputCatalogue.Entry], screen: Screen = Screen()) {
    self.entries = entries
    self.screen = screen
  }

  private static let percentiles = [1, 5, 10, 25, 50, 75, 90, 95, 99]

  /// One row for each entry.
  public var table: Table {
    var table = Table(
      ["name", "distribution", "unit", "mean", "standard_deviation"]
        + Self.percentiles.map { "p\($0)" } + ["checked", "confidence", "source", "note"])
    for entry in entries {
      func text(_ value: String?) -> Table.Cell { value.map { .text($0) } ?? .empty }
      let notes = entry.notes
      table.append(
        [
          .text(entry.name), .text(entry.value.text), text(notes.unit),
          Table.Cell(entry.value.mean), Table.Cell(entry.value.standardDeviation),
        ] + Self.percentiles.map { Table.Cell(entry.value.quantile(Double($0) / 100)) }
          + [
            text(notes.checked), text(notes.confidence), text(notes.source), text(notes.note),
          ])
    }
    return table
  }

  // MARK: For a terminal

  /// For each file its entries with as many columns as fit.
  public var text: String {
    var files: [String] = []
    for entry in entries where !files.contains(file(entry)) { files.append(file(entry)) }
    let blocks = files.map { name in
      let own = entries.filter { file($0) == name }
      return (name.isEmpty ? [] : [name]) + grid(own, file: name).map { "  \($0)" }
    }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private func file(_ entry: InputCatalogue.Entry) -> String {
    guard let dot = entry.name.firstIndex(of: ".") else { return "" }
    return String(entry.name[..<dot])
  }

  private func grid(_ entries: [InputCatalogue.Entry], file: String) -> [String] {
    let columns: [(name: String, isLeft: Bool, cell: (InputCatalogue.Entry) -> String)] = [
      ("P5", false, { Self.short($0.value.quantile(0.05)) }),
      ("P50", false, { Self.short($0.value.quantile(0.5)) }),
      ("P95", false, { Self.short($0.value.quantile(0.95)) }),
      ("unit", true, { $0.notes.unit ?? "" }),
      ("confidence", true, { $0.notes.confidence ?? "" }),
      ("distribution", true, { $0.value.text }),
    ]
    var lines: [String] = []
    for count in (3...columns.count).reversed() {
      let shown = columns.prefix(count)
      let rows = entries.map { entry in
        [String(entry.name.dropFirst(file.isEmpty ? 0 : file.count + 1))]
          + shown.map { $0.cell(entry) }
      }
      let left = Set(shown.indices.filter { shown[$0].isLeft }.map { $0 + 1 }).union([0])
      lines = TextGrid(rows: [[""] + shown.map(\.name)] + rows, left: left).lines()
      if lines.allSatisfy({ $0.count + 2 <= screen.width }) { break }
    }
    return lines
  }

  private static func short(_ x: Double?) -> String { x.map { NumberFormat.short($0) } ?? "" }

  /// Everything that is known of each entry.
  public var details: String {
    entries.map { entry in
      var lines = [entry.name]
      func add(_ label: String, _ text: String?) {
        guard let text, !text.isEmpty else { return }
        let column = 16
        let wrapped = Screen(width: screen.width - column).wrapped(text, indent: 0)
        for (index, line) in wrapped.enumerated() {
          let head = index == 0 ? "  \(label)" : ""
          lines.append(head + String(repeating: " ", count: column - head.count) + line)
        }
      }
      add("distribution", entry.value.text)
      add("unit", entry.notes.unit)
      add("mean", entry.value.mean.map { NumberFormat.short($0) })
      add("deviation", entry.value.standardDeviation.map { NumberFormat.short($0) })
      let points = Self.percentiles.compactMap { percentile in
        entry.value.quantile(Double(percentile) / 100).map {
          "P\(percentile) \(NumberFormat.short($0))"
        }
      }
      add("percentiles", points.joined(separator: ", "))
      add("source", entry.notes.source)
      add("checked", entry.notes.checked)
      add("confidence", entry.notes.confidence)
      add("note", entry.notes.note)
      return lines.joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
  }
}

extension InputCatalogue.Value {
  /// The distribution in one line: `pert(low 1, mode 1.5, high 3, lambda 4)`.
  public var text: String {
    switch self {
    case .constant(let value): NumberFormat.exact(value)
    case .dependent: "depends on other entries"
    case .distribution(let distribution):
      "\(type(of: distribution).family)("
        + distribution.parameters.map { "\($0.name) \(NumberFormat.exact($0.value))" }
        .joined(separator: ", ") + ")"
    }
  }

  /// The expectation; nil where there is none, or none that is known.
  var mean: Double? {
    switch self {
    case .constant(let value): value
    case .dependent: nil
    case .distribution(let distribution): distribution.mean.isNaN ? nil : distribution.mean
    }
  }

  var standardDeviation: Double? {
    switch self {
    case .constant: 0
    case .dependent: nil
    case .distribution(let distribution):
      distribution.variance.isNaN ? nil : distribution.standardDeviation
    }
  }

  func quantile(_ p: Double) -> Double? {
    switch self {
    case .constant(let value): value
    case .dependent: nil
    case .distribution(let distribution): distribution.quantile(p)
    }
  }
}
