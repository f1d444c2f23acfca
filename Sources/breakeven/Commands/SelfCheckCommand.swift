// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Reports

/// The command `breakeven selfcheck`.
struct SelfCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selfcheck",
    abstract: "Ask this program, on this machine, for numbers that are known.",
    discussion: """
      Known answers of the random bits and digests, elementary functions and quantiles against many digits, \
      tabulated quantiles against the GNU Scientific Library, small experiments against their closed forms, and \
      one worker against two. Exit codes: 0 all pass, 1 one fails.
      """)

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    let check = try SelfCheck()
    let page = SelfCheckPage(check, screen: Output.screen)
    Output.print(page.table, text: page.text, format)
    if !check.passes { throw ExitCode(ExitStatus.failed) }
  }
}
