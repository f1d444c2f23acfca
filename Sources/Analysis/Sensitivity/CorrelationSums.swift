// SPDX-License-Identifier: GPL-3.0-or-later

/// Sums of products of all pairs of columns over a piece of the rows; pieces add up.
struct CorrelationSums: Sendable {
  let width: Int
  /// The lower triangle row by row, (0, 0), (1, 0), (1, 1) and so on.
  private(set) var products: [Double]
  private(set) var sums: [Double]

  init(width: Int) {
    self.width = width
    products = [Double](repeating: 0, count: width * (width + 1) / 2)
    sums = [Double](repeating: 0, count: width)
  }

  /// Rows that lie in the second-level cache together.
  private static let blockSize = 512

  /// Adds rows.
  ///
  /// - Parameter fill: writes rows of one column, in units in which squares neither overflow nor
  ///   vanish.
  mutating func add(
    rows: Range<Int>,
    fill: (_ column: Int, _ rows: Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    let block = UnsafeMutableBufferPointer<Double>.allocate(capacity: width * Self.blockSize)
    defer { block.deallocate() }
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockSize) {
      let part = first..<min(first + Self.blockSize, rows.upperBound)
      let columns = (0..<width).map { column in
        let start = column * Self.blockSize
        let buffer = UnsafeMutableBufferPointer(rebasing: block[start..<(start + part.count)])
        fill(column, part, buffer)
        return UnsafeBufferPointer(buffer)
      }
      var place = 0
      for j in 0..<width {
        sums[j] += Moments.sum(columns[j]) { $0 }
        for k in 0...j {
          products[place] += innerProduct(columns[j], columns[k])
          place += 1
        }
      }
    }
  }

  static func += (a: inout Self, b: Self) {
    for i in a.products.indices { a.products[i] += b.products[i] }
    for i in a.sums.indices { a.sums[i] += b.sums[i] }
  }

  /// The covariance of two columns times the number of rows.
  func centred(_ j: Int, _ k: Int, count: Int) -> Double {
    let (row, column) = (max(j, k), min(j, k))
    return products[row * (row + 1) / 2 + column] - sums[j] / Double(count) * sums[k]
  }
}

/// Σ a_i b_i, in an order that depends on the number of values only.
@inline(__always)
func innerProduct(_ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>) -> Double {
  let first = UnsafeRawPointer(a.baseAddress)
  let second = UnsafeRawPointer(b.baseAddress)
  guard let first, let second else { return 0 }
  let count = min(a.count, b.count)
  var lanes = SIMD8<Double>()
  var i = 0
  while i &+ 8 <= count {
    lanes +=
      first.loadUnaligned(fromByteOffset: i &* 8, as: SIMD8<Double>.self)
      * second.loadUnaligned(fromByteOffset: i &* 8, as: SIMD8<Double>.self)
    i &+= 8
  }
  var total = ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5]))
  total += ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]))
  while i < count {
    total += a[i] * b[i]
    i &+= 1
  }
  return total
}
