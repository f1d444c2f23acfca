// SPDX-License-Identifier: GPL-3.0-or-later

import Simulation
import Synchronization

/// Three columns that are functions of the trial's index: its value, a hash, an irrational multiple.
struct IndexModel: TrialModel {
  let columnCount = 3

  func makeScratch() {}

  func evaluate(_ block: TrialBlock, into columns: ColumnBlock, scratch: inout Void) {
    for column in 0..<columnCount {
      let values = columns[column]
      for i in 0..<block.count {
        values[i] = Self.value(column: column, trial: block.firstTrial + UInt64(i))
      }
    }
  }

  static func value(column: Int, trial: UInt64) -> Double {
    switch column {
    case 0: Double(trial)
    case 1: Double((trial &* 0x9E37_79B9_7F4A_7C15) >> 11)
    default: Double(trial) * 2.0.squareRoot()
    }
  }
}

struct BlockFailure: Error, Equatable {
  let block: UInt64
}

/// A model that calls a function for each block, with the block's index, and writes nothing else.
struct ProbeModel: TrialModel {
  var columnCount = 1
  var onScratch: @Sendable () throws -> Void = {}
  let onBlock: @Sendable (UInt64) throws -> Void

  /// How many blocks this scratch has seen.
  func makeScratch() throws -> Int {
    try onScratch()
    return 0
  }

  func evaluate(_ block: TrialBlock, into columns: ColumnBlock, scratch: inout Int) throws {
    scratch += 1
    try onBlock(block.firstTrial / UInt64(TrialBlock.size))
  }
}

/// A counter that tests share with a model.
final class Counter: Sendable {
  private let count = Atomic(0)
  var value: Int { count.load(ordering: .sequentiallyConsistent) }
  func increment() { count.add(1, ordering: .sequentiallyConsistent) }
}
