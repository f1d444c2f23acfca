// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Reports

/// The command `breakeven distributions fit`.
struct DistributionsFit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit", abstract: "Fit distributions, or a price path, to a column of data.",
    discussion: """
      The data are a CSV file with a line of titles. Families are ranked by Akaike's criterion. \
      Whole numbers, many of them the same, are fitted as counts. With --process the prices must have \
      dates, at least ten; what is printed is an entry for an experiment's `processes`.
      """)

  @Argument(help: "A CSV file; - is standard input.", completion: .file())
  var file: String

  @Option(help: "The title of the column.")
  var column: String

  @Option(help: "Families to try, separated by commas [default: all that suit the data].")
  var families: String?

  @Option(help: "Ends of the beta distribution, as 0,1 [default: 0,1 or the data's range].")
  var ends: String?

  @Option(help: "Samples drawn for each p [default: 400, none for more than 5,000 values].")
  var bootstrap: Int?

  @Option(help: "Seed of those samples.")
  var seed: UInt64 = SimulationSettings().seed

  @Option(help: "What the quantity is called [default: the column].")
  var name: String?

  @Option(help: "What the numbers count, as USD/GPU-hour.")
  var unit: String?

  @Option(help: "Add the best to this file of the library.", completion: .file())
  var write: String?

  @Option(help: "Draw data and density to this file.", completion: .file())
  var svg: String?

  @Option(help: "Fit a path instead: mean_reverting or random_walk.")
  var process: String?

  @Option(help: "The title of the column of dates, for --process [default: date].")
  var dateColumn: String?

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    if let bootstrap, !(0...DistributionFit.Settings.mostReplicates).contains(bootstrap) {
      throw ValidationError("--bootstrap is \(bootstrap); give 0 to 100,000")
    }
    let others: [Any?] = [families, ends, bootstrap, unit, write, svg]
    if process != nil, others.contains(where: { $0 != nil }) {
      throw ValidationError(
        "--process takes neither --families, --ends, --bootstrap, --unit, --write nor --svg")
    }
    if process == nil, dateColumn != nil { throw ValidationError("--date-column needs --process") }
  }

  func run() throws {
    let name = try name.map { try EntryName($0) } ?? EntryName(title: column)
    if let process { return try printPath(process, name) }
    let library = try write.map { try LibraryFile($0) }
    try library?.requireFree(name)
    for file in [write, svg].compactMap({ $0 }) { try requireWritable(file) }
    var settings = DistributionFit.Settings()
    settings.seed = seed
    settings.replicates = bootstrap
    settings.ends = try ends.map { try DistributionFit.ends(from: $0, name: "--ends") }
    settings.families = try families.map {
      try DistributionFit.families(from: $0, name: "--families")
    }
    let data = try DataColumn(reading: file, title: column)
    tell(emptyCells: data.emptyCells)
    let fit = try DistributionFit(data, settings)
    let page = FitPage(fit, name: name.text, unit: unit, screen: Output.screen)
    let added = try library?.adding(fit, as: name, unit: unit, checked: .today)
    if let svg { try writeWhole(page.svg, to: svg) }
    if let added, let write { try writeWhole(added, to: write) }
    if format != .table { page.notes.forEach { Output.complain($0) } }
    Output.print(page.table, text: page.text, format)
  }

  private func printPath(_ process: String, _ name: EntryName) throws {
    let prices = try DatedPrices(reading: file, title: column, dates: dateColumn ?? "date")
    tell(emptyCells: prices.emptyCells)
    let page = PathFitPage(try prices.path(process), of: prices, name: name.text)
    Output.print(page.table, text: page.text, format)
  }

  private func tell(emptyCells: Int) {
    guard emptyCells > 0 else { return }
    Output.complain("\(emptyCells) empty \(emptyCells == 1 ? "cell" : "cells") passed over")
  }
}
