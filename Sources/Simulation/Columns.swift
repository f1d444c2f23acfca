// SPDX-License-Identifier: GPL-3.0-or-later

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The results of a run: for each of `columnCount` outcomes, one number a trial.
public final class Columns: Sendable {
  /// Number of columns.
  public let columnCount: Int
  /// Number of trials, the length of every column.
  public let trials: Int
  private let storage: Storage
  private let stride: Int

  /// Columns of zeros.
  ///
  /// - Throws: `SimulationError.outOfMemory` when there is no room; `trialsOutOfRange` below 1.
  public init(columnCount: Int, trials: Int) throws {
    guard trials >= 1 else { throw SimulationError.trialsOutOfRange(trials) }
    let (stride, bytes) = try Self.layout(columnCount: columnCount, trials: trials)
    // calloc, not Swift's allocate, which ends the process when there is no memory.
    guard let memory = calloc(bytes, 1) else { throw SimulationError.outOfMemory(bytes: bytes) }
    self.columnCount = columnCount
    self.trials = trials
    self.stride = stride
    storage = Storage(memory: memory)
  }

  deinit { free(storage.memory) }

  /// The values of one column, valid as long as this object lives.
  ///
  /// Keep a reference to the object, or use `withColumn`, which does.
  public subscript(column: Int) -> UnsafeBufferPointer<Double> {
    precondition(column >= 0 && column < columnCount, "no such column")
    return UnsafeBufferPointer(start: storage.first + column * stride, count: trials)
  }

  /// Calls `body` with the values of one column.
  public func withColumn<Value, Failure: Error>(
    _ column: Int, _ body: (UnsafeBufferPointer<Double>) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    defer { withExtendedLifetime(self) {} }
    return try body(self[column])
  }

  /// Lets `body` write the numbers of some trials of a column, before anybody reads them.
  public func write<Value>(
    _ column: Int, _ trials: Range<Int>,
    _ body: (UnsafeMutableBufferPointer<Double>) throws -> Value
  ) rethrows -> Value {
    precondition(column >= 0 && column < columnCount, "no such column")
    precondition(trials.lowerBound >= 0 && trials.upperBound <= self.trials, "no such trials")
    let start = storage.first + column * stride + trials.lowerBound
    return try body(UnsafeMutableBufferPointer(start: start, count: trials.count))
  }

  /// Some of the columns with some of their trials, in the orders given.
  ///
  /// - Parameters:
  ///   - trials: indices below the number of trials, at least one.
  ///   - wanted: indices of columns; all when nil.
  /// - Throws: `SimulationError.outOfMemory`.
  public func selecting(_ trials: [Int], columns wanted: [Int]? = nil) throws -> Columns {
    let wanted = wanted ?? Array(0..<columnCount)
    let selected = try Columns(columnCount: wanted.count, trials: trials.count)
    for (index, column) in wanted.enumerated() {
      let source = self[column]
      let target = selected.storage.first + index * selected.stride
      for (place, trial) in trials.enumerated() { target[place] = source[trial] }
    }
    return selected
  }

  /// The part of all columns that belongs to block `index`, or to one of several pieces of it, about to be
  /// written.
  func block(_ index: Int, piece: Int = 0, of pieces: Int = 1) -> ColumnBlock {
    let size = TrialBlock.size / pieces
    let offset = index * TrialBlock.size + piece * size
    if index % Self.blocksPrepared == 0, piece == 0 { prepare(from: offset) }
    return ColumnBlock(
      base: storage.first + offset, stride: stride, columnCount: columnCount,
      count: max(0, min(size, trials - offset)), isReadLate: trials >= Self.manyTrials)
  }

  /// From how many trials on a block is no longer in the caches when all are evaluated.
  private static let manyTrials = 65_536

  /// How many blocks' memory is asked for at a time.
  private static let blocksPrepared = 32

  /// Has the kernel provide the pages of the next blocks at once: a fault for each of them would cost a
  /// tenth of what the trials cost.
  private func prepare(from offset: Int) {
    #if os(Linux)
      // MADV_POPULATE_WRITE, from Linux 5.14 on; others refuse it, and nothing is lost.
      let populateWrite: CInt = 23
      let page = 4_096
      func prepare(_ start: UnsafeMutablePointer<Double>, _ count: Int) {
        let end = UnsafeMutableRawPointer(start + count)
        let first = UnsafeMutableRawPointer(start).alignedUp(toMultipleOf: page)
        let last = end.alignedDown(toMultipleOf: page)
        if last > first { madvise(first, last - first, populateWrite) }
      }
      let count = min(Self.blocksPrepared * TrialBlock.size, trials - offset)
      if count == trials { return prepare(storage.first, stride * columnCount) }
      for column in 0..<columnCount { prepare(storage.first + column * stride + offset, count) }
    #endif
  }

  /// The distance between columns, in numbers, and the bytes of all of them.
  private static func layout(
    columnCount: Int, trials: Int
  ) throws -> (stride: Int, bytes: Int) {
    precondition(columnCount >= 0, "the number of columns is negative")
    // Padded to whole blocks of eight, and so that equal trials of different columns do not compete
    // for the same cache set, as they would at a distance of 4 KiB.
    let (padded, overflow) = trials.addingReportingOverflow(7 + 8)
    let stride = padded & ~7 | 8
    let (numbers, overflow2) = stride.multipliedReportingOverflow(by: columnCount)
    let (bytes, overflow3) = numbers.multipliedReportingOverflow(by: MemoryLayout<Double>.stride)
    let (total, overflow4) = bytes.addingReportingOverflow(Storage.alignment)
    guard !overflow, !overflow2, !overflow3, !overflow4 else {
      throw SimulationError.outOfMemory(bytes: .max)
    }
    return (stride, total)
  }
}

/// The memory of all columns.
///
/// Unchecked, because the compiler cannot see that it is safe to share: while a run is on, workers
/// write through `Columns.block` only, each block index is given to one worker once, and the blocks
/// are disjoint. Readers get the object after `concurrentPerform` has returned, which orders all
/// writes before; from then on nobody writes.
private struct Storage: @unchecked Sendable {
  static let alignment = 64
  let memory: UnsafeMutableRawPointer

  /// The first number: columns begin with a cache line.
  var first: UnsafeMutablePointer<Double> {
    memory.alignedUp(toMultipleOf: Self.alignment).assumingMemoryBound(to: Double.self)
  }
}
