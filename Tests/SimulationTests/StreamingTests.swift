// SPDX-License-Identifier: GPL-3.0-or-later

import Simulation
import Testing

/// Every number it saw.
private struct Everything: BlockAccumulator, Equatable {
  var values: [Double] = []
  var blocks: [Int] = []

  mutating func add(_ block: ColumnBlock) {
    values += Array(block[0])
    blocks.append(block.count)
  }

  mutating func merge(_ other: Everything) {
    values += other.values
    blocks += other.blocks
  }
}

@Suite("A streaming run")
struct StreamingTests {
  @Test("hands over every block once", arguments: [1, 1_023, 1_024, 1_025, 10_000], [1, 2, 7])
  func every(trials: Int, workers: Int) throws {
    let blocks = TrialBlock.count(of: trials)
    let kept = try stream(
      IndexModel(), trials: trials, blocks: 0..<blocks, into: Everything(), workers: workers)
    let expected = try run(IndexModel(), trials: trials)
    #expect(kept.values.sorted() == expected.withColumn(0) { $0.sorted() })
    #expect(kept.blocks.count == blocks)
    #expect(kept.blocks.count { $0 < TrialBlock.size } <= 1)
  }

  @Test("of some blocks has their trials", arguments: [0..<1, 3..<7, 9..<10])
  func some(blocks: Range<Int>) throws {
    let trials = 10_000
    let kept = try stream(
      IndexModel(), trials: trials, blocks: blocks, into: Everything(), workers: 2)
    let expected = try run(IndexModel(), trials: trials).withColumn(0) { values in
      values[blocks.lowerBound * 1_024..<min(blocks.upperBound * 1_024, trials)].sorted()
    }
    #expect(kept.values.sorted() == expected)
  }

  @Test("of blocks beyond the last is refused, and can be cancelled")
  func refused() {
    for blocks in [-1..<2, 0..<11] {
      #expect(throws: SimulationError.trialsOutOfRange(10_000)) {
        try stream(IndexModel(), trials: 10_000, blocks: blocks, into: Everything())
      }
    }
    let control = RunControl()
    control.cancel()
    #expect(throws: SimulationError.interrupted) {
      try stream(
        IndexModel(), trials: 10_000, blocks: 0..<10, into: Everything(), control: control)
    }
  }
}
