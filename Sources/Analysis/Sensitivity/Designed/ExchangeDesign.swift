// SPDX-License-Identifier: GPL-3.0-or-later

/// Runs of a model at points in which one input at a time is exchanged for that of another point.
///
/// There are two points for each trial, A and B. Inputs are independent, and an input may be several numbers
/// at once that are exchanged together.
public struct ExchangeDesign: Sendable, Hashable {
  /// A run of the model.
  public enum Run: Sendable, Hashable {
    /// At point A.
    case a
    /// At point B.
    case b
    /// At A, with one input of B.
    case aWithB(input: Int)
    /// At B, with one input of A.
    case bWithA(input: Int)
  }

  /// Number of inputs.
  public let inputs: Int
  /// Numbers that a run gives.
  public let outputs: Int
  /// Pairs of points.
  public let trials: Int
  /// What is run at each pair, A first.
  public let runs: [Run]

  /// How often the model is run in all.
  public var runCount: Int { trials * runs.count }

  /// Trials that are evaluated in one go.
  public static let blockSize = 1_024
  /// Parts whose sums are kept apart until they are put together in order, so that results do not depend on
  /// who computes them.
  static let mostPieces = 32

  /// The blocks of each part.
  var pieces: [[Range<Int>]] {
    let blocks = stride(from: 0, to: trials, by: Self.blockSize).map {
      $0..<min($0 + Self.blockSize, trials)
    }
    let count = min(Self.mostPieces, blocks.count)
    return (0..<count).map { piece in
      Array(blocks[(piece * blocks.count / count)..<((piece + 1) * blocks.count / count)])
    }
  }

  /// What a model gives in a block of trials.
  public struct Block: Sendable {
    /// For each run, each output and each trial a number, in this order of the loops.
    public var values: [Double]
    /// For each input and each trial, how far its uniform moves from A to B; only elementary effects read it.
    public var steps: [Double]

    /// The numbers of a block.
    public init(values: [Double], steps: [Double] = []) {
      self.values = values
      self.steps = steps
    }
  }

  /// Evaluates the design's runs in a block of trials.
  public typealias Model =
    @Sendable (_ design: ExchangeDesign, _ trials: Range<Int>) throws -> Block

  /// Folds the blocks of each part into what `start` makes, and the parts into each other, in order.
  func sums<Sums: Sendable>(
    _ loop: ConcurrentLoop, start: Sums, model: @escaping Model,
    add: @escaping @Sendable (inout Sums, Block, Range<Int>) -> Void,
    merge: (inout Sums, Sums) -> Void
  ) throws -> Sums {
    let pieces = self.pieces
    let parts = try concurrentValues(count: pieces.count, loop) { piece in
      Result {
        var sums = start
        for trials in pieces[piece] { add(&sums, try model(self, trials), trials) }
        return sums
      }
    }
    var sums = start
    for part in parts { merge(&sums, try part.get()) }
    return sums
  }
}
