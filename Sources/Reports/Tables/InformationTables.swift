// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
public import Experiments

/// The tables of the value of information, as they go to files.
extension InformationResult {
  /// One row each for everything, for each input and process, for each group and for the pilot.
  public var informationTable: Table {
    var table = Table(["kind", "input", "value", "ci_low", "ci_high"])
    func append(_ kind: String, _ input: String?, _ value: InformationValue) {
      table.append([
        .text(kind), input.map { .text($0) } ?? .empty, .number(value.value), .number(value.low),
        .number(value.high),
      ])
    }
    append("evpi", nil, perfect)
    for entry in variables + groups { append("evppi", entry.name, entry.value) }
    if let pilot { append("evsi", pilot.input, pilot.value) }
    return table
  }

  /// One row for each value of an input at which an answer changes, and one without a value for each
  /// question whose answer never does.
  public var switchTable: Table {
    var table = Table([
      "input", "kind", "threshold", "switch_value", "ci_low", "ci_high", "from", "to",
    ])
    let options = experiment.model.options.map(\.name)
    for entry in switches {
      var kind = "best_option"
      var threshold = Table.Cell.empty
      if case .payback(let option) = entry.question {
        kind = "P(payback_months <= \(InformationSettings.paybackMonths)) of \(options[option])"
        threshold = .number(settings.threshold)
      }
      func answer(_ index: Int) -> Table.Cell {
        entry.question == .bestOption
          ? .text(options[index]) : .text(index == 1 ? "above" : "below")
      }
      let head: [Table.Cell] = [.text(entry.input), .text(kind), threshold]
      for value in entry.values {
        table.append(
          head + [
            .number(value.value), .number(value.low), .number(value.high), answer(value.from),
            answer(value.to),
          ])
      }
      if entry.values.isEmpty { table.append(head + [.empty, .empty, .empty, .empty, .empty]) }
    }
    return table
  }

  /// The files of the folder of a run that hold them.
  public var files: [(name: String, text: String)] {
    [
      ("value_of_information.csv", informationTable.csv), ("switch_values.csv", switchTable.csv),
    ]
  }
}
