// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Testing

@Suite("Kernels for elementary functions")
struct KernelTests {
  /// A value as a double and the rest.
  struct Reference: Sendable {
    let x: Double
    let high: Double
    let low: Double

    init(_ x: Double, _ high: Double, _ low: Double) {
      self.x = x
      self.high = high
      self.low = low
    }

    /// How many units in the last place `computed` is off.
    func ulps(_ computed: Double) -> Double {
      computed == high ? abs(low) / high.ulp : abs((computed - high) - low) / high.ulp
    }
  }

  enum Kernel: String, CaseIterable, Sendable {
    case exponential, logarithm, normalQuantile

    func callAsFunction(_ x: [Double]) -> [Double] {
      var values = x
      switch self {
      case .exponential: bk_exp(&values, values.count)
      case .logarithm: bk_log(&values, values.count)
      case .normalQuantile: bk_normal_quantile(&values, values.count)
      }
      return values
    }
    func callAsFunction(_ x: Double) -> Double { self([x])[0] }
  }

  /// The header promises 1.5 ulp.
  @Test("e^x is within 1.5 ulp", arguments: exponentials)
  func exponentialIsAccurate(_ reference: Reference) {
    #expect(reference.ulps(Kernel.exponential(reference.x)) <= 1.5)
  }

  @Test("ln x is within 1.5 ulp", arguments: logarithms)
  func logarithmIsAccurate(_ reference: Reference) {
    #expect(reference.ulps(Kernel.logarithm(reference.x)) <= 1.5)
  }

  /// The published approximation is good to 1e-16 and rounding its polynomials adds some ulps.
  ///
  /// 9 ulps are at most 2e-15.
  @Test("the normal quantile is within 9 ulp", arguments: normalQuantiles)
  func normalQuantileIsAccurate(_ reference: Reference) {
    #expect(reference.ulps(Kernel.normalQuantile(reference.x)) <= 9)
  }

  @Test("e^x overflows to infinity, underflows to 0 and keeps NaN")
  func exponentialAtTheEnds() {
    #expect(Kernel.exponential([0, -0.0]) == [1, 1])
    #expect(Kernel.exponential(.infinity) == .infinity)
    #expect(Kernel.exponential(709.79) == .infinity)
    #expect(Kernel.exponential(1e300) == .infinity)
    #expect(Kernel.exponential(709.782712893384).isFinite)
    #expect(Kernel.exponential([-708.1, -745, -1e300, -.infinity]) == [0, 0, 0, 0])
    #expect(Kernel.exponential(.nan).isNaN)
  }

  @Test("ln x is -infinity at 0, NaN below, and keeps infinity and NaN")
  func logarithmAtTheEnds() {
    #expect(Kernel.logarithm(1) == 0)
    #expect(Kernel.logarithm([0, -0.0, 0x1p-1030]) == [-.infinity, -.infinity, -.infinity])
    #expect(Kernel.logarithm([-1, -.infinity, -0x1p-1030]).allSatisfy { $0.isNaN })
    #expect(Kernel.logarithm(.infinity) == .infinity)
    #expect(Kernel.logarithm(.nan).isNaN)
  }

  @Test("the normal quantile is odd about 1/2 to the bit and rises")
  func normalQuantileIsOdd() {
    let lower =
      (1...4_000).map { Double($0) / 8_192 }
      + (13...50).map { Double(sign: .plus, exponent: -$0, significand: 1) }
    let upper = lower.map { 1 - $0 }
    #expect(Kernel.normalQuantile(upper) == Kernel.normalQuantile(lower).map { -$0 })
    let rising = Kernel.normalQuantile((1..<100_000).map { Double($0) / 100_000 })
    #expect(zip(rising, rising.dropFirst()).allSatisfy { $0 < $1 })
    #expect(Kernel.normalQuantile(0.5) == 0)
  }

  /// Vector lanes, remainders and chunks must not show in the bits.
  @Test("a value does not depend on its place or on the array's length", arguments: Kernel.allCases)
  func placeDoesNotMatter(kernel: Kernel) {
    let x = (1...700).map { Double(($0 * 37) % 701) / 701 }
    let whole = kernel(x)
    #expect(whole == x.map { kernel($0) })
    for count in [0, 1, 3, 7, 8, 9, 255, 256, 257, 513] {
      #expect(kernel(Array(x.prefix(count))) == Array(whole.prefix(count)))
    }
  }
}
