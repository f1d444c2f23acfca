// SPDX-License-Identifier: GPL-3.0-or-later

internal import Synchronization

/// What is kept of blocks whose numbers are not: sums, counts, histograms.
///
/// What is kept must not depend on the order in which blocks come or are merged, to the last bit; then a
/// run has the same bits for any number of workers and any division into parts.
public protocol BlockAccumulator: Sendable {
  /// Takes in the numbers of a block, which are gone afterwards.
  mutating func add(_ block: ColumnBlock)
  /// Adds what another kept of other blocks.
  mutating func merge(_ other: Self)
}

/// Evaluates some blocks of a model and keeps of them what an accumulator keeps.
///
/// Each worker has an accumulator of its own and room for one block, which stays in the cache from the
/// evaluation to the accumulation. Nothing grows with the number of trials.
///
/// - Parameters:
///   - trials: of the whole run; they say how long its last block is.
///   - blocks: which of its blocks, at least one.
///   - empty: what a worker begins with.
///   - workers: how many blocks are evaluated at a time; below 1 counts as 1.
/// - Throws: `SimulationError`, or what the model threw for the earliest block that failed.
public func stream<Model: TrialModel, Kept: BlockAccumulator>(
  _ model: Model, trials: Int, blocks: Range<Int>, into empty: Kept,
  workers: Int = availableProcessors(), control: RunControl? = nil
) throws -> Kept {
  guard trials >= 1, blocks.lowerBound >= 0, blocks.upperBound <= TrialBlock.count(of: trials)
  else { throw SimulationError.trialsOutOfRange(trials) }
  let kept = Mutex(empty)
  try work(
    items: blocks.count, workers: workers, control: control,
    makeScratch: {
      (
        own: try model.makeScratch(), kept: empty,
        room: try Columns(columnCount: model.columnCount, trials: TrialBlock.size)
      )
    },
    body: { index, scratch in
      let block = TrialBlock(index: blocks.lowerBound + index, of: trials)
      let target = scratch.room.block(0).prefix(block.count)
      try model.evaluate(block, into: target, scratch: &scratch.own)
      scratch.kept.add(target)
      control?.add(finishedTrials: block.count)
    },
    finish: { scratch in kept.withLock { $0.merge(scratch.kept) } })
  return kept.withLock { $0 }
}

extension TrialBlock {
  /// How many blocks `trials` trials make.
  public static func count(of trials: Int) -> Int { (trials - 1) / size + 1 }

  /// The block at `index` of a run of `trials` trials.
  init(index: Int, of trials: Int) {
    let first = index * Self.size
    self.init(firstTrial: UInt64(first), count: min(Self.size, trials - first))
  }
}
