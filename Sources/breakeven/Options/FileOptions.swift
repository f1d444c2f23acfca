// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments

/// Which files an experiment may draw on.
struct FileOptions: ParsableArguments {
  @Option(
    help: "Folder of shared distributions [default: distributions beside the experiment].",
    completion: .directory)
  var library: String?

  @Flag(help: "Let the experiment name files of observations outside its folder.")
  var allowOutside = false

  /// Reads an experiment.
  func read(_ file: String, stresses: [Stress] = []) throws -> Experiment {
    try Experiment.read(file, library: library, allowOutside: allowOutside, stresses: stresses)
  }
}
