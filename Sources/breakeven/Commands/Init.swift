// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Foundation
internal import Reports

/// The command `breakeven init`.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a commented experiment to start from.",
    discussion: "It runs as it is; put your own numbers in place of its.")

  @Argument(help: "Where to write it; - prints it.", completion: .file())
  var path: String = "experiment.yaml"

  @Flag(help: "Replace the file if there is one.")
  var force = false

  func run() throws {
    guard path != "-" else {
      Output.print(StarterExperiment.text)
      return
    }
    guard force || !FileManager.default.fileExists(atPath: path) else {
      throw InvalidInput(
        file: path, fault: "exists already", remedy: "give another name, or --force to replace it")
    }
    try writeWhole(StarterExperiment.text, to: path)
    Output.complain("wrote \(path); now: breakeven run \(path)")
  }
}
