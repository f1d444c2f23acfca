// SPDX-License-Identifier: GPL-3.0-or-later

/// The manual page of the command, in the macros of man(7).
struct ManualPage {
  let outline: CommandOutline
  let version: String

  /// The page as troff reads it.
  var text: String {
    let name = outline.commandName
    var lines = [
      ".TH \(name.uppercased()) 1 \"\" \"Breakeven \(version)\" \"User commands\"",
      ".SH NAME", Self.escaped("\(name) - \(outline.abstract ?? "")"), ".SH SYNOPSIS",
      ".B \(name)", ".I command", "[options]", ".SH DESCRIPTION",
    ]
    lines += Self.paragraphs(outline.discussion)
    lines.append(".SH COMMANDS")
    for command in commands(outline, path: []) { lines += section(command.path, command.outline) }
    lines += Self.closing
    return lines.joined(separator: "\n") + "\n"
  }

  private func commands(
    _ outline: CommandOutline, path: [String]
  ) -> [(path: [String], outline: CommandOutline)] {
    (outline.subcommands ?? []).filter { $0.commandName != "help" && $0.shouldDisplay != false }
      .flatMap { sub in
        [(path + [sub.commandName], sub)] + commands(sub, path: path + [sub.commandName])
      }
  }

  private func section(_ path: [String], _ command: CommandOutline) -> [String] {
    let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
    let positionals = arguments.filter { $0.kind == "positional" }.map { argument in
      let name = "\\fI\(Self.escaped(argument.valueName ?? "value"))\\fR"
      let repeated = argument.isRepeating ? "\(name)..." : name
      return argument.isOptional ? "[\(repeated)]" : repeated
    }
    let usage = (["\\fB\(Self.escaped(path.joined(separator: " ")))\\fR"] + positionals)
      .joined(separator: " ")
    var lines = [".SS \(usage)"] + Self.paragraphs(command.abstract)
    lines +=
      Self.paragraphs(command.discussion).isEmpty
      ? [] : [".PP"] + Self.paragraphs(command.discussion)
    for argument in arguments where !["version", "help"].contains(argument.valueName ?? "") {
      lines += [".TP", Self.heading(of: argument)]
      lines += Self.paragraphs(argument.abstract ?? "")
      if let value = argument.defaultValue, argument.abstract?.contains("[default") != true {
        lines.append(Self.escaped("[default: \(value)]"))
      }
    }
    return lines
  }

  private static func heading(of argument: CommandOutline.Argument) -> String {
    let value = argument.valueName.map { "\\fI\(escaped($0))\\fR" } ?? ""
    guard argument.kind != "positional" else { return value }
    let names = argument.spellings.map { "\\fB\(escaped($0))\\fR" }.joined(separator: ", ")
    return argument.kind == "option" ? "\(names) \(value)" : names
  }

  private static let closing = [
    ".SH FILES",
    ".TP", "\\fInotebooks\\-out/NAME/\\fR",
    "What a run writes: report.html, report.ipynb, tables, manifest.json.",
    ".TP", "\\fIdistributions/\\fR", "The library of uncertain inputs and the price book.",
    ".SH ENVIRONMENT",
    ".TP", "\\fBNO_COLOR\\fR", "Set to anything: no colours on the terminal.",
    ".TP", "\\fBLC_ALL\\fR, \\fBLC_CTYPE\\fR, \\fBLANG\\fR",
    "A locale without UTF\\-8: ASCII alone on the terminal.",
    ".SH EXIT STATUS",
    "0 done; 1 it could not be done; 2 the input is wrong; 3 a check fails; 4 a check is undecided; 130 interrupted.",
  ]

  private static func paragraphs(_ text: String?) -> [String] {
    guard let text, !text.isEmpty else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.isEmpty ? ".PP" : escaped(String(line))
    }
  }

  /// A text in which troff finds no request and no escape.
  private static func escaped(_ text: String) -> String {
    let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }
}
