// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// Count, mean and sum of squared deviations of finite numbers, which can be merged.
///
/// Two passes over a piece that lies in the cache, then the merging formula of Chan, Golub and
/// LeVeque, "Algorithms for Computing the Sample Variance", The American Statistician 37(3), 1983,
/// doi:10.2307/2683386. Nothing is squared before the mean is taken off.
struct Moments {
  /// What is taken off every value first, so that a large common part costs no digits.
  private let pivot: Double
  private let scale: Double
  private var count = 0.0
  private var difference = 0.0
  private var squares = 0.0

  /// The mean, in units of 1 / scale.
  var mean: Double { pivot + difference }
  /// The variance with n - 1 in the denominator, in units of 1 / scale².
  var variance: Double { squares / (count - 1) }

  /// - Parameters:
  ///   - pivot: about the mean of all values times `scale`.
  ///   - scale: a power of two that every value is multiplied by.
  init(pivot: Double, scale: Double) {
    self.pivot = pivot
    self.scale = scale
  }

  /// Adds the values of a piece.
  mutating func add(_ values: UnsafeBufferPointer<Double>) {
    let (pivot, scale) = (pivot, scale)
    let size = Double(values.count)
    let shift = Self.sum(values, scale: scale, pivot: pivot) / size
    let squares = Self.sumOfSquares(values, scale: scale, pivot: pivot, shift: shift)
    merge(count: size, difference: shift, squares: squares)
  }

  private mutating func merge(count: Double, difference: Double, squares: Double) {
    let total = self.count + count
    let step = difference - self.difference
    let share = count / total
    self.squares += squares + step * step * self.count * share
    self.difference += step * share
    self.count = total
  }

  /// Σ (x · scale − pivot), in an order that depends on the number of values only.
  static func sum(
    _ values: UnsafeBufferPointer<Double>, scale: Double, pivot: Double = 0
  ) -> Double {
    total(values) {
      bk_sum_lanes($0, $1, scale, pivot, $2)
    } rest: {
      $0 * scale - pivot
    }
  }

  /// Σ ((x · scale − pivot) − shift)².
  private static func sumOfSquares(
    _ values: UnsafeBufferPointer<Double>, scale: Double, pivot: Double, shift: Double
  ) -> Double {
    total(values) {
      bk_sum_square_lanes($0, $1, scale, pivot, shift, $2)
    } rest: {
      let deviation = ($0 * scale - pivot) - shift
      return deviation * deviation
    }
  }

  /// The sum of a function of the values, in eight lanes: in an order that depends on the number of
  /// values only.
  @inline(__always)
  static func sum(
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
    var total = Self.total(lanes)
    while i < values.count {
      total += term(SIMD8(repeating: values[i]))[0]
      i &+= 1
    }
    return total
  }

  /// Eight lanes added up, then what is left of the values one by one.
  private static func total(
    _ values: UnsafeBufferPointer<Double>,
    _ kernel: (UnsafePointer<Double>, Int, UnsafeMutablePointer<Double>) -> Void,
    rest: (Double) -> Double
  ) -> Double {
    guard let start = values.baseAddress else { return 0 }
    let whole = values.count & ~7
    var total = withUnsafeTemporaryAllocation(of: Double.self, capacity: 8) { lanes in
      guard let first = lanes.baseAddress else { return 0.0 }
      kernel(start, whole, first)
      return Self.total(SIMD8(lanes))
    }
    for value in values[whole...] { total += rest(value) }
    return total
  }

  /// The sum of eight lanes, in an order of its own.
  static func total(_ lanes: SIMD8<Double>) -> Double {
    let low = (lanes[0] + lanes[4]) + (lanes[1] + lanes[5])
    return low + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]))
  }
}
