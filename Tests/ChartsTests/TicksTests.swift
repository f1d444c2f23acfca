// SPDX-License-Identifier: GPL-3.0-or-later

import Charts
import Testing

@Suite("Ticks and scales")
struct TicksTests {
  @Test("Amounts have steps of 1, 2 or 5 and letters for thousands and millions")
  func amounts() {
    func labels(_ low: Double, _ high: Double, _ most: Int) -> [String] {
      let ticks = Ticks(from: low, to: high, most: most, kind: .amount)
      return ticks.values.map { ticks.label($0) }
    }
    #expect(labels(0, 26_000, 6) == ["0", "5k", "10k", "15k", "20k", "25k"])
    #expect(labels(-30_000, 120_000, 5) == ["0", "50k", "100k"])
    #expect(
      labels(-30_000, 120_000, 9) == ["−20k", "0", "20k", "40k", "60k", "80k", "100k", "120k"])
    #expect(labels(0, 1_500, 4) == ["0", "500", "1,000", "1,500"])
    #expect(labels(0, 2.4e6, 6) == ["0", "0.5M", "1.0M", "1.5M", "2.0M"])
    #expect(labels(0, 0.0047, 5) == ["0.000", "0.001", "0.002", "0.003", "0.004"])
    #expect(labels(0, 3e18, 4) == ["0", "1e18", "2e18", "3e18"])
  }

  @Test("Months have steps that divide years, shares are in percent")
  func monthsAndShares() {
    #expect(Ticks(from: 0, to: 36, most: 7, kind: .months).values == [0, 6, 12, 18, 24, 30, 36])
    #expect(Ticks(from: 0, to: 36, most: 4, kind: .months).values == [0, 12, 24, 36])
    #expect(Ticks(from: 0, to: 8, most: 9, kind: .months).values == [0, 1, 2, 3, 4, 5, 6, 7, 8])
    #expect(Ticks(from: 0, to: 240, most: 5, kind: .months).values == [0, 60, 120, 180, 240])
    let shares = Ticks(from: 0, to: 1, most: 6, kind: .share)
    #expect(
      shares.values.map { shares.label($0) } == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"])
  }

  @Test(
    "Never more ticks than asked for, all inside, whatever the interval",
    arguments: [
      (0.0, 1.0), (-1e-9, 1e-9), (1e9, 1e9 + 1), (-1e150, 1e150), (3, 3.0000001),
      (-7.3, -7.2), (0.1, 0.7), (99, 101), (1e-300, 2e-300),
    ] as [(Double, Double)])
  func bounded(low: Double, high: Double) {
    for most in 1...12 {
      for kind in [AxisKind.amount, .months, .share] {
        let scale = LinearScale(from: low, to: high, start: 0, end: 100)
        let ticks = scale.ticks(most: most, kind: kind)
        #expect(ticks.values.count <= max(most, 1), "\(low) \(high) \(most)")
        #expect(ticks.values.allSatisfy { $0.isFinite })
        #expect(Set(ticks.values).count == ticks.values.count)
      }
    }
  }

  @Test("A scale is straight, keeps to its ends, and is never empty")
  func scales() {
    let scale = LinearScale(from: 10, to: 20, start: 100, end: 0)
    #expect(scale(10) == 100)
    #expect(scale(15) == 50)
    #expect(scale(25) == 0)
    #expect(scale(-.infinity) == 100)
    for (low, high) in [(5.0, 5.0), (0, 0), (.nan, .nan), (.infinity, .infinity), (3, -3)] {
      let odd = LinearScale(from: low, to: high, start: 0, end: 1)
      #expect(odd.low < odd.high)
      #expect(odd(odd.low) == 0)
      #expect(odd(odd.high) == 1)
    }
    let covering = LinearScale.covering([2, .infinity, 8], including: [0], start: 0, end: 1)
    #expect(covering.low == 0)
    #expect(covering.high > 8)
  }

  @Test("Labels move apart around the place they share, and stay inside")
  func labels() {
    // Three that want 50 with 10 each lie at 40, 50 and 60.
    #expect(
      LabelPlacement.spread([50, 50, 50], sizes: [10, 10, 10], within: 0...100) == [40, 50, 60])
    // Two that touch nothing stay; the order given is kept.
    #expect(LabelPlacement.spread([80, 20], sizes: [10, 10], within: 0...100) == [80, 20])
    // At an end they are pushed in.
    #expect(LabelPlacement.spread([99, 98], sizes: [10, 10], within: 0...100) == [95, 85])
    // 20 and 26 with 10 each: the least squares are 18 and 28.
    #expect(LabelPlacement.spread([20, 26], sizes: [10, 10], within: 0...100) == [18, 28])
    #expect(LabelPlacement.visible([10, 15, 40], sizes: [10, 10, 10]) == [true, false, true])
  }
}
