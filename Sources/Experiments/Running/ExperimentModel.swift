// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import RandomStreams
internal import Simulation

/// The experiment as the engine sees it: a function from trials to columns.
struct ExperimentModel: TrialModel {
  let experiment: Experiment
  let columns: [OutputColumn]
  private let drawer: TrialDrawer

  init(_ experiment: Experiment, columns: [OutputColumn], plan: SamplingPlan) {
    self.experiment = experiment
    self.columns = columns
    drawer = TrialDrawer(experiment, plan: plan)
  }

  /// What one worker needs for block after block.
  struct Scratch {
    let buffer: DrawBuffer
    let generator: TrialGenerator
    let evaluator: Evaluator
    var outputs: [UnsafeMutablePointer<Double>]
  }

  var columnCount: Int { columns.count }

  func makeScratch() -> Scratch {
    let buffer = drawer.makeBuffer(trials: Self.pieceSize)
    return Scratch(
      buffer: buffer, generator: TrialGenerator(),
      evaluator: Evaluator(experiment.model, columns: columns),
      outputs: columns.map { _ in buffer.input(0) })
  }

  func evaluate(_ block: TrialBlock, into columns: ColumnBlock, scratch: inout Scratch) throws {
    for first in Self.pieces(of: block) {
      _ = try evaluatePiece(of: block, from: first, into: columns, scratch: &scratch)
    }
  }

  /// Where the pieces of a block begin that are evaluated one after the other.
  static func pieces(of block: TrialBlock) -> StrideTo<Int> {
    stride(from: 0, to: block.count, by: pieceSize)
  }

  /// Evaluates the trials of a block from `first` on, and leaves their draws in the buffer.
  ///
  /// - Returns: how many they are.
  func evaluatePiece(
    of block: TrialBlock, from first: Int, into columns: ColumnBlock, scratch: inout Scratch
  ) throws -> Int {
    let piece = try drawPiece(of: block, from: first, scratch)
    for index in scratch.outputs.indices {
      guard let start = columns[index].baseAddress else { break }
      scratch.outputs[index] = start + first
    }
    let fault = scratch.evaluator.evaluate(
      scratch.buffer.draws, count: piece.count, into: scratch.outputs,
      pastCaches: columns.isReadLate)
    if let fault {
      throw experiment.overflow(
        trial: piece.firstTrial + UInt64(fault.trial), option: fault.option)
    }
    return piece.count
  }

  /// Draws the trials of a block from `first` on, as many as there is room for.
  private func drawPiece(
    of block: TrialBlock, from first: Int, _ scratch: Scratch
  ) throws -> TrialBlock {
    let piece = TrialBlock(
      firstTrial: block.firstTrial + UInt64(first), count: min(Self.pieceSize, block.count - first))
    try drawer.draw(piece, into: scratch.buffer, generator: scratch.generator)
    return piece
  }

  /// Trials whose draws are held at a time: with the tables of their quantiles they stay in the second-level
  /// cache.
  private static let pieceSize = 256

  /// Books the months of a block's trials, of some options, and hands each group of eight to `body`.
  func forEachGroup(
    _ block: TrialBlock, options: Set<Int>, scratch: Scratch,
    _ body: (_ offset: Int, Evaluator) -> Void
  ) throws {
    for first in Self.pieces(of: block) {
      let piece = try drawPiece(of: block, from: first, scratch)
      for offset in Swift.stride(from: 0, to: piece.count, by: Lanes.scalarCount) {
        scratch.evaluator.book(scratch.buffer.draws, offset: offset, options: options)
        body(first + offset, scratch.evaluator)
      }
    }
  }
}

extension Experiment {
  /// A trial whose cost is more than a number can hold.
  func overflow(trial: UInt64, option: Int) -> InvalidInput {
    InvalidInput([
      Problem(
        place: Place(file: files.first?.name ?? ""),
        key: "options.\(model.options[option].name)",
        fault: "its cost in trial \(trial) is too large for a number",
        remedy: "look at `breakeven trial` \(trial): growth, volatility or a price runs away")
    ])
  }
}
