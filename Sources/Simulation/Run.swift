// SPDX-License-Identifier: GPL-3.0-or-later

/// Evaluates trials `firstTrial`, `firstTrial + 1`, … of a model, in blocks, on several workers.
///
/// The result has the same bits for any number of workers.
///
/// - Parameters:
///   - trials: how many, at least 1.
///   - workers: how many blocks are evaluated at a time; below 1 counts as 1. Where there are fewer than four
///     for each, quarters of them are.
///   - control: lets another thread cancel the run and follow its progress.
/// - Returns: the model's columns, one number a trial, trial `firstTrial` first.
/// - Throws: `SimulationError`, or what the model threw for the earliest block that failed.
public func run<Model: TrialModel>(
  _ model: Model, trials: Int, firstTrial: UInt64 = 0, workers: Int = availableProcessors(),
  control: RunControl? = nil
) throws -> Columns {
  guard trials >= 1, UInt64(trials) - 1 <= UInt64.max - firstTrial else {
    throw SimulationError.trialsOutOfRange(trials)
  }
  let columns = try Columns(columnCount: model.columnCount, trials: trials)
  try fill(
    columns, of: model, blocks: 0..<TrialBlock.count(of: trials), firstTrial: firstTrial,
    workers: workers, control: control)
  return columns
}

/// Evaluates some blocks of the trials that columns are for; the rest of the columns stays as it is.
///
/// - Parameters:
///   - blocks: of the columns' trials.
///   - firstTrial: the trial of the columns' first place.
/// - Throws: `SimulationError`, or what the model threw for the earliest block that failed.
public func fill<Model: TrialModel>(
  _ columns: Columns, of model: Model, blocks: Range<Int>, firstTrial: UInt64 = 0,
  workers: Int = availableProcessors(), control: RunControl? = nil
) throws {
  // So few blocks that workers would wait for the last are evaluated in pieces.
  let pieces = blocks.count / 4 < workers ? 4 : 1
  try work(
    items: blocks.count * pieces, workers: workers, control: control, makeScratch: model.makeScratch
  ) { index, scratch in
    let place = blocks.lowerBound + index / pieces
    let piece = index % pieces
    let target = columns.block(place, piece: piece, of: pieces)
    guard target.count > 0 else { return }
    let offset = place * TrialBlock.size + piece * (TrialBlock.size / pieces)
    let block = TrialBlock(firstTrial: firstTrial + UInt64(offset), count: target.count)
    try model.evaluate(block, into: target, scratch: &scratch)
    control?.add(finishedTrials: target.count)
  }
}
