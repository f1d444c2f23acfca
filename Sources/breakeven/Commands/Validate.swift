// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import CostModel
internal import Experiments

/// The command `breakeven validate`.
struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check experiment files without running them.",
    discussion: "Reports every mistake of every file at once, as file:line:column: key.")

  @Argument(help: "Experiment files; - reads standard input.", completion: .file())
  var paths: [String]

  @OptionGroup var files: FileOptions

  func run() throws {
    var problems: [Problem] = []
    for path in paths {
      do {
        let experiment = try files.read(path)
        try experiment.checkSampling()
        let options = experiment.model.options.count
        let inputs = experiment.inputs.count
        Output.page("\(path): \(options) options, \(inputs) uncertain inputs, no mistakes\n")
        experiment.warnings.forEach { Output.complain("\(path): warning: \($0)") }
      } catch let invalid as InvalidInput {
        problems += invalid.problems
      }
    }
    if !problems.isEmpty { throw InvalidInput(problems) }
  }
}
