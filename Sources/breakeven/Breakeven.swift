// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Foundation

/// The command: parses, calls a library, prints, exits.
@main
struct Breakeven: ParsableCommand {
  /// What `--version` prints and every manifest records.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "breakeven",
    abstract: "Does fine-tuning pay for itself against prompting, when, and how likely?",
    discussion: """
      Reads an experiment file, simulates what is uncertain in it, and writes when each option pays \
      back, with what probability, and what to budget, as tables.

      Exit codes: 0 done; 1 it could not be done (reading, writing); 2 the input is wrong, and the \
      message says where and what would be right; 3 and 4 a check fails or is undecided; 130 \
      interrupted.
      """,
    version: version,
    subcommands: [
      Run.self, Merge.self, Submit.self, ReportCommand.self, Check.self, Budget.self, Compare.self,
      SweepCommand.self, Sensitivity.self,
      Information.self,
      Serve.self, Validate.self, Explain.self, Trial.self, Distributions.self, Prices.self,
      Init.self, Manual.self,
      SelfCheckCommand.self,
    ])

  /// Runs the command line and ends the process with the exit code that fits.
  static func main() {
    // A reader that has seen enough closes the pipe: that is no failure.
    signal(SIGPIPE, SIG_IGN)
    do {
      try MemoryLimit.require()
      var command = try parsed(Array(CommandLine.arguments.dropFirst()))
      try command.run()
      ExitStatus.finish()
    } catch {
      ExitStatus.end(with: error, Self.self)
    }
  }

  /// The command that the arguments ask for.
  ///
  /// A subcommand is asked first by itself: on its way from the root the parser looks at all its options three
  /// times, which takes longer than a small file's simulation. What it does not take, help and mistakes among
  /// it, goes the long way, which knows what to say.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    if let subcommand = configuration.subcommands.first(where: {
      $0._commandName == arguments.first
    }),
      let command = try? subcommand.parseAsRoot(Array(arguments.dropFirst())),
      type(of: command) == subcommand
    {
      return command
    }
    return try parseAsRoot(arguments)
  }
}
