// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// Eight trials side by side: the model runs through the months once for all of them.
public typealias Lanes = SIMD8<Double>

extension Lanes {
  static let one = Lanes(repeating: 1)
}

// The standard library's are called lane by lane.

/// The lesser of two, lane by lane; the first where they are equal.
func lesser(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .< a) }

/// The greater of two, lane by lane; the second where they are equal.
func greater(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .>= a) }

/// Which of eight trials something is true of.
public typealias LaneMask = SIMDMask<SIMD8<Int64>>

/// One number per month for eight trials, months 1 to the horizon.
///
/// It owns its memory through the evaluator that made it, so that no month costs a bounds check or a
/// reference count.
public struct MonthSeries {
  let base: UnsafeMutablePointer<Lanes>
  let months: Int

  /// Allocates `months` zeros; `deallocate()` frees them.
  init(months: Int) {
    base = .allocate(capacity: months)
    base.initialize(repeating: .zero, count: months)
    self.months = months
  }

  func deallocate() { base.deallocate() }

  /// The value of month 1, 2, … `months`.
  public subscript(month: Int) -> Lanes {
    get { base[month - 1] }
    nonmutating set { base[month - 1] = newValue }
  }

  func fill(_ value: Lanes) { base.update(repeating: value, count: months) }

  /// Replaces every value by its exponential.
  func exponentiate() {
    base.withMemoryRebound(to: Double.self, capacity: months * Lanes.scalarCount) {
      bk_exp($0, months * Lanes.scalarCount)
    }
  }

  func sum() -> Lanes {
    var total = Lanes.zero
    bk_sum(&total, months, base)
    return total
  }
}

/// The natural logarithm of each lane, the same bits on every processor.
func logarithm(_ x: Lanes) -> Lanes {
  var lanes = x
  withUnsafeMutablePointer(to: &lanes) {
    $0.withMemoryRebound(to: Double.self, capacity: Lanes.scalarCount) {
      bk_log($0, Lanes.scalarCount)
    }
  }
  return lanes
}

/// The largest integers not above non-negative lanes below 2^51.
///
/// By way of 2^52, because the base instruction set of x86-64 has no rounding instruction.
func flooredNonNegative(_ x: Lanes) -> Lanes {
  let shift = Lanes(repeating: 0x1p52)
  let nearest = (x + shift) - shift
  return nearest.replacing(with: nearest - 1, where: nearest .> x)
}
