// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Reports

/// The command `breakeven prices`.
struct Prices: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prices",
    abstract: "Look at the price book: what vendors ask, and whether it is still so.",
    discussion: "An experiment names an entry as `model: openai/gpt-4o` or `gpu: runpod/h100`.",
    subcommands: [PricesList.self, PricesShow.self, PricesCheck.self])
}

/// The command `breakeven prices list`.
struct PricesList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the entries of one vendor, or of all.",
    discussion: "CSV, JSON and Markdown hold a row for each price, past and coming ones too.")

  @Argument(help: "A vendor, as openai [default: all].")
  var vendor: String?

  @Option(
    help: "Folder of shared distributions [default: distributions].", completion: .directory)
  var library: String?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    let list = PriceList(
      try PriceBook(library: library).entries(of: vendor), screen: Output.screen)
    Output.print(list.table, text: list.text, format)
  }
}

/// The command `breakeven prices show`.
struct PricesShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show everything the price book has on an entry.")

  @Argument(help: "An entry, as openai/gpt-4o.")
  var entry: String

  @Option(
    help: "Folder of shared distributions [default: distributions].", completion: .directory)
  var library: String?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    let list = PriceList([try PriceBook(library: library).entry(entry)], screen: Output.screen)
    Output.print(list.table, text: list.details, format)
  }
}

extension Output {
  /// Writes a table in the format that is asked for, `text` being the one for people.
  static func print(_ table: Table, text: String, _ format: OutputFormat) {
    switch format {
    case .table: page(text)
    case .csv: print(table.csv)
    case .json: print(table.json.json() + "\n")
    case .markdown: print(table.markdown)
    }
  }
}
