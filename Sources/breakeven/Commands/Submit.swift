// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments
internal import Foundation
internal import Reports
internal import Simulation

/// The command `breakeven submit`.
struct Submit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Queue a run as an array of shards, and their merge.",
    discussion: """
      Takes an experiment and the options of `run`, and adds --shard, --checkpoint and --resume, so that a task \
      that is stopped and queued again goes on. The merge waits for all shards and writes the run's folder. \
      What is submitted, the shards and the logs are in OUTPUT-shards.
      """)

  @Flag(help: "Queue with Slurm's sbatch.")
  var slurm = false

  @Option(help: "Number of shards, the tasks of the array.")
  var shards: Int

  @Option(help: "Options for sbatch, as --sbatch=\"--partition=long --time=60\"; may be repeated.")
  var sbatch: [String] = []

  @Option(name: .shortAndLong, help: "Folder of the run [default: notebooks-out/NAME].")
  var output: String?

  @Flag(help: "Print what would be submitted, and do nothing.")
  var dryRun = false

  @Argument(
    parsing: .allUnrecognized, help: "The experiment file, and options of `breakeven run`.")
  var arguments: [String]

  func validate() throws {
    guard slurm else { throw ValidationError("say with what to queue it: --slurm") }
  }

  func run() throws {
    let run = try Run.parse(arguments)
    guard run.partOptions.shard == nil, run.partOptions.checkpoint == nil, run.output == nil else {
      throw ValidationError("--shard and --checkpoint are added by `submit`; leave them out")
    }
    guard run.experiment != "-" else {
      throw ValidationError("the shards cannot read standard input; name a file")
    }
    let (experiment, options) = try run.plan(RunControl())
    let shard = try Shard(from: "1/\(shards)", name: "--shards", environment: [:])
    try PlannedRun(experiment, options).check(shard, name: "--shards")

    let output = absolute(output ?? "notebooks-out/\(experiment.name)")
    let jobs = SlurmJobs(
      program: Bundle.main.executablePath ?? "breakeven", name: experiment.name,
      arguments: arguments, shards: shards, output: output, options: sbatch)
    guard !dryRun else {
      Output.print(jobs.array + "\n" + jobs.merge)
      return
    }
    let folder = RunFolder(jobs.folder)
    try folder.write([(SlurmJobs.arrayFile, jobs.array), (SlurmJobs.mergeFile, jobs.merge)])
    let array = try queue([SlurmJobs.arrayFile], in: jobs.folder)
    let merge = try queue(
      ["--dependency=afterok:\(array)", "--kill-on-invalid-dep=yes", SlurmJobs.mergeFile],
      in: jobs.folder)
    Output.print("\(array)\n\(merge)\n")
    Output.complain(
      "job \(array) runs \(shards) shards, job \(merge) merges them to \(output); "
        + "logs in \(jobs.folder)")
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
  }

  /// Hands a script to sbatch.
  ///
  /// - Returns: the number of the job.
  /// - Throws: `OperationFailed` when there is no sbatch or it refuses.
  private func queue(_ arguments: [String], in folder: String) throws -> String {
    let process = Process()
    let answer = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["sbatch", "--parsable"] + arguments.dropLast()
      + arguments.suffix(1).map { "\(folder)/\($0)" }
    process.standardOutput = answer
    do { try process.run() } catch {
      throw OperationFailed("cannot start sbatch: \(error.localizedDescription)")
    }
    let bytes = answer.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw OperationFailed(
        "sbatch failed with status \(process.terminationStatus); --dry-run prints what it was given"
      )
    }
    // The number, and after a semicolon the cluster.
    let line = String(decoding: bytes, as: UTF8.self)
    return String(line.prefix { $0.isNumber })
  }
}

/// The scripts of an array of shards and of their merge.
struct SlurmJobs {
  let program: String
  let name: String
  /// Of `breakeven run`.
  let arguments: [String]
  let shards: Int
  /// Where the merged run goes.
  let output: String
  let options: [String]

  static let arrayFile = "shards.sbatch"
  static let mergeFile = "merge.sbatch"

  /// Where scripts, shards and logs go.
  var folder: String { "\(output)-shards" }

  /// One shard for each task.
  var array: String {
    let run = ([program, "run"] + arguments).map(Self.quoted).joined(separator: " ")
    return script(
      log: "shard-%a.log", more: ["--array=1-\(shards)", "--requeue"],
      """
      cd \(Self.quoted(FileManager.default.currentDirectoryPath))
      parts=\(Self.quoted(folder))
      exec \(run) \\
        --shard auto --workers "${SLURM_CPUS_PER_TASK:-1}" \\
        --checkpoint "$parts/blocks-$SLURM_ARRAY_TASK_ID" --resume \\
        --output "$parts/part-$SLURM_ARRAY_TASK_ID"
      """)
  }

  /// All shards to one run.
  var merge: String {
    script(
      log: "merge.log", more: [],
      """
      cd \(Self.quoted(folder))
      set --
      number=1
      while [ "$number" -le \(shards) ]; do
        set -- "$@" "part-$number"
        number=$((number + 1))
      done
      exec \(Self.quoted(program)) merge "$@" --output \(Self.quoted(output))
      """)
  }

  private func script(log: String, more: [String], _ body: String) -> String {
    let words = name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    let directives =
      ["--job-name=breakeven-\(String(words))"]
      + ["--output=\"\(folder.replacingOccurrences(of: "%", with: "%%"))/\(log)\""] + more + options
    return "#!/bin/sh\n" + directives.map { "#SBATCH \($0)\n" }.joined() + body + "\n"
  }

  /// A word as the shell takes it literally.
  static func quoted(_ word: String) -> String {
    let plain = word.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
        || "-_./=,:".unicodeScalars.contains($0)
    }
    guard !plain || word.isEmpty else { return word }
    return "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}
