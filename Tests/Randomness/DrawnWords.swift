// SPDX-License-Identifier: GPL-3.0-or-later

internal import RandomStreams

/// In which order the uniforms of a run are laid one after the other.
enum DrawOrder: String, CaseIterable {
  /// One input, trial after trial.
  case trials
  /// All inputs of a trial, then those of the next.
  case inputs
  /// A block of trials of one input, then of the next: the order in which runs draw.
  case blocks
  /// All months of a path in a trial, then those of the next trial.
  case months
  /// The same input and trial under neighbouring seeds, then the next trial.
  case seeds
  /// As `inputs`, but the low 32 of the 53 bits.
  case low

  /// How many streams of numbers are laid into one another.
  var width: Int {
    switch self {
    case .trials: 1
    case .inputs, .blocks, .low: 64
    case .months: 60
    case .seeds: 1_024
    }
  }
}

/// Words of 32 bits, each from a uniform of its own: the high ones of its 53 bits but in `low`.
struct DrawnWords {
  /// Trials in a block of a run.
  static let block = 1_024

  private let order: DrawOrder
  private let streams: [RandomStream]
  private var firstTrial: UInt64
  private var column = [Double](repeating: 0, count: DrawnWords.block)
  private var words: [UInt32]

  init(_ order: DrawOrder, firstTrial: UInt64) {
    self.order = order
    self.firstTrial = firstTrial
    streams = (0..<order.width).map { place in
      switch order {
      case .trials, .months: RandomStream(seed: 1, name: "input:volume")
      case .inputs, .blocks, .low: RandomStream(seed: 1, name: "input:\(place)")
      case .seeds: RandomStream(seed: UInt64(place), name: "input:volume")
      }
    }
    words = [UInt32](repeating: 0, count: Self.block * order.width)
  }

  /// The words of the next block of trials.
  mutating func next() -> [UInt32] {
    for (place, stream) in streams.enumerated() {
      let draw = order == .months ? UInt32(place) : 0
      column.withUnsafeMutableBufferPointer {
        stream.fill($0, firstTrial: firstTrial, draw: draw)
      }
      let isByColumn = order == .blocks
      let start = isByColumn ? place * Self.block : place
      let step = isByColumn ? 1 : streams.count
      for trial in 0..<Self.block { words[start + trial * step] = word(column[trial]) }
    }
    firstTrial += UInt64(Self.block)
    return words
  }

  private func word(_ uniform: Double) -> UInt32 {
    let bits = UInt64(uniform * 0x1p53)
    return UInt32(truncatingIfNeeded: order == .low ? bits : bits >> 21)
  }
}
