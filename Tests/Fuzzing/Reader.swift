// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CKernels
internal import Experiments
internal import Foundation

/// What is fuzzed: each takes the bytes of a file as far as the program would.
enum Reader {
  static let all: [String: @Sendable (UnsafeRawBufferPointer) throws -> Void] = [
    "experiment": experiment, "prices": prices, "data": data, "fit": fit, "part": part,
    "checkpoint": checkpoint, "manifest": manifest,
  ]

  /// What the corpus was made with.
  static let version = ProcessInfo.processInfo.environment["BREAKEVEN_VERSION"] ?? "0.1.0"

  /// Where files are put that are read by their name.
  static let folder: String = {
    let name = "\(NSTemporaryDirectory())/breakeven-fuzz-\(getpid())"
    for part in ["", "/prices", "/blocks"] {
      try? FileManager.default.createDirectory(
        atPath: name + part, withIntermediateDirectories: true)
    }
    return name
  }()

  private static func file(_ name: String, _ bytes: UnsafeRawBufferPointer) -> String {
    let path = "\(folder)/\(name)"
    if let stream = fopen(path, "wb") {
      fwrite(bytes.baseAddress, 1, bytes.count, stream)
      fclose(stream)
    }
    return path
  }

  /// Few trials of everything, on one thread.
  private static func run(_ experiment: Experiment, _ options: RunOptions = RunOptions()) throws {
    var experiment = experiment
    experiment.settings.trials = experiment.settings.sampling == .random ? 9 : 16
    experiment.settings.stopWhen = nil
    var options = options
    options.workers = 1
    options.cashflowTrials = 3
    options.isForReport = true
    _ = try experiment.run(options)
  }

  @Sendable static func experiment(_ bytes: UnsafeRawBufferPointer) throws {
    let path = file("e.yaml", bytes)
    let experiment = try Experiment.read(path, library: "distributions")
    _ = experiment.resolved.json()
    _ = try EditableExperiment(reading: path, library: "distributions")
    try run(experiment)
  }

  @Sendable static func prices(_ bytes: UnsafeRawBufferPointer) throws {
    _ = file("prices/openai.yaml", bytes)
    let book = PriceBook(library: folder)
    let entries = try book.entries()
    guard let day = CalendarDate("2026-11-26") else { return }
    let check = PriceCheck(date: day, maxAge: 30)
    for entry in entries { _ = check.findings(entry) }
    try run(try Experiment.read("experiments/price-list.yaml", library: folder))
  }

  @Sendable static func data(_ bytes: UnsafeRawBufferPointer) throws {
    let path = file("t.csv", bytes)
    _ = try? DataSample(reading: path, inputs: ["a", "b"], output: "x")
      .analysis(.init())
    if let dated = try? DatedPrices(reading: path, title: "x", dates: "date") {
      for kind in ["mean_reverting", "random_walk"] { _ = try? dated.path(kind) }
    }
    let text = """
      format: breakeven/1
      workload: { requests_per_month: { empirical: { file: t.csv, column: x } } }
      options:
        - { name: a, baseline: true, serving: { fixed: { per_request: 1 } } }
        - { name: b, serving: { fixed: { per_month: 1 } } }
      """
    try run(try Experiment.read(TextFile(name: "\(folder)/e.yaml", text: text)))
  }

  @Sendable static func fit(_ bytes: UnsafeRawBufferPointer) throws {
    var settings = DistributionFit.Settings()
    settings.replicates = 0
    let column = try DataColumn(reading: file("t.csv", bytes), title: "x")
    _ = try DistributionFit(column, settings)
  }

  @Sendable static func part(_ bytes: UnsafeRawBufferPointer) throws {
    let shards = try ShardSet([file("shard.part", mended(bytes))])
    if shards.isSweep {
      _ = try shards.sweep(version: version)
      return
    }
    let run = try shards.run(version: version) {
      $0.workers = 1
      $0.cashflowTrials = 3
    }
    _ = try shards.result(of: run)
  }

  @Sendable static func checkpoint(_ bytes: UnsafeRawBufferPointer) throws {
    let whole = mended(bytes)
    _ = file("blocks/blocks-0000000-0000002.part", whole)
    let folder = "\(folder)/blocks"
    let record = try ShardSet(["\(folder)/blocks-0000000-0000002.part"]).record
    let found = try Checkpoint(folder, record: record, resumes: true)
    let recorded = file("m.json", UnsafeRawBufferPointer(start: nil, count: 0))
    try record.write(toFile: recorded, atomically: false, encoding: .utf8)
    var (experiment, options) = try Experiment.read(manifest: recorded, version: version)
    experiment.settings.trials = min(experiment.settings.trials, 4_096)
    options.workers = 1
    options.cashflowTrials = 3
    _ = try PlannedRun(experiment, options).result(from: found)
  }

  @Sendable static func manifest(_ bytes: UnsafeRawBufferPointer) throws {
    let (experiment, options) = try Experiment.read(
      manifest: file("m.json", bytes), version: version)
    try run(experiment, options)
  }

  /// The same part with the checksums of its sections made right, so that what is behind them is reached.
  private static func mended(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let copy = UnsafeMutableRawBufferPointer(start: scratch, count: min(bytes.count, scratchSize))
    copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(copy.count)))
    var place = 16
    while place + 16 <= copy.count {
      let size = copy.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      guard size <= UInt64(copy.count - place - 16) else { break }
      let checksum = bk_checksum(scratch + place + 8, Int(size))
      place += 8 + Int(size)
      copy.storeBytes(of: checksum, toByteOffset: place, as: UInt64.self)
      place += 8
    }
    return UnsafeRawBufferPointer(copy)
  }

  private static let scratchSize = 1 << 21
  private nonisolated(unsafe) static let scratch = UnsafeMutableRawPointer.allocate(
    byteCount: scratchSize, alignment: 8)
}
