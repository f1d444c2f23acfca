// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Reports

/// The command `breakeven distributions`.
struct Distributions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distributions",
    abstract: "Look at uncertain quantities: the library's, an experiment's, or one of your own.",
    discussion: """
      An experiment names an entry of the library as `training-practice.failed_share`. Here an entry \
      may also be written as in an experiment: "{ pert: { low: 1, mode: 2, high: 5 } }", "0.4 to 2".
      """,
    subcommands: [
      DistributionsList.self, DistributionsShow.self, DistributionsPlot.self,
      DistributionsSample.self, DistributionsFit.self,
    ])
}

/// Where the quantities come from.
struct CatalogueOptions: ParsableArguments {
  @Option(
    help: "Folder of shared distributions [default: distributions].", completion: .directory)
  var library: String?

  @Option(help: "Take the inputs of this experiment instead.", completion: .file())
  var experiment: String?

  @Flag(help: "Let the experiment name files of observations outside its folder.")
  var allowOutside = false

  /// The entries called `names`, or all of them.
  func catalogue(_ names: [String]? = nil) throws -> InputCatalogue {
    if let experiment {
      return InputCatalogue(
        experiment:
          try Experiment.read(experiment, library: library, allowOutside: allowOutside))
    }
    guard let names else { return try InputCatalogue.library(library) }
    return try InputCatalogue.named(names, library: library)
  }

  /// The catalogue that has `names`, and their entries.
  func entries(
    _ names: [String]
  ) throws -> (catalogue: InputCatalogue, entries: [InputCatalogue.Entry]) {
    let catalogue = try catalogue(names)
    let entries = try names.map { name in
      guard let entry = catalogue.entry(name) else { throw catalogue.unknown(name) }
      return entry
    }
    return (catalogue, entries)
  }
}

/// The command `breakeven distributions list`.
struct DistributionsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the entries of one file of the library, or of all.")

  @Argument(help: "A file of the library, as workload [default: all].")
  var file: String?

  @OptionGroup var source: CatalogueOptions

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    if file != nil, source.experiment != nil {
      throw ValidationError("name a file of the library or an experiment, not both")
    }
  }

  func run() throws {
    let catalogue =
      try file.map { try InputCatalogue.library(source.library, file: $0) } ?? source.catalogue()
    let list = DistributionList(catalogue.entries, screen: Output.screen)
    Output.print(list.table, text: list.text, format)
  }
}

/// The command `breakeven distributions show`.
struct DistributionsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show all that is known of some entries.")

  @Argument(help: "Entries, as training-practice.failed_share.")
  var names: [String]

  @OptionGroup var source: CatalogueOptions

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    let list = DistributionList(try source.entries(names).entries, screen: Output.screen)
    Output.print(list.table, text: list.details, format)
  }
}
