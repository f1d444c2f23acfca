// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Foundation
internal import Simulation

/// What the process says and returns at its end.
enum ExitStatus {
  static let failed: Int32 = 1
  static let wrongInput: Int32 = 2
  static let checkFailed: Int32 = 3
  static let checkUndecided: Int32 = 4
  static let interrupted: Int32 = 130

  /// Ends a command that did what it should.
  static func finish() -> Never {
    exit(0)
  }

  /// Prints the error for people and ends with its code.
  static func end<Command: ParsableCommand>(with error: any Error, _ command: Command.Type) -> Never
  {
    switch error {
    case let invalid as InvalidInput:
      Output.complain("\(invalid)")
      let count = invalid.problems.count
      if count > 1 { Output.complain("\(count) problems") }
      exit(wrongInput)
    case let failure as OperationFailed:
      Output.complain("breakeven: \(failure)")
      exit(failed)
    case SimulationError.interrupted:
      Output.complain("interrupted; nothing was written")
      exit(interrupted)
    case let code as ExitCode where !code.isSuccess:
      // What is to be said has been said.
      exit(code.rawValue)
    default:
      // Help and version are not failures; everything else is a wrong command line.
      guard command.exitCode(for: error) == .success else {
        Output.complain(command.fullMessage(for: error))
        exit(wrongInput)
      }
      Output.print(command.fullMessage(for: error) + "\n")
      finish()
    }
  }
}
