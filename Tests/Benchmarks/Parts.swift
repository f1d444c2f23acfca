// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import CostModel
import Distributions
import Experiments
import RandomStreams

/// The parts of a run of the reference workload, each by itself, for all its inputs and months.
struct Parts {
  static let blockSize = 1_024
  static let blocks = 100
  let experiment: Experiment

  var all: [Measurement] { [streams, inputs, processes, costModel, selection] }

  private var months: Int { experiment.model.horizonMonths }

  private func overBlocks(
    _ name: String, _ body: @escaping (UnsafeMutableBufferPointer<Double>, UInt64) -> Void
  ) -> Measurement {
    Measurement(name, trials: Self.blocks * Self.blockSize) {
      withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.blockSize) { buffer in
        for block in 0..<Self.blocks { body(buffer, UInt64(block * Self.blockSize)) }
      }
    }
  }

  /// The uniforms of all inputs and shocks.
  private var streams: Measurement {
    let stream = RandomStream(seed: 42, name: "benchmark")
    let draws = experiment.inputs.count + experiment.model.shockSources.count * months
    return overBlocks("streams: \(draws) uniforms") { buffer, trial in
      for draw in 0..<draws { stream.fill(buffer, firstTrial: trial, draw: UInt32(draw)) }
    }
  }

  private var inputs: Measurement {
    let stream = RandomStream(seed: 42, name: "benchmark")
    let distributions = experiment.inputs.compactMap(\.distribution)
    return overBlocks("inputs: \(distributions.count), with their uniforms") { buffer, trial in
      for (index, distribution) in distributions.enumerated() {
        stream.fill(buffer, firstTrial: trial, draw: UInt32(index))
        distribution.transform(buffer)
      }
    }
  }

  private var processes: Measurement {
    let stream = RandomStream(seed: 42, name: "benchmark")
    let shocks = experiment.model.shockSources.count * months
    return overBlocks("processes: \(shocks) shocks, with their uniforms") { buffer, trial in
      for shock in 0..<shocks {
        stream.fill(buffer, firstTrial: trial, draw: UInt32(shock))
        transformToStandardNormal(buffer)
      }
    }
  }

  /// The months and outcomes of one block of draws, over and over.
  private var costModel: Measurement {
    let inputs = experiment.inputs.count
    let shocks = experiment.model.shockSources.count
    let size = Self.blockSize
    let storage = UnsafeMutablePointer<Double>.allocate(capacity: size * (inputs + shocks * months))
    let columns = UnsafeMutablePointer<UnsafePointer<Double>>.allocate(capacity: inputs + shocks)
    for (index, input) in experiment.inputs.enumerated() {
      let column = UnsafeMutableBufferPointer(start: storage + index * size, count: size)
      RandomStream(seed: 42, name: input.name).fill(column, firstTrial: 0)
      input.distribution?.transform(column)
      columns[index] = UnsafePointer(storage + index * size)
    }
    for shock in 0..<shocks {
      let first = storage + (inputs + shock * months) * size
      let column = UnsafeMutableBufferPointer(start: first, count: months * size)
      RandomStream(seed: 42, name: "shock \(shock)").fill(column, firstTrial: 0)
      transformToStandardNormal(column)
      columns[inputs + shock] = UnsafePointer(first)
    }
    let draws = Draws(
      inputs: UnsafePointer(columns), shocks: UnsafePointer(columns + inputs), stride: size)
    let outputs = experiment.model.columns(of: Benchmarks.fiveMetrics)
    let evaluator = Evaluator(experiment.model, columns: outputs)
    let results = outputs.map { _ in UnsafeMutablePointer<Double>.allocate(capacity: size) }
    return Measurement("cost model: five metrics", trials: Self.blocks * size) {
      for _ in 0..<Self.blocks { _ = evaluator.evaluate(draws, count: size, into: results) }
    }
  }

  /// Fifteen percentiles with their intervals of each of eleven columns.
  private var selection: Measurement {
    let count = 500_000
    let columns = 11
    let column = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
    RandomStream(seed: 42, name: "selection").fill(column, firstTrial: 0)
    (try? LogNormal(median: 20_000, sigma: 0.5))?.transform(column)
    let probabilities = RunResult.percentiles.map { Double($0) / 100 }
    return Measurement("selection: 15 percentiles of \(columns) columns", trials: count) {
      for _ in 0..<columns {
        _ = try quantileEstimates(of: UnsafeBufferPointer(column), probabilities: probabilities)
      }
    }
  }
}
