// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
public import Experiments

/// One trial of a run: its inputs, its months, its outcome.
public struct TrialPage {
  private let record: TrialRecord
  private let index: UInt64
  private let screen: Screen

  /// Trial number `index`, which was recorded as `record`.
  public init(_ record: TrialRecord, index: UInt64, screen: Screen = Screen()) {
    self.screen = screen
    self.record = record
    self.index = index
  }

  private var model: CostModel { record.experiment.model }

  /// What was drawn.
  public var inputTable: Table {
    var table = Table(["input", "value", "unit"])
    for (input, value) in zip(record.experiment.inputs, record.inputs) {
      table.append([.text(input.name), .number(value), .text(input.notes.unit ?? "")])
    }
    return table
  }

  /// Requests, prices, costs and cumulative savings, month by month.
  public var monthTable: Table {
    let challengers = model.options.indices.filter { $0 != model.baseline }
    let names = model.options.map(\.name)
    var table = Table(
      ["month", "requests"] + record.experiment.processNames
        + names.map { "cost \($0)" } + challengers.map { "cumulative_saving \(names[$0])" })
    for month in 0...model.horizonMonths {
      let prices = record.prices.indices.map { path in
        month > 0 ? record.prices[path][month - 1] : record.value(model.pricePaths[path].start)
      }
      table.append(
        [.count(month), .number(record.volume[month])] + prices.map { .number($0) }
          + record.costs.map { .number($0[month]) }
          + challengers.map { .number(record.cumulativeSavings[$0][month]) })
    }
    return table
  }

  /// Each metric of each option.
  public var outcomeTable: Table {
    var table = Table(["option", "metric", "unit", "value"])
    for column in model.columns(of: Set(Metric.allCases)) {
      table.append([
        .text(model.options[column.option].name), .text(column.metric.rawValue),
        .text(column.metric.unitName(currency: record.experiment.currency)),
        Table.Cell(record.outcomes[column]),
      ])
    }
    return table
  }

  /// All three for a terminal.
  public var text: String {
    let heading =
      "Trial \(index) of \(record.experiment.title), seed \(record.experiment.settings.seed)"
    return
      ([heading, ""] + inputTable.aligned + [""] + months + [""]
      + outcomeTable.aligned).joined(separator: "\n") + "\n"
  }

  /// The months, side by side or below each other, as there is room.
  private var months: [String] {
    screen.wrapsLines ? monthTable.grid.lines(within: screen.width) : monthTable.aligned
  }

  /// All three as Markdown.
  public var markdown: String {
    "# Trial \(index)\n\n" + inputTable.markdown + "\n" + monthTable.markdown + "\n"
      + outcomeTable.markdown
  }

  /// All three as one JSON object.
  public var json: String {
    ResolvedValue.mapping([
      .init("trial", .whole(index)),
      .init("seed", .whole(record.experiment.settings.seed)),
      .init("inputs", inputTable.json),
      .init("months", monthTable.json),
      .init("outcomes", outcomeTable.json),
    ]).json() + "\n"
  }
}

extension Table {
  /// The rows as lines of text in columns, numbers as people read them.
  public var aligned: [String] { grid.lines() }

  var grid: TextGrid { TextGrid(rows: [header] + rows.map { $0.map(\.readable) }) }
}
