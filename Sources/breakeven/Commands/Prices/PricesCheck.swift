// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Reports

/// The command `breakeven prices check`.
struct PricesCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Find prices that are stale, expired or retired.",
    discussion: """
      Checks the entries that the experiments use, or the whole book without any. Exit codes: 0 all \
      is well; 3 a price was not checked for too long, none is in force, or what is priced is \
      switched off before the date or before the experiment ends without an end of life in it.
      """)

  @Argument(help: "Experiment files [default: the whole book].", completion: .file())
  var experiments: [String] = []

  @Option(help: "The day for which it is asked, as 2026-11-23 [default: today].")
  var date: String?

  @Option(help: "Days since the last check after which a price is stale.")
  var maxAge: Int = 30

  @OptionGroup var files: FileOptions

  @Option(help: "What goes to standard output: table, csv, json or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    if let date, CalendarDate(date) == nil {
      throw ValidationError("--date is \(date), which is no day; write it as 2026-11-23")
    }
    if maxAge < 0 { throw ValidationError("--max-age is \(maxAge); give days, from 0") }
  }

  func run() throws {
    let check = PriceCheck(date: date.flatMap { CalendarDate($0) } ?? .today, maxAge: maxAge)
    var findings: [PriceCheck.Finding] = []
    for file in experiments {
      let book = PriceBook(experiment: file, library: files.library)
      findings += try check.findings(try files.read(file), in: book)
    }
    if experiments.isEmpty {
      findings = try PriceBook(library: files.library).entries().flatMap { check.findings($0) }
    }
    let page = PriceCheckPage(findings, of: check, screen: Output.screen)
    Output.print(page.table, text: page.text, format)
    if findings.contains(where: \.isFault) { throw ExitCode(ExitStatus.checkFailed) }
  }
}
