// SPDX-License-Identifier: GPL-3.0-or-later

/// Several functions from trials to columns that share the work of a block: what they all need is done once.
///
/// As of a `TrialModel`, the values of a trial depend on the model and the trial's index only.
public protocol SeveralModels: Sendable {
  /// Work space that one worker uses for one block after another.
  associatedtype Scratch
  /// New work space. Called once a worker.
  func makeScratch() throws -> Scratch
  /// Writes the numbers of every trial of `block` to the columns of each model.
  func evaluate(_ block: TrialBlock, into targets: [ColumnBlock], scratch: inout Scratch) throws
}

/// Evaluates all trials of several models into the columns of each, which have the same number of trials.
///
/// - Throws: `SimulationError`, or what the models threw for the earliest block that failed.
public func fillEach<Models: SeveralModels>(
  _ columns: [Columns], of models: Models, workers: Int = availableProcessors(),
  control: RunControl? = nil
) throws {
  guard let trials = columns.first?.trials else { return }
  precondition(columns.allSatisfy { $0.trials == trials }, "all have the same trials")
  try work(
    items: TrialBlock.count(of: trials), workers: workers, control: control,
    makeScratch: models.makeScratch
  ) { index, scratch in
    let targets = columns.map { $0.block(index) }
    let block = TrialBlock(
      firstTrial: UInt64(index) * UInt64(TrialBlock.size), count: targets[0].count)
    try models.evaluate(block, into: targets, scratch: &scratch)
    control?.add(finishedTrials: block.count * columns.count)
  }
}
