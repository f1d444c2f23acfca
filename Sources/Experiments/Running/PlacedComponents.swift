// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Distributions
internal import RandomStreams
internal import SamplingDesigns
internal import Simulation

/// The leading components of one source of shocks as coordinates of a design.
struct PlacedComponents: Sendable {
  let components: LeadingComponents
  /// For each component its coordinate; nil where its uniforms stay as they are.
  let coordinates: [SamplingDesign.Coordinate?]

  /// The uniforms of one component: a draw of the source's own stream, far beyond those of its months.
  static func fill(
    _ uniforms: UnsafeMutableBufferPointer<Double>, _ stream: RandomStream, _ component: Int,
    firstTrial: UInt64
  ) {
    stream.fill(uniforms, firstTrial: firstTrial, draw: UInt32(1 << 20 + component))
  }

  /// Moves the shocks of a block to the design's points.
  ///
  /// - Parameter shocks: a column of `stride` numbers for each month.
  func place(
    _ block: TrialBlock, _ stream: RandomStream, into shocks: UnsafeMutablePointer<Double>,
    stride: Int
  ) {
    let most = LeadingComponents.most
    withUnsafeTemporaryAllocation(of: Double.self, capacity: most * stride) { values in
      for index in 0..<most {
        let column = UnsafeMutableBufferPointer(
          rebasing: values[index * stride..<index * stride + block.paddedCount])
        guard index < components.count else {
          column.initialize(repeating: 0)
          continue
        }
        Self.fill(column, stream, index, firstTrial: block.firstTrial)
        coordinates[index]?.transform(column, firstTrial: block.firstTrial)
        transformToStandardNormal(column)
      }
      guard let base = values.baseAddress else { return }
      components.place(base, into: shocks, stride: stride, trials: block.paddedCount)
    }
  }
}

/// A source of monthly normal shocks, whose path a design places.
struct NormalSource {
  /// How much of the path's distance is closed each month.
  let reversion: Parameter

  /// The share that stays, at the base case of the reversion.
  func keep(_ inputs: [Input]) -> Double {
    switch reversion {
    case .constant(let value): 1 - value
    case .input(let index): 1 - (inputs[index].distribution?.baseCase ?? 0)
    }
  }
}

extension CostModel {
  /// The path that a source of shocks moves; nil for events.
  func normalSource(_ index: Int) -> NormalSource? {
    let source = shockSources[index]
    guard source.kind == .normal else { return nil }
    switch source.process {
    case .volume: return NormalSource(reversion: 0)
    case .pricePath(let path): return NormalSource(reversion: pricePaths[path].reversion)
    default: return nil
    }
  }
}
