// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Foundation

/// A command as ArgumentParser describes it to programs: its flags and its subcommands.
struct CommandOutline: Decodable {
  /// An argument, an option or a flag.
  struct Argument: Decodable {
    /// One of its spellings.
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let kind: String
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let abstract: String?

    /// The spellings as they are typed.
    var spellings: [String] {
      (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }
    }
  }

  private struct Root: Decodable {
    let command: CommandOutline
  }

  let commandName: String
  let abstract: String?
  let discussion: String?
  let shouldDisplay: Bool?
  let subcommands: [CommandOutline]?
  let arguments: [Argument]?

  /// The outline of a command and all below it.
  static func of(_ command: any ParsableCommand.Type) throws -> CommandOutline {
    try JSONDecoder().decode(Root.self, from: Data(command._dumpHelp().utf8)).command
  }
}
