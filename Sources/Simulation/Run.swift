// SPDX-License-Identifier: GPL-3.0-or-later

/// Evaluates trials `firstTrial`, `firstTrial + 1`, … of a model, in blocks, on several workers.
///
/// The result has the same bits for any number of workers.
///
/// - Parameters:
///   - trials: how many, at least 1.
///   - workers: how many blocks are evaluated at a time; below 1 counts as 1.
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
  let blocks = (trials - 1) / TrialBlock.size + 1
  try work(
    items: blocks, workers: workers, control: control, makeScratch: model.makeScratch
  ) { index, scratch in
    let target = columns.block(index)
    let block = TrialBlock(
      firstTrial: firstTrial + UInt64(index) * UInt64(TrialBlock.size), count: target.count)
    try model.evaluate(block, into: target, scratch: &scratch)
    control?.add(finishedTrials: target.count)
  }
  return columns
}
