// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Foundation
internal import Reports

/// A run in parts: on several machines, or with stops.
struct PartOptions: ParsableArguments {
  @Option(
    help: """
      Simulate one part of the run, as 3/16, for `breakeven merge`; auto takes it from Slurm, AWS Batch or \
      Kubernetes (there auto/16, or BREAKEVEN_SHARDS).
      """)
  var shard: String?

  @Option(help: "Folder for finished blocks, from which --resume goes on.", completion: .directory)
  var checkpoint: String?

  @Flag(help: "Go on from what --checkpoint has; begin where there is nothing.")
  var resume = false

  func validate() throws {
    if resume, checkpoint == nil {
      throw ValidationError("--resume goes on from a --checkpoint; name its folder")
    }
  }

  /// The part that is to be simulated; nil for all.
  func shardOfScheduler() throws -> Shard? {
    try shard.map {
      try Shard(from: $0, name: "--shard", environment: ProcessInfo.processInfo.environment)
    }
  }

  /// Where finished blocks go; nil for nowhere.
  func checkpoint(_ experiment: Experiment, _ options: RunOptions) throws -> Checkpoint? {
    guard let checkpoint else { return nil }
    let run = try PlannedRun(experiment, options)
    try run.checkParts(name: "--checkpoint")
    let found = try Checkpoint(
      checkpoint, record: Manifest.json(run, version: Breakeven.version), resumes: resume)
    try RunFolder(checkpoint).create()
    return found
  }
}
