// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation
internal import Simulation

/// The shards of one run or sweep, all of them, each once.
public struct ShardSet {
  /// The manifest of the run.
  public let record: String
  let parts: [Part]

  /// A file that was looked at, and is opened again when its turn comes: there may be many.
  struct Part {
    let name: String
    let header: PartHeader

    func open() throws -> PartReader {
      let reader = try PartReader(name)
      guard reader.header == header else { throw PartReader.damaged(name) }
      return reader
    }
  }

  /// Opens shards: files, or the folders that `run --shard` wrote.
  ///
  /// - Throws: `InvalidInput` that names every part that is damaged, of another run or there twice, and
  ///   every shard that is missing; `OperationFailed` when one cannot be read.
  public init(_ paths: [String]) throws {
    var readers: [Part] = []
    var problems: [Problem] = []
    for path in paths {
      do {
        let reader = try PartReader(Self.file(path))
        readers.append(Part(name: reader.name, header: reader.header))
      } catch let invalid as InvalidInput {
        problems += invalid.problems
      }
    }
    // What most parts say is what the others are foreign to.
    var frequency: [String: Int] = [:]
    for reader in readers { frequency[reader.header.record, default: 0] += 1 }
    let first = readers.max {
      frequency[$0.header.record, default: 0] < frequency[$1.header.record, default: 0]
    }
    guard let first else { throw InvalidInput(problems) }
    record = first.header.record
    for reader in readers where !reader.belongs(to: first) {
      let difference = recordDifference(of: reader.header.record, from: record)
      problems.append(
        reader.problem(
          "of another run than \(first.name): \(difference)",
          "merge the shards of one run only"))
    }
    let own = readers.filter { $0.belongs(to: first) }
      .sorted { $0.header.blocks.lowerBound < $1.header.blocks.lowerBound }
    problems += Self.doubled(own)
    if problems.isEmpty { problems += Self.missing(own) }
    guard problems.isEmpty else { throw InvalidInput(problems) }
    parts = own
  }

  /// The file of a part: itself, or in the folder of a run.
  private static func file(_ path: String) -> String {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return exists && isFolder.boolValue ? "\(path)/\(PlannedRun.shardFile)" : path
  }

  private static func doubled(_ parts: [Part]) -> [Problem] {
    var problems: [Problem] = []
    var before: Part?
    for part in parts {
      if let before, part.header.blocks.lowerBound < before.header.blocks.upperBound {
        problems.append(
          part.problem(
            "has \(part.header.unit) that \(before.name) has as well", "give each shard once"))
      }
      if part.header.blocks.upperBound > before?.header.blocks.upperBound ?? 0 { before = part }
    }
    return problems
  }

  private static func missing(_ parts: [Part]) -> [Problem] {
    guard let first = parts.first else { return [] }
    let total = first.header.total
    var gaps: [Range<Int>] = []
    var next = 0
    for part in parts {
      if part.header.blocks.lowerBound > next { gaps.append(next..<part.header.blocks.lowerBound) }
      next = part.header.blocks.upperBound
    }
    if next < total { gaps.append(next..<total) }
    guard !gaps.isEmpty else { return [] }
    let counts = Set(parts.map { $0.header.shard?.count ?? 0 })
    guard counts.count == 1, let count = counts.first, count > 0 else {
      return gaps.map { gap in
        let size = first.header.kind == .sweep ? 1 : TrialBlock.size
        return first.problem(
          "\(first.header.unit) \(gap.lowerBound * size) to \(gap.upperBound * size) are in no part",
          "run the shard that has them")
      }
    }
    let absent = Set(1...count).subtracting(parts.compactMap { $0.header.shard?.number })
    return absent.sorted().map { number in
      Problem(
        place: Place(file: "merge"), key: "",
        fault: "shard \(number)/\(count) is missing",
        remedy: "add it, or make it with"
          + " `\(first.header.kind == .sweep ? "sweep" : "run") --shard \(number)/\(count)`")
    }
  }

  /// The run that the shards are of.
  ///
  /// - Parameter version: this program's.
  /// - Throws: `InvalidInput` when another version made them.
  public func run(version: String, _ change: (inout RunOptions) -> Void) throws -> PlannedRun {
    let file = TextFile(name: parts.first?.name ?? "", text: record)
    var (experiment, options) = try Experiment.read(recordedIn: file, version: version)
    change(&options)
    if experiment.files.isEmpty { experiment.files = [file] }
    let run = try PlannedRun(experiment, options)
    for part in parts where !part.header.fits(run) { throw PartReader.damaged(part.name) }
    return run
  }

  /// What the run finds, to the bit what it would have found in one go.
  ///
  /// - Throws: `InvalidInput` that names a damaged part; as `Experiment.run`.
  public func result(of run: PlannedRun) throws -> RunResult {
    if run.isStreamed {
      var streamed = try StreamedTrials(run.experiment, run.outputs)
      for part in parts { try run.read(part.open(), into: &streamed) }
      return try run.result(of: .histograms(streamed))
    }
    let columns = try run.room(for: 0..<run.blockCount)
    for part in parts { try run.read(part.open(), into: columns, from: 0) }
    return try run.result(of: .columns(columns))
  }
}

extension ShardSet.Part {
  fileprivate func belongs(to other: ShardSet.Part) -> Bool {
    header.record == other.header.record && header.kind == other.header.kind
      && header.total == other.header.total
  }

  fileprivate func problem(_ fault: String, _ remedy: String) -> Problem {
    Problem(place: Place(file: name), key: "", fault: fault, remedy: remedy)
  }
}

extension PartHeader {
  /// What is shared out among parts.
  fileprivate var unit: String { kind == .sweep ? "points" : "trials" }
}

/// What differs between the manifests of two runs, in words.
func recordDifference(of record: String, from other: String) -> String {
  let (own, others) = (RecordSummary(record), RecordSummary(other))
  for (key, name) in RecordSummary.keys {
    guard let value = own?.values[key], let expected = others?.values[key], value != expected
    else { continue }
    return "\(name) \(value), not \(expected)"
  }
  if own?.files != others?.files { return "made from other files" }
  return "another experiment, or other options"
}

/// What a manifest says first.
private struct RecordSummary {
  static let keys = [
    ("breakeven", "version"), ("seed", "seed"), ("trials", "trials"), ("sampling", "sampling"),
    ("sampler", "sampler"), ("block_size", "blocks of"), ("streaming", "streaming"),
    ("cashflow_trials", "cash-flow trials"),
  ]

  var values: [String: String] = [:]
  var files: [String] = []

  init?(_ record: String) {
    let text = TextFile(name: "", text: record)
    guard
      let root = try? Document.root(of: text, atMost: Document.largestManifestTree),
      let top = Located(node: root, path: "", diagnostics: Diagnostics(file: "")).section()
    else { return nil }
    for (key, _) in Self.keys { values[key] = top.take(key)?.text }
    files = (top.take("files")?.elements() ?? []).compactMap {
      $0.section()?.take("sha256")?.text
    }
  }
}
