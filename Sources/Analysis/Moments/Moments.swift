// SPDX-License-Identifier: GPL-3.0-or-later

/// Count, mean and sum of squared deviations of finite numbers, which can be merged.
///
/// Two passes over a piece that lies in the cache, then the merging formula of Chan, Golub and
/// LeVeque, "Algorithms for Computing the Sample Variance", The American Statistician 37(3), 1983,
/// doi:10.2307/2683386. Nothing is squared before the mean is taken off, so a large common part
/// costs no digits.
struct Moments {
  private(set) var count = 0.0
  private(set) var mean = 0.0
  private(set) var squares = 0.0

  /// Adds the values of `piece`, each multiplied by `scale`.
  ///
  /// Sums run in eight lanes, in an order that depends on the length of the piece only.
  mutating func add(_ piece: Slice<UnsafeBufferPointer<Double>>, scale: Double) {
    guard let first = piece.first else { return }
    let values = UnsafeBufferPointer(rebasing: piece)
    // Deviations from any one of the values already lose the common part.
    let pivot = first * scale
    let size = Double(values.count)
    let shift = Self.sum(values) { $0 * scale - pivot } / size
    let mean = pivot + shift
    let residue = Self.sum(values) { ($0 * scale - pivot) - shift }
    let squares = Self.sum(values) {
      let deviation = ($0 * scale - pivot) - shift
      return deviation * deviation
    }
    // The residue is what rounding left of a sum that should be 0.
    merge(count: size, mean: mean + residue / size, squares: squares - residue * residue / size)
  }

  private mutating func merge(count: Double, mean: Double, squares: Double) {
    let total = self.count + count
    let difference = mean - self.mean
    let share = count / total
    self.squares += squares + difference * difference * self.count * share
    self.mean += difference * share
    self.count = total
  }

  @inline(__always)
  private static func sum(
    _ values: UnsafeBufferPointer<Double>, _ term: (SIMD8<Double>) -> SIMD8<Double>
  ) -> Double {
    var lanes = SIMD8<Double>()
    var i = 0
    while i &+ 8 <= values.count {
      var x = SIMD8<Double>()
      for lane in 0..<8 { x[lane] = values[i &+ lane] }
      lanes += term(x)
      i &+= 8
    }
    var total = ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5]))
    total += ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]))
    while i < values.count {
      total += term(SIMD8(repeating: values[i]))[0]
      i &+= 1
    }
    return total
  }
}
