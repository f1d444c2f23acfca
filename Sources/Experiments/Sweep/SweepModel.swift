// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import RandomStreams
internal import Simulation

/// Points of a sweep as the engine sees them: one draw of each block for all.
struct SweepModel: SeveralModels {
  private let plans: [PlannedRun]
  private let values: [[Double]]
  private let inputs: [Int?]
  private let drawer: TrialDrawer

  /// - Parameters:
  ///   - plans: one for each point.
  ///   - values: of each point, axis by axis.
  ///   - inputs: the place of each axis among the inputs; nil where it moves a constant.
  init(_ plans: [PlannedRun], values: [[Double]], inputs: [Int?]) {
    self.plans = plans
    self.values = values
    self.inputs = inputs
    drawer = TrialDrawer(plans[0].experiment, plan: plans[0].plan)
  }

  struct Scratch {
    let buffer: DrawBuffer
    let generator: TrialGenerator
    let evaluators: [Evaluator]
  }

  func makeScratch() -> Scratch {
    Scratch(
      buffer: drawer.makeBuffer(), generator: TrialGenerator(),
      evaluators: plans.map { Evaluator($0.experiment.model, columns: $0.outputs) })
  }

  func evaluate(_ block: TrialBlock, into targets: [ColumnBlock], scratch: inout Scratch) throws {
    let buffer = scratch.buffer
    try drawer.draw(block, into: buffer, generator: scratch.generator)
    for (point, target) in targets.enumerated() {
      for (input, value) in zip(inputs, values[point]) {
        guard let input else { continue }
        buffer.input(input).update(repeating: value, count: block.paddedCount)
      }
      let outputs = (0..<target.columnCount).compactMap { target[$0].baseAddress }
      let fault = scratch.evaluators[point].evaluate(
        buffer.draws, count: block.count, into: outputs)
      if let fault {
        throw plans[point].experiment.overflow(
          trial: block.firstTrial + UInt64(fault.trial), option: fault.option)
      }
    }
  }
}
