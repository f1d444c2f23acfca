// SPDX-License-Identifier: GPL-3.0-or-later

internal import Simulation

extension PlannedRun {
  /// The name of the file that holds a shard, in its folder.
  public static let shardFile = "shard.part"

  /// That the run can be made in parts: of shards, or from a checkpoint on.
  ///
  /// - Throws: `InvalidInput` with every reason against it, under `name`.
  public func checkParts(name: String) throws(InvalidInput) {
    var problems: [Problem] = []
    func refuse(_ fault: String, _ remedy: String) {
      problems.append(Problem(place: Place(file: name), key: "", fault: fault, remedy: remedy))
    }
    if experiment.condition != nil {
      refuse("which trials a region keeps is known of all together", "leave out --where")
    }
    if experiment.settings.stopWhen != nil {
      refuse(
        "how many trials a precision takes is known of all together",
        "give --trials and no --precision or stop_when")
    }
    guard problems.isEmpty else { throw InvalidInput(problems) }
  }

  /// That every shard has trials.
  ///
  /// - Throws: `InvalidInput` when there are more shards than blocks.
  public func check(_ shard: Shard, name: String) throws(InvalidInput) {
    try checkParts(name: name)
    guard shard.count <= blockCount else {
      throw InvalidInput(
        file: name,
        fault: "\(experiment.settings.trials) trials are \(blockCount) blocks of"
          + " \(TrialBlock.size), fewer than \(shard.count) shards",
        remedy: "give at most \(blockCount) shards, or more trials")
    }
  }

  /// How many trials are a shard's share.
  public func trials(of shard: Shard) -> Int { trials(of: shard.blocks(of: blockCount)).count }

  /// Simulates a shard and writes it to a folder.
  ///
  /// - Parameter record: the manifest of the whole run.
  /// - Throws: as `Experiment.run`; `OperationFailed` when it cannot be written.
  public func write(_ shard: Shard, record: String, to folder: String) throws {
    try write(shard, record: record, to: folder, from: nil)
  }

  /// The same, going on from a checkpoint.
  public func write(
    _ shard: Shard, record: String, to folder: String, from checkpoint: Checkpoint?
  ) throws {
    let blocks = shard.blocks(of: blockCount)
    let header = PartHeader(
      kind: isStreamed ? .histograms : .columns, blocks: blocks, total: blockCount, shard: shard,
      record: record)
    let trials = try simulate(blocks, checkpoint)
    if let control = options.control, control.isCancelled { throw SimulationError.interrupted }
    try write(trials, blocks, header, to: Self.shardFile, in: folder, from: blocks.lowerBound)
  }

  /// Evaluates some blocks; columns begin with the first of them.
  func simulate(_ blocks: Range<Int>, _ checkpoint: Checkpoint?) throws -> Trials {
    if isStreamed {
      var kept = try StreamedTrials(experiment, outputs)
      guard let checkpoint else { return .histograms(try stream(blocks: blocks)) }
      try checkpoint.extend(&kept, of: self, blocks)
      return .histograms(kept)
    }
    let columns = try room(for: blocks)
    if let checkpoint {
      try checkpoint.extend(columns, of: self, blocks)
    } else {
      try evaluate(blocks, into: columns, from: blocks.lowerBound)
    }
    return .columns(columns)
  }

  /// Columns for the trials of some blocks.
  ///
  /// - Throws: `InvalidInput` when the memory does not hold them.
  func room(for blocks: Range<Int>) throws -> Columns {
    let count = trials(of: blocks).count
    try MemoryBudget.check(trials: count, columns: outputs.count)
    do {
      return try Columns(columnCount: outputs.count, trials: count)
    } catch SimulationError.outOfMemory(let bytes) {
      throw MemoryBudget.problem(bytes: bytes, columns: outputs.count, trials: count)
    }
  }

  /// Evaluates some blocks into columns whose first block is `origin`.
  func evaluate(_ blocks: Range<Int>, into columns: Columns, from origin: Int) throws {
    try experiment.makeTables(options)
    try fill(
      columns, of: model, blocks: blocks.lowerBound - origin..<blocks.upperBound - origin,
      firstTrial: UInt64(origin * TrialBlock.size), workers: options.workers,
      control: options.control)
  }

  /// Writes the trials of some blocks, from columns whose first block is `origin` or from histograms of
  /// just these blocks.
  func write(
    _ kept: Trials, _ blocks: Range<Int>, _ header: PartHeader, to name: String, in folder: String,
    from origin: Int
  ) throws {
    try PartWriter.write(header, to: name, in: folder) { writer in
      switch kept {
      case .histograms(let streamed): try writer.section(streamed.words)
      case .columns(let columns):
        let places = places(blocks, from: origin)
        for column in outputs.indices {
          try columns.withColumn(column) { values in
            try writer.section(
              UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: values[places])))
          }
        }
      }
    }
  }

  /// Reads the numbers of a part into columns whose first block is `origin`.
  func read(_ part: PartReader, into columns: Columns, from origin: Int) throws {
    let places = places(part.header.blocks, from: origin)
    for column in outputs.indices {
      try columns.write(column, places) {
        try part.read(into: UnsafeMutableRawBufferPointer($0))
      }
    }
    try part.finish()
  }

  /// Adds the histograms of a part.
  func read(_ part: PartReader, into streamed: inout StreamedTrials) throws {
    let words = try part.words(atMost: 1 << 26)
    try part.finish()
    let before = streamed.count
    guard streamed.add(words: words),
      streamed.count - before == trials(of: part.header.blocks).count
    else { throw PartReader.damaged(part.name) }
  }

  /// Where the trials of some blocks lie in columns whose first block is `origin`.
  private func places(_ blocks: Range<Int>, from origin: Int) -> Range<Int> {
    let (trials, first) = (trials(of: blocks), origin * TrialBlock.size)
    return trials.lowerBound - first..<trials.upperBound - first
  }
}

extension PartHeader {
  /// Whether it can be of a run: of as many blocks, keeping the same.
  func fits(_ run: PlannedRun) -> Bool {
    total == run.blockCount && kind == (run.isStreamed ? .histograms : .columns)
  }
}
