// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Reports

/// The command `breakeven explain`.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show the base case as arithmetic, line by line.",
    discussion: """
      Every input stands at its most likely value, or its median where it has no such value, and no \
      month differs by chance. Each line can be checked by hand.
      """)

  @Argument(help: "The experiment file; - reads standard input.", completion: .file())
  var experiment: String

  @OptionGroup var files: FileOptions

  func run() throws {
    let experiment = try files.read(experiment)
    Output.page(Explanation(try experiment.baseCase()).text)
  }
}
