// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Simulation

/// The flags of every command that simulates an experiment.
struct SimulationOptions: ParsableArguments {
  @OptionGroup var files: FileOptions

  @Option(help: "Number of trials, replacing the file's.")
  var trials: String?

  @Option(help: "Seed of the random numbers, replacing the file's.")
  var seed: UInt64?

  @Option(help: "How points are chosen: random, latin-hypercube or sobol, replacing the file's.")
  var sampling: SimulationSettings.Sampling?

  @OptionGroup
  var stresses: StressOption

  @Option(help: "Worker threads [default: all processors].")
  var workers: Int?

  /// The flags that were given.
  var given: [String] {
    [
      ("--library", files.library != nil),
      ("--allow-outside", files.allowOutside), ("--trials", trials != nil), ("--seed", seed != nil),
      ("--sampling", sampling != nil), ("--stress", !stresses.stress.isEmpty),
      ("--workers", workers != nil),
    ].filter(\.1).map(\.0)
  }

  func validate() throws {
    if let workers, workers < 1 || workers > 1024 {
      throw ValidationError("--workers is \(workers); give 1 to 1024")
    }
  }

  /// Reads an experiment and puts the flags in force.
  func read(_ file: String) throws -> Experiment {
    var experiment = try files.read(file, stresses: try stresses.parsed())
    if let trials {
      experiment.settings.trials = try SimulationSettings.trials(from: trials, name: "--trials")
    }
    if let seed { experiment.settings.seed = seed }
    if let sampling { experiment.settings.sampling = sampling }
    try experiment.checkSampling()
    return experiment
  }

  /// Reads an experiment whose numbers can be changed and puts the flags in force, but for stresses.
  func editable(_ file: String) throws -> EditableExperiment {
    var editable = try EditableExperiment(
      reading: file, library: files.library, allowOutside: files.allowOutside)
    if let trials {
      editable.settings.trials = try SimulationSettings.trials(from: trials, name: "--trials")
    }
    if let seed { editable.settings.seed = seed }
    if let sampling { editable.settings.sampling = sampling }
    var probe = editable.experiment
    probe.settings = editable.settings
    try probe.checkSampling()
    return editable
  }

  /// How to run it, nothing but what is named being kept.
  func options(_ control: RunControl) -> RunOptions {
    RunOptions(workers: workers ?? availableProcessors(), cashflowTrials: 0, control: control)
  }
}
