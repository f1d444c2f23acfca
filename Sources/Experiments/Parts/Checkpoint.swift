// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation
internal import Simulation

/// A folder with the finished blocks of a run, from which it goes on after it was stopped at any moment.
///
/// Each file holds a stretch of blocks, has its checksums, and appears whole or not at all. Columns add a
/// file a stretch; histograms replace their file by one that reaches further.
public struct Checkpoint: Sendable {
  /// The folder, which is there.
  public let folder: String
  private let record: String

  /// Seconds of work that may be lost.
  private static let interval = 2.0

  /// - Parameters:
  ///   - record: the manifest of the whole run.
  ///   - resumes: whether finished blocks are wanted.
  /// - Throws: `InvalidInput` when the folder has finished blocks and they are not wanted, or when they are of
  ///   another run or damaged.
  public init(_ folder: String, record: String, resumes: Bool) throws {
    self.folder = folder
    self.record = record
    let names = files
    guard resumes || names.isEmpty else {
      throw InvalidInput(
        file: folder, fault: "has finished blocks of an earlier run",
        remedy: "go on from them with --resume, or remove the folder")
    }
    var problems: [Problem] = []
    for name in names {
      do {
        let part = try PartReader(name)
        guard part.header.record != record else { continue }
        let difference = recordDifference(of: part.header.record, from: record)
        problems.append(
          Problem(
            place: Place(file: name), key: "", fault: "of another run: \(difference)",
            remedy: "name another folder, or remove this one"))
      } catch let invalid as InvalidInput {
        problems += invalid.problems
      }
    }
    guard problems.isEmpty else { throw InvalidInput(problems) }
  }

  /// Removes the finished blocks, and the folder if nothing else is in it.
  ///
  /// The last ones first: what a kill leaves of them is then still a beginning, from which a run can go on.
  public func remove() {
    for file in files.reversed() { unlink(file) }
    rmdir(folder)
  }

  private var files: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix("blocks-") && $0.hasSuffix(".part") }.sorted()
      .map { "\(folder)/\($0)" }
  }

  /// Brings columns, which begin with the first of `blocks`, from what is finished to the end.
  func extend(_ columns: Columns, of run: PlannedRun, _ blocks: Range<Int>) throws {
    var next = blocks.lowerBound
    for part in try parts(blocks, of: run) {
      guard part.header.blocks.lowerBound == next else { throw gap(part) }
      try run.read(part, into: columns, from: blocks.lowerBound)
      next = part.header.blocks.upperBound
    }
    try stretches(next..<blocks.upperBound) { stretch in
      try run.evaluate(stretch, into: columns, from: blocks.lowerBound)
      try save(.columns(columns), stretch, of: run, from: blocks.lowerBound)
    }
  }

  /// Brings histograms from what is finished to the end.
  func extend(_ streamed: inout StreamedTrials, of run: PlannedRun, _ blocks: Range<Int>) throws {
    var next = blocks.lowerBound
    // The one that reaches furthest; an older one is there when the run was stopped in between.
    let parts = try parts(blocks, of: run)
    if let part = parts.max(by: { $0.header.blocks.upperBound < $1.header.blocks.upperBound }) {
      guard part.header.blocks.lowerBound == next else { throw gap(part) }
      try run.read(part, into: &streamed)
      next = part.header.blocks.upperBound
    }
    var last = parts.map(\.name)
    try stretches(next..<blocks.upperBound) { stretch in
      streamed.merge(try run.stream(blocks: stretch))
      let whole = blocks.lowerBound..<stretch.upperBound
      try save(.histograms(streamed), whole, of: run, from: whole.lowerBound)
      for file in last where file != path(whole) { unlink(file) }
      last = [path(whole)]
    }
  }

  /// Calls `body` with one stretch of blocks after another, each so long that it takes about `interval`.
  private func stretches(_ blocks: Range<Int>, _ body: (Range<Int>) throws -> Void) throws {
    var next = blocks.lowerBound
    var size = 64
    while next < blocks.upperBound {
      let stretch = next..<min(next + size, blocks.upperBound)
      let watch = Stopwatch()
      try body(stretch)
      let wanted = Double(size) * Self.interval / max(watch.seconds, 1e-3)
      size = Int(min(max(wanted, 64), Double(2 * size)))
      next = stretch.upperBound
    }
  }

  private func save(
    _ kept: PlannedRun.Trials, _ blocks: Range<Int>, of run: PlannedRun, from origin: Int
  ) throws {
    let header = PartHeader(
      kind: run.isStreamed ? .histograms : .columns, blocks: blocks, total: run.blockCount,
      shard: nil, record: record)
    try run.write(kept, blocks, header, to: name(blocks), in: folder, from: origin)
  }

  /// The files with finished blocks, in order.
  ///
  /// - Throws: `InvalidInput` when one has blocks that are not wanted: another shard's.
  private func parts(_ blocks: Range<Int>, of run: PlannedRun) throws -> [PartReader] {
    let parts = try files.map { try PartReader($0) }
    for part in parts {
      guard part.header.fits(run) else { throw PartReader.damaged(part.name) }
      let own = part.header.blocks
      guard own.lowerBound >= blocks.lowerBound, own.upperBound <= blocks.upperBound else {
        throw InvalidInput(
          file: part.name, fault: "of another shard",
          remedy: "give each shard a --checkpoint of its own")
      }
    }
    return parts
  }

  private func gap(_ part: PartReader) -> InvalidInput {
    InvalidInput(
      file: part.name, fault: "the blocks before it are missing", remedy: "remove the folder")
  }

  private func path(_ blocks: Range<Int>) -> String { "\(folder)/\(name(blocks))" }

  /// Sorts by the first block.
  private func name(_ blocks: Range<Int>) -> String {
    func digits(_ number: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, 7 - text.count)) + text
    }
    return "blocks-\(digits(blocks.lowerBound))-\(digits(blocks.upperBound)).part"
  }
}

extension PlannedRun {
  /// Evaluates all trials, going on from a checkpoint, and analyses what came out.
  ///
  /// - Throws: as `Experiment.run`; `OperationFailed` when a checkpoint cannot be written.
  public func result(from checkpoint: Checkpoint?) throws -> RunResult {
    guard let checkpoint else { return try result(of: simulate()) }
    return try result(of: simulate(0..<blockCount, checkpoint))
  }
}
