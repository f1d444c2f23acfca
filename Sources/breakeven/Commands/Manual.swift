// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser

/// The command `breakeven manual`.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print the manual page.",
    discussion: """
      In the form that man(1) reads: `breakeven manual | man -l -`. `make install` puts it where man \
      finds it.
      """)

  func run() throws {
    Output.print(
      ManualPage(outline: try CommandOutline.of(Breakeven.self), version: Breakeven.version).text)
  }
}
