// SPDX-License-Identifier: GPL-3.0-or-later

import Simulation
import Testing

@Suite("A run")
struct RunTests {
  @Test(
    "gives the same bits for any number of workers",
    arguments: [1, 7, 8, 1_023, 1_024, 1_025, 10_000], 1...8)
  func sameBits(trials: Int, workers: Int) throws {
    let columns = try run(IndexModel(), trials: trials, workers: workers)
    #expect(columns.trials == trials)
    #expect(columns.columnCount == 3)
    for column in 0..<3 {
      let expected = (0..<trials).map {
        IndexModel.value(column: column, trial: UInt64($0)).bitPattern
      }
      #expect(columns.withColumn(column) { $0.map(\.bitPattern) } == expected)
    }
  }

  @Test(
    "tells blocks that leave the caches before anyone reads them, each column at a multiple of 64 bytes",
    arguments: [(100, false), (1_000, false), (65_535, false), (65_536, true), (70_001, true)])
  func readLate(trials: Int, isReadLate: Bool) throws {
    struct Model: TrialModel {
      let columnCount = 3
      let isReadLate: Bool
      func makeScratch() {}
      func evaluate(_ block: TrialBlock, into columns: ColumnBlock, scratch: inout Void) throws {
        #expect(columns.isReadLate == isReadLate)
        for column in 0..<columnCount {
          let start = try #require(columns[column].baseAddress)
          #expect(UInt(bitPattern: start) % 64 == 0)
          columns[column].update(repeating: Double(column))
        }
      }
    }
    _ = try run(Model(isReadLate: isReadLate), trials: trials, workers: 2)
  }

  @Test("that begins later is a part of the longer run", arguments: [1, 1_000, 1_024, 1 << 40])
  func part(firstTrial: UInt64) throws {
    let columns = try run(IndexModel(), trials: 3_000, firstTrial: firstTrial, workers: 2)
    for column in 0..<3 {
      let expected = (0..<3_000).map {
        IndexModel.value(column: column, trial: firstTrial + UInt64($0))
      }
      #expect(columns.withColumn(column) { Array($0) } == expected)
    }
  }

  @Test(
    "hands out every trial once, in blocks of 1,024 or, where they are few for the workers, in quarters",
    arguments: [(1, 1_024), (3, 1_024), (8, 256), (Int.max, 256)])
  func blocks(workers: Int, size: Int) throws {
    struct Model: TrialModel {
      let columnCount = 2
      func makeScratch() {}
      func evaluate(_ block: TrialBlock, into columns: ColumnBlock, scratch: inout Void) {
        for i in 0..<block.count {
          columns[0][i] += 1
          columns[1][i] = Double(block.count)
        }
      }
    }
    let columns = try run(Model(), trials: 15 * 1_024 + 500, workers: workers)
    #expect(columns[0].allSatisfy { $0 == 1 })
    let rest = 500 % size
    #expect(columns[1].dropLast(rest).allSatisfy { $0 == Double(size) })
    #expect(columns[1].suffix(rest).allSatisfy { $0 == Double(rest) })
  }

  @Test(
    "lets models write whole groups of eight trials without harm to other columns",
    arguments: [1, 1_023, 1_025, 2_049])
  func padding(trials: Int) throws {
    struct Model: TrialModel {
      let columnCount = 4
      func makeScratch() {}
      func evaluate(_ block: TrialBlock, into columns: ColumnBlock, scratch: inout Void) {
        // Backwards, so that an overlap would hit a column written before.
        for column in (0..<columnCount).reversed() {
          let values = columns.padded(column)
          precondition(values.count == block.paddedCount && values.count.isMultiple(of: 8))
          for i in values.indices { values[i] = i < block.count ? Double(column) : .nan }
        }
      }
    }
    let columns = try run(Model(), trials: trials, workers: 2)
    for column in 0..<4 {
      #expect(columns[column].count == trials)
      #expect(columns[column].allSatisfy { $0 == Double(column) })
    }
  }

  @Test("makes at most one scratch a worker", arguments: 1...4)
  func scratches(workers: Int) throws {
    let made = Counter()
    let model = ProbeModel(onScratch: { made.increment() }, onBlock: { _ in })
    _ = try run(model, trials: 100 * TrialBlock.size, workers: workers)
    #expect((1...workers).contains(made.value))
  }

  @Test("takes fewer than one worker for one")
  func noWorkers() throws {
    let columns = try run(IndexModel(), trials: 10, workers: 0)
    #expect(columns[0][9] == 9)
  }

  @Test("of no trials, or of trials beyond the last index, is refused")
  func trialsOutOfRange() throws {
    for trials in [0, -1, Int.min] {
      #expect(throws: SimulationError.trialsOutOfRange(trials)) {
        try run(IndexModel(), trials: trials)
      }
    }
    #expect(throws: SimulationError.trialsOutOfRange(2)) {
      try run(IndexModel(), trials: 2, firstTrial: .max)
    }
    let last = try run(IndexModel(), trials: 1, firstTrial: .max)
    #expect(last[0][0] == Double(UInt64.max))
  }

  @Test("that needs more memory than there can be says how much")
  func outOfMemory() {
    let bytes = 1 << 56
    #expect {
      try run(ProbeModel { _ in }, trials: bytes / 8)
    } throws: { error in
      guard case SimulationError.outOfMemory(let needed) = error else { return false }
      return needed >= bytes && needed < bytes + 1_024
    }
    for (trials, columnCount) in [(Int.max, 1), (Int.max / 8, 2), (1 << 40, 1 << 30)] {
      #expect(throws: SimulationError.outOfMemory(bytes: .max)) {
        try run(ProbeModel(columnCount: columnCount) { _ in }, trials: trials)
      }
    }
  }
}
