// SPDX-License-Identifier: GPL-3.0-or-later

/// The sum of finite numbers without any rounding, whatever their order and sizes.
///
/// An integer multiple of the least positive number, wide enough for every sum: Kulisch's long accumulator
/// ("Computer Arithmetic and Validity", 2nd edition (2013), chapter 8, doi:10.1515/9783110301793). It is
/// kept in digits of 32 bits with room for carries, so that adding a number touches three of them. Sums of
/// parts are added digit by digit, and the result has the same bits in any order.
public struct ExactSum: Sendable {
  /// Digit i counts 2^(32 i − 1074); between calls of `normalise` it may exceed 32 bits.
  private var digits = [Int64](repeating: 0, count: Self.digitCount)
  /// Additions since then; each moves a digit by less than 2^32.
  private var pending = 0

  /// The highest bit of the greatest number is 2^1023, at digit 65; two more take 2^62 of them.
  static let digitCount = 68
  private static let mostPending = 1 << 30
  private static let digitMask: Int64 = 0xFFFF_FFFF

  /// Zero.
  public init() {}

  /// Adds a finite number.
  public mutating func add(_ x: Double) {
    precondition(x.isFinite, "only finite numbers have an exact sum")
    let exponent = Int(x.exponentBitPattern)
    let significand = x.significandBitPattern | (exponent > 0 ? 1 << 52 : 0)
    let place = max(exponent, 1) - 1
    let (digit, shift) = (place >> 5, UInt64(place & 31))
    let low = significand << shift
    let high = shift == 0 ? 0 : significand >> (64 - shift)
    let parts = (Int64(low & 0xFFFF_FFFF), Int64(low >> 32), Int64(high))
    if x.sign == .plus {
      digits[digit] += parts.0
      digits[digit + 1] += parts.1
      digits[digit + 2] += parts.2
    } else {
      digits[digit] -= parts.0
      digits[digit + 1] -= parts.1
      digits[digit + 2] -= parts.2
    }
    pending += 1
    if pending == Self.mostPending { normalise() }
  }

  /// Adds a · b without rounding.
  ///
  /// - Returns: false, with nothing done, where the product is beyond all numbers.
  @discardableResult
  mutating func add(product a: Double, _ b: Double) -> Bool {
    let product = a * b
    guard product.isFinite else { return false }
    add(product)
    add((-product).addingProduct(a, b))
    return true
  }

  /// Adds a · b · c without rounding.
  ///
  /// - Returns: false, with part of it added, where a product is beyond all numbers.
  @discardableResult
  mutating func add(product a: Double, _ b: Double, _ c: Double) -> Bool {
    let product = a * b
    guard product.isFinite else { return false }
    return add(product: product, c) && add(product: (-product).addingProduct(a, b), c)
  }

  /// Adds another sum.
  public mutating func add(_ other: ExactSum) {
    normalise()
    var other = other
    other.normalise()
    for i in digits.indices { digits[i] += other.digits[i] }
    normalise()
  }

  /// The sum, rounded once, to the nearest number, ties to even; infinite when it is beyond all numbers.
  public var value: Double {
    var magnitude = self
    magnitude.normalise()
    let isNegative = magnitude.digits[Self.digitCount - 1] < 0
    if isNegative {
      for i in digits.indices { magnitude.digits[i] = -magnitude.digits[i] }
      magnitude.normalise()
    }
    let rounded = Self.rounded(magnitude.digits)
    return isNegative ? -rounded : rounded
  }

  /// Numbers whose sum is exactly this one, each the nearest to what those before it leave; nil where the sum
  /// is beyond all numbers.
  var components: [Double]? {
    var numbers: [Double] = []
    var rest = self
    while true {
      let next = rest.value
      guard next.isFinite else { return nil }
      if next == 0 { return numbers }
      numbers.append(next)
      rest.add(-next)
    }
  }

  /// The digits, each from 0 to 2^32 − 1 but the last, which has the sign: equal sums have equal digits.
  public var canonicalDigits: [Int64] {
    var copy = self
    copy.normalise()
    return copy.digits
  }

  /// The sum with these digits; nil unless they are canonical.
  public init?(canonicalDigits digits: some Collection<Int64>) {
    guard digits.count == Self.digitCount,
      digits.dropLast().allSatisfy({ $0 >= 0 && $0 <= Self.digitMask }),
      let last = digits.suffix(1).first, abs(last) <= Self.digitMask
    else { return nil }
    self.digits = Array(digits)
  }

  private mutating func normalise() {
    var carry: Int64 = 0
    for i in 0..<Self.digitCount - 1 {
      let sum = digits[i] + carry
      digits[i] = sum & Self.digitMask
      // Arithmetic: rounds down, so that the digit left behind is not negative.
      carry = sum >> 32
    }
    digits[Self.digitCount - 1] += carry
    pending = 0
  }

  /// The number nearest to digits that are not negative.
  private static func rounded(_ digits: [Int64]) -> Double {
    guard let top = digits.lastIndex(where: { $0 != 0 }) else { return 0 }
    // Three digits hold the leading 64 bits; what lies below them only tells on which side of a tie.
    func digit(_ i: Int) -> UInt64 { i >= 0 ? UInt64(digits[i]) : 0 }
    let spare = UInt64(digits[top].leadingZeroBitCount - 32)
    let upper = digit(top) << 32 | digit(top - 1)
    let lower = digit(top - 2)
    var window = spare == 0 ? upper : upper << spare | lower >> (32 - spare)
    let dropped = spare == 0 ? lower : lower & (1 << (32 - spare) - 1)
    if dropped != 0 || digits.prefix(max(top - 2, 0)).contains(where: { $0 != 0 }) { window |= 1 }
    let exponent = 32 * (top - 1) - Int(spare) - 1074
    return Double(sign: .plus, exponent: exponent, significand: Double(window))
  }
}

extension ExactSum: Equatable {
  public static func == (a: ExactSum, b: ExactSum) -> Bool {
    a.canonicalDigits == b.canonicalDigits
  }
}
