// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions
internal import RandomStreams
internal import SamplingDesigns
internal import Simulation

/// Draws the uniforms of inputs that are correlated.
///
/// Each input keeps its own stream; what a copula needs besides comes from a stream that is named after
/// the inputs. They stand in the order of their names, so that no order in the file matters.
struct GroupDrawer: Sendable {
  private let inputs: [Int]
  private let streams: [RandomStream]
  private let divisors: RandomStream
  private let copula: Copula

  init(_ group: Correlations.Group, names: [String], seed: UInt64) {
    inputs = group.inputs
    copula = group.copula
    streams = names.map { RandomStream(seed: seed, name: "input:\($0)") }
    divisors = RandomStream(seed: seed, name: "copula:" + names.joined(separator: "\0"))
  }

  /// A uniform of an input that is too close to 1 to be told by itself.
  struct UpperTail {
    let input: Int
    let trial: Int
    /// Its distance from 1.
    let probability: Double
  }

  /// Puts the uniforms of a block where the inputs' draws go.
  func fill(_ block: TrialBlock, _ buffer: DrawBuffer, _ plan: SamplingPlan) -> [UpperTail] {
    let count = block.paddedCount
    let columns = inputs.indices.map { index in
      let column = UnsafeMutableBufferPointer(start: buffer.input(inputs[index]), count: count)
      streams[index].fill(column, firstTrial: block.firstTrial)
      plan.inputs[inputs[index]]?.transform(column, firstTrial: block.firstTrial)
      return column
    }
    let tails = withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { mixing in
      divisors.fill(mixing, firstTrial: block.firstTrial)
      return copula.correlate(columns, divisors: mixing)
    }
    return tails.map {
      UpperTail(input: inputs[$0.variable], trial: $0.place, probability: $0.probability)
    }
  }
}
