// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Reports

/// The command `breakeven distributions plot`.
struct DistributionsPlot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draw an entry as bars of probability.",
    discussion: "An entry that depends on others is drawn from 100,000 trials.")

  @Argument(help: "An entry, as training-practice.failed_share.")
  var name: String

  @OptionGroup var source: CatalogueOptions

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    let (catalogue, entries) = try source.entries([name])
    for entry in entries {
      var draws: [Double] = []
      if case .dependent = entry.value {
        draws = try catalogue.draws(of: name, count: 100_000, seed: SimulationSettings().seed)
      }
      let plot = DistributionPlot(entry, draws: draws, screen: Output.screen)
      Output.print(plot.table, text: plot.text, format)
    }
  }
}

/// The command `breakeven distributions sample`.
struct DistributionsSample: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample", abstract: "Draw numbers, as the first trials of an experiment would.",
    discussion: "A column for each entry, a row for each trial, numbered from 0.")

  @Argument(help: "Entries, as training-practice.failed_share.")
  var names: [String]

  @Option(name: [.customShort("n"), .long], help: "How many trials.")
  var count = 10

  @Option(help: "Seed of the random numbers.")
  var seed: UInt64 = SimulationSettings().seed

  @Option(help: "How to draw: quantile, or gsl for GSL's own samplers.")
  var sampler = SimulationSettings().sampler

  @OptionGroup var source: CatalogueOptions

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    guard (1...1_000_000).contains(count) else {
      throw ValidationError("--count is \(count); give 1 to 1,000,000")
    }
    guard Set(names).count == names.count else { throw ValidationError("an entry stands twice") }
  }

  func run() throws {
    let (catalogue, entries) = try source.entries(names)
    let columns = try entries.map {
      try catalogue.draws(of: $0.name, count: count, seed: seed, sampler: sampler)
    }
    var table = Table(["trial"] + names)
    for trial in 0..<count {
      table.append([.count(trial)] + columns.map { .number($0[trial]) })
    }
    Output.print(table, text: table.csv, format)
  }
}
