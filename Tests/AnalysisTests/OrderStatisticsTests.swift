// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Testing

@Suite("Order statistics")
struct OrderStatisticsTests {
  @Test(
    "equal those of a sorted copy, to the bit",
    arguments: HostileColumn.allCases, [1, 2, 3, 100, 400, 600, 4_096, 4_097, 30_000, 300_001])
  func equalSorted(column: HostileColumn, count: Int) {
    let values = column.values(count: count, seed: 5)
    let reference = sortedReference(values)
    var random = SplitMix(seed: 6)
    var ranks = (0..<43).map { _ in Int.random(in: 0..<count, using: &random) }
    ranks += [count - 1, 0]
    let found = values.withUnsafeBufferPointer { orderStatistics(of: $0, ranks: ranks) }
    #expect(found.map(\.bitPattern) == ranks.map { reference[$0].bitPattern })
  }

  @Test("may be many more than one selection takes", arguments: [HostileColumn.uniform, .clusters])
  func manyRanks(column: HostileColumn) {
    let values = column.values(count: 20_000, seed: 7)
    let reference = sortedReference(values)
    let ranks = Array(stride(from: 19_999, through: 0, by: -41))
    let found = values.withUnsafeBufferPointer { orderStatistics(of: $0, ranks: ranks) }
    #expect(found == ranks.map { reference[$0] })
  }

  @Test("of one rank only", arguments: HostileColumn.allCases)
  func oneRank(column: HostileColumn) {
    let values = column.values(count: 10_007, seed: 8)
    let reference = sortedReference(values)
    for rank in [0, 1, 2_500, 5_003, 9_000, 10_005, 10_006] {
      let found = values.withUnsafeBufferPointer { orderStatistics(of: $0, ranks: [rank]) }
      #expect(found.map(\.bitPattern) == [reference[rank].bitPattern])
    }
  }

  @Test("of neighbouring ranks in a crowded place")
  func neighbours() {
    let values = HostileColumn.heavyTail.values(count: 100_000, seed: 9)
    let reference = sortedReference(values)
    let ranks = Array(49_970..<50_030) + [0, 1, 2, 99_997, 99_998, 99_999]
    let found = values.withUnsafeBufferPointer { orderStatistics(of: $0, ranks: ranks) }
    #expect(found == ranks.map { reference[$0] })
  }

  @Test("of no ranks are none")
  func noRanks() {
    let empty = UnsafeBufferPointer<Double>(start: nil, count: 0)
    #expect(orderStatistics(of: empty, ranks: []).isEmpty)
    let values = HostileColumn.uniform.values(count: 5_000, seed: 1)
    #expect(values.withUnsafeBufferPointer { orderStatistics(of: $0, ranks: []) }.isEmpty)
  }

  /// NaN counts as +infinity; -0 stands before +0.
  private func sortedReference(_ values: [Double]) -> [Double] {
    values.map { $0.isNaN ? .infinity : $0 }.sorted { a, b in
      a < b || (a == b && a.sign == .minus && b.sign == .plus)
    }
  }
}
