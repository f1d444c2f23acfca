// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Testing

/// A sum by exact rational arithmetic, of numbers that `reference_sums.py` makes alike.
struct SumReference: Sendable, CustomTestStringConvertible {
  enum Kind: Sendable { case plain, cancelling }
  let kind: Kind
  let seed: UInt64
  let count: Int
  let lowest: UInt64
  let highest: UInt64
  let bits: UInt64

  var testDescription: String { "\(kind), \(count) with exponents \(lowest) to \(highest)" }

  var numbers: [Double] {
    var random = SplitMix(seed: seed)
    let first = (0..<count).map { _ in
      let exponent = lowest + random.next() % (highest - lowest + 1)
      return Double(bitPattern: random.next() & 0x800F_FFFF_FFFF_FFFF | exponent << 52)
    }
    guard kind == .cancelling else { return first }
    return first + first.enumerated().map { $0.offset % 7 == 0 ? -$0.element.nextUp : -$0.element }
  }
}

@Suite("An exact sum")
struct ExactSumTests {
  func sum(_ numbers: some Sequence<Double>) -> ExactSum {
    var sum = ExactSum()
    for number in numbers { sum.add(number) }
    return sum
  }

  @Test("is that of rational arithmetic, rounded once", arguments: sumReferences)
  func reference(reference: SumReference) {
    let value = sum(reference.numbers).value
    #expect(value == Double(bitPattern: reference.bits), "\(value)")
  }

  @Test("does not depend on order or grouping", arguments: sumReferences.filter { $0.count > 2 })
  func order(reference: SumReference) throws {
    let numbers = reference.numbers
    let whole = sum(numbers)
    #expect(sum(numbers.reversed()) == whole)
    #expect(sum(numbers.sorted()) == whole)
    var random = SplitMix(seed: 5)
    for _ in 0..<5 {
      var parts = (0..<7).map { _ in ExactSum() }
      for number in numbers { parts[Int(random.next() % 7)].add(number) }
      parts.shuffle(using: &random)
      var merged = ExactSum()
      for part in parts { merged.add(part) }
      #expect(merged.canonicalDigits == whole.canonicalDigits)
    }
    let again = try #require(ExactSum(canonicalDigits: whole.canonicalDigits))
    #expect(again == whole)
  }

  @Test("of nothing, and of what cancels, is zero")
  func zero() {
    #expect(ExactSum().value == 0)
    #expect(sum([1e300, 1, -1e300, -1]).value == 0)
    #expect(sum([1e300, 1, -1e300]) == sum([1]))
  }

  @Test("is rounded to even in a tie, and otherwise by whatever lies below, however small")
  func ties() {
    let (half, next) = (0x1p-53, Double(1).nextUp)
    #expect(sum([1, half]).value == 1)
    #expect(sum([next, half]).value == next.nextUp)
    for power in [80, 120, 1_000, 1_074] {
      let tiny = Double(sign: .plus, exponent: -power, significand: 1)
      #expect(sum([1, half, tiny]).value == next)
      #expect(sum([1, half, -tiny]).value == 1)
      #expect(sum([-1, -half, -tiny]).value == -next)
    }
  }

  @Test("takes only canonical digits")
  func digits() {
    var digits = sum([1]).canonicalDigits
    #expect(ExactSum(canonicalDigits: digits.dropLast()) == nil)
    digits[3] = -1
    #expect(ExactSum(canonicalDigits: digits) == nil)
    digits[3] = 1 << 32
    #expect(ExactSum(canonicalDigits: digits) == nil)
  }
}
