// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Runs the command on the reference workload.
private struct Workload {
  let run: Command
  static let reference = projectPath("experiments/reference.yaml")

  init(_ folder: String) { run = Command(folder: folder) }

  @discardableResult
  func callAsFunction(_ arguments: String...) throws -> Outcome {
    let outcome = try run(["run", Self.reference, "--trials", "20500"] + arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome
  }

  func tables(_ folder: String) throws -> [String: Data] {
    var files = try run.contents(of: folder)
    files["timing.json"] = nil
    return files
  }
}

@Suite("Shards and their merge")
struct ShardTests {
  @Test(
    "Give the bytes of the single run",
    arguments: [
      ["--no-streaming"], ["--streaming"], ["--no-streaming", "--convergence"],
      ["--sampling", "sobol", "--trials", "16384"], ["--sampling", "latin-hypercube"],
      ["--metrics", "npv,payback_months", "--cashflow-trials", "100"],
    ])
  func sameBytes(options: [String]) throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let common = ["run", Workload.reference, "--trials", "20512"] + options
      #expect(try run(common + ["-o", "whole"]).status == 0)
      for number in 1...5 {
        let workers = "\(1 + number % 3)"
        let part = try run(
          common + ["--shard", "\(number)/5", "-o", "part-\(number)", "--workers", workers])
        #expect(part.status == 0, "\(part.errors)")
        let files = try run.contents(of: "part-\(number)").keys.sorted()
        #expect(files == ["shard.part", "timing.json"])
      }
      // In any order, by folder or by file.
      let parts = ["part-4", "part-1/shard.part", "part-5", "part-3", "part-2"]
      let merged = try run(["merge"] + parts + ["-o", "merged"])
      #expect(merged.status == 0, "\(merged.errors)")
      #expect(merged.output.contains("pays back within 12 months") || options.contains("--metrics"))
      let workload = Workload(folder)
      #expect(try workload.tables("merged") == workload.tables("whole"))
    }
  }

  @Test("Sensitivity and information beside a merge have the bytes of those beside the single run")
  func tablesBeside() throws {
    try withTemporaryFolder { folder in
      let run = Workload(folder)
      try run("-o", "whole", "--no-streaming")
      for number in 1...2 {
        try run("--shard", "\(number)/2", "-o", "p\(number)", "--no-streaming")
      }
      #expect(try run.run(["merge", "p1", "p2", "-o", "merged"]).status == 0)
      for place in ["whole", "merged"] {
        for command in ["sensitivity", "information"] {
          // They draw the inputs of these very trials again.
          let outcome = try run.run(
            [command, Workload.reference, "--trials", "20500", "-o", place, "--workers"]
              + [place == "whole" ? "1" : "2"])
          #expect(outcome.status == 0, "\(outcome.errors)")
        }
      }
      let tables = try run.tables("merged")
      #expect(tables == (try run.tables("whole")))
      #expect(tables["sensitivity.csv"] != nil && tables["value_of_information.csv"] != nil)
    }
  }

  @Test("That are missing, doubled, foreign or damaged are named, and nothing is written")
  func refused() throws {
    try withTemporaryFolder { folder in
      let run = Workload(folder)
      for number in 1...3 { try run("--shard", "\(number)/3", "-o", "p\(number)") }
      try run("--shard", "2/3", "--seed", "7", "-o", "seed")
      try run("--shard", "2/3", "--trials", "30000", "-o", "trials")
      try run("--shard", "2/3", "--streaming", "-o", "kind")
      let good = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/p2/shard.part"))
      for (name, place) in [("header", 20), ("record", 500), ("numbers", 300_000)] {
        var bad = good
        bad[place] ^= 1
        try bad.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
      try good.dropLast(3).write(to: URL(fileURLWithPath: "\(folder)/short"))
      try (good + [0]).write(to: URL(fileURLWithPath: "\(folder)/long"))
      for (parts, status, message) in [
        (["p1", "p3"], 2, "shard 2/3 is missing"),
        (["p1"], 2, "shard 3/3 is missing"),
        (["p1", "p2", "p3", "p2"], 2, "p2/shard.part: has trials that p2/shard.part has as well"),
        (["p1", "seed", "p3"], 2, "seed/shard.part: of another run than p"),
        (["p1", "seed", "p3"], 2, "seed 7, not 42"),
        (["p1", "trials", "p3"], 2, "trials 30000, not 20500"),
        (["p1", "kind", "p3"], 2, "streaming true, not false"),
        (["p1", "header", "p3"], 2, "header: damaged"),
        (["p1", "record", "p3"], 2, "record: damaged"),
        (["p1", "numbers", "p3"], 2, "numbers: damaged"),
        (["p1", "short", "p3"], 2, "short: damaged"),
        (["p1", "long", "p3"], 2, "long: damaged"),
        (["p1", Workload.reference, "p3"], 2, "reference.yaml: no part of a run"),
        (["p1", "absent", "p3"], 1, "absent: No such file"),
      ] {
        let outcome = try run.run(["merge"] + parts + ["-o", "out"])
        #expect(outcome.status == Int32(status), "\(parts)")
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/out"))
      }
    }
  }

  @Test(
    "Take their number from the scheduler",
    arguments: [
      (["SLURM_ARRAY_TASK_ID=7", "SLURM_ARRAY_TASK_MIN=5", "SLURM_ARRAY_TASK_COUNT=4"], "auto"),
      (["AWS_BATCH_JOB_ARRAY_INDEX=2", "AWS_BATCH_JOB_ARRAY_SIZE=4"], "auto"),
      (["JOB_COMPLETION_INDEX=2", "BREAKEVEN_SHARDS=4"], "auto"),
      (["JOB_COMPLETION_INDEX=2"], "auto/4"), ([], "3/4"),
    ])
  func scheduler(variables: [String], shard: String) throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder, launcher: ["/usr/bin/env"] + variables + [Command.path])
      let outcome = try run(["run", Workload.reference, "--trials", "9e3", "--shard", shard])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let parts = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/notebooks-out")
      #expect(parts == ["reference-shard-3-of-4"])
    }
  }

  @Test(
    "Are refused where they make no sense",
    arguments: [
      (["--shard", "auto"], "no scheduler says"), (["--shard", "0/4"], "no shard 0 of 4"),
      (["--shard", "5/4"], "no shard 5 of 4"), (["--shard", "3"], "write it as 3/16"),
      (["--shard", "1/0"], "0 shards"), (["--shard", "1/1000"], "give at most 98 shards"),
      (["--shard", "1/2", "--where", "npv(hosted) < 0"], "leave out --where"),
      (["--shard", "1/2", "--precision", "npv:mean:500"], "give --trials"),
      (["--checkpoint", "c", "--where", "npv(hosted) < 0"], "leave out --where"),
      (["--resume"], "name its folder"),
    ])
  func refusedOptions(options: [String], remedy: String) throws {
    try withTemporaryFolder { folder in
      let outcome = try Command(folder: folder)(["run", Workload.reference] + options)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(remedy), "\(outcome.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }
}

@Suite("Checkpoints")
struct CheckpointTests {
  /// Runs until it is killed after `seconds`.
  func kill(_ run: Command, after seconds: Double, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Command.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: run.folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    Thread.sleep(forTimeInterval: seconds)
    _ = Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  @Test(
    "Go on after kills to the bytes of the run without one",
    arguments: ["--streaming", "--no-streaming"]
  )
  func kills(storage: String) throws {
    try withTemporaryFolder { folder in
      let run = Workload(folder)
      let common = [
        "run", Workload.reference, "--trials", "600000", "--metrics", "npv,total_cost", storage,
      ]
      #expect(try run.run(common + ["-o", "whole"]).status == 0)
      let resumed = common + ["--checkpoint", "c", "--resume", "-o", "out"]
      for seconds in [0.02, 0.15, 0.2, 0.25] {
        try kill(run.run, after: seconds, resumed)
        if FileManager.default.fileExists(atPath: "\(folder)/out") {
          let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/out")
          // Killed while files were moved to their places: the next command moves the rest.
          if names.contains(where: { $0.hasPrefix(".written-") }) { continue }
          let files = names.filter { !$0.hasPrefix(".writing-") && $0 != "timing.json" }.sorted()
          let all = try run.tables("whole").keys.sorted()
          #expect(files.isEmpty || files == all)
        }
      }
      let last = try run.run(resumed)
      #expect(last.status == 0, "\(last.errors)")
      #expect(try run.tables("out") == run.tables("whole"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/c"))
    }
  }

  @Test("Of another run, of another shard, damaged or not asked for are refused")
  func refused() throws {
    try withTemporaryFolder { folder in
      let run = Workload(folder)
      // A shard's file is as good as a finished stretch of blocks.
      try run("--shard", "1/3", "-o", "p", "--no-streaming")
      func outcome(_ arguments: String...) throws -> Outcome {
        try run.run(
          ["run", Workload.reference, "--trials", "20500", "-o", "out", "--checkpoint", "c"]
            + arguments)
      }
      try FileManager.default.createDirectory(
        atPath: "\(folder)/c", withIntermediateDirectories: false)
      let file = "\(folder)/c/blocks-0000000-0000006.part"
      try FileManager.default.copyItem(atPath: "\(folder)/p/shard.part", toPath: file)
      for (found, message) in [
        (try outcome(), "go on from them with --resume"),
        (try outcome("--resume", "--seed", "7"), "seed 42, not 7"),
        (try outcome("--resume", "--streaming"), "streaming false, not true"),
        (try outcome("--resume", "--shard", "3/3"), "of another shard"),
      ] {
        #expect(found.status == 2)
        #expect(found.errors.contains(message), "\(found.errors)")
      }
      var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      let good = bytes
      bytes[200_000] ^= 4
      try bytes.write(to: URL(fileURLWithPath: file))
      #expect(try outcome("--resume").errors.contains("damaged"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/out/summary.csv"))
      try good.write(to: URL(fileURLWithPath: file))
      #expect(try outcome("--resume").status == 0)
      try run("-o", "whole")
      #expect(try run.tables("out") == run.tables("whole"))
    }
  }
}
