// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Simulation

/// The draws of some trials: a column per input, and a column per source of monthly shocks.
final class DrawBuffer {
  /// From a column to the next: room for the trials, and a cache line more.
  ///
  /// At a power of two the same trial of all columns would compete for a few places of the cache.
  let stride: Int

  let inputCount: Int
  let shockCount: Int
  /// Numbers of a source and trial.
  private let length: Int
  private let storage: UnsafeMutablePointer<Double>
  private let columns: UnsafeMutablePointer<UnsafePointer<Double>>

  /// - Parameter trials: how many have room.
  init(inputs: Int, shocks: Int, length: Int, trials: Int) {
    stride = (trials + 7) & ~7 + 8
    inputCount = inputs
    shockCount = shocks
    self.length = length
    let numbers = stride * (inputs + shocks * length)
    // At cache lines: eight trials are one.
    storage = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, numbers) * MemoryLayout<Double>.stride, alignment: 64
    ).bindMemory(to: Double.self, capacity: max(1, numbers))
    storage.initialize(repeating: 0, count: max(1, numbers))
    columns = .allocate(capacity: max(1, inputs + shocks))
    for column in 0..<max(1, inputs + shocks) { columns[column] = UnsafePointer(storage) }
    for input in 0..<inputs { columns[input] = UnsafePointer(self.input(input)) }
    for shock in 0..<shocks {
      columns[inputs + shock] = UnsafePointer(self.shock(shock, month: 1))
    }
  }

  deinit {
    storage.deallocate()
    columns.deallocate()
  }

  /// Where the draws of an input go.
  func input(_ index: Int) -> UnsafeMutablePointer<Double> { storage + stride * index }

  /// Where the shocks of a month go.
  func shock(_ index: Int, month: Int) -> UnsafeMutablePointer<Double> {
    storage + stride * (inputCount + index * length + month - 1)
  }

  /// Number of columns: inputs, then sources of shocks.
  var columnCount: Int { inputCount + shockCount }

  /// A column of an input, or of all months of a source of shocks.
  func column(_ index: Int) -> UnsafePointer<Double> { columns[index] }

  /// As the cost model reads them.
  ///
  /// Valid as long as this object lives.
  var draws: Draws {
    Draws(
      inputs: UnsafePointer(columns), shocks: UnsafePointer(columns + inputCount),
      stride: stride)
  }
}
