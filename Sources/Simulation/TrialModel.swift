// SPDX-License-Identifier: GPL-3.0-or-later

/// A function from trials to columns of numbers: what the engine evaluates, whatever it means.
///
/// The values of a trial must depend on the model and the trial's index only: never on the block it
/// came in, nor on what the scratch held before. Then a run has the same bits for any number of
/// workers, and a run of trials n to m is part of any longer one.
public protocol TrialModel: Sendable {
  /// Work space that one worker uses for one block after another.
  associatedtype Scratch
  /// How many numbers a trial gives.
  var columnCount: Int { get }
  /// New work space. Called once a worker, so that blocks allocate nothing.
  func makeScratch() throws -> Scratch
  /// Writes the numbers of every trial of `block` to `columns`.
  ///
  /// - Throws: anything; the run stops and throws the error of the earliest block that failed.
  func evaluate(_ block: TrialBlock, into columns: ColumnBlock, scratch: inout Scratch) throws
}

/// A run of consecutive trials that is evaluated in one go.
public struct TrialBlock: Sendable, Hashable {
  /// How many trials a block has; the last one of a run may have fewer.
  public static let size = 1_024

  /// Index of the first trial: the address of its random numbers.
  public let firstTrial: UInt64
  /// Number of trials, 1 to `size`.
  public let count: Int

  public init(firstTrial: UInt64, count: Int) {
    self.firstTrial = firstTrial
    self.count = count
  }

  /// `count` rounded up to a multiple of eight, for models that evaluate eight trials at a time.
  public var paddedCount: Int { (count + 7) & ~7 }
}

/// The part of every column that belongs to one block.
public struct ColumnBlock {
  /// Number of columns.
  public let columnCount: Int
  /// Number of trials in the block.
  public let count: Int
  /// Whether the columns are so long that the block has left the caches before anyone reads it.
  ///
  /// Then its columns begin at multiples of 64 bytes.
  public let isReadLate: Bool
  private let base: UnsafeMutablePointer<Double>
  private let stride: Int

  /// - Parameters:
  ///   - base: the first trial of the block in column 0.
  ///   - stride: the distance from a column to the next, in numbers.
  public init(
    base: UnsafeMutablePointer<Double>, stride: Int, columnCount: Int, count: Int,
    isReadLate: Bool = false
  ) {
    self.base = base
    self.stride = stride
    self.columnCount = columnCount
    self.count = count
    self.isReadLate = isReadLate
  }

  /// Where the block's values of `column` go: `count` places.
  public subscript(column: Int) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: pointer(column), count: count)
  }

  /// The same with room up to the next multiple of eight; what is written past `count` is ignored.
  public func padded(_ column: Int) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: pointer(column), count: (count + 7) & ~7)
  }

  /// The same without the first columns.
  public func dropFirst(_ columns: Int) -> ColumnBlock {
    precondition(columns >= 0 && columns <= columnCount, "no such columns")
    return ColumnBlock(
      base: base + columns * stride, stride: stride, columnCount: columnCount - columns,
      count: count, isReadLate: isReadLate)
  }

  /// The same with the first trials only.
  func prefix(_ trials: Int) -> ColumnBlock {
    precondition(trials >= 0 && trials <= count, "no such trials")
    return ColumnBlock(
      base: base, stride: stride, columnCount: columnCount, count: trials, isReadLate: isReadLate)
  }

  private func pointer(_ column: Int) -> UnsafeMutablePointer<Double> {
    precondition(column >= 0 && column < columnCount, "no such column")
    return base + column * stride
  }
}
