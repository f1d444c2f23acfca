// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Testing

@Suite("A column that passes by")
struct StreamedColumnTests {
  /// Blocks of 1,024 values, as the engine makes them.
  func blocks(_ values: [Double]) -> [ArraySlice<Double>] {
    stride(from: 0, to: values.count, by: 1_024).map { values[$0..<min($0 + 1_024, values.count)] }
  }

  func streamed(_ blocks: [ArraySlice<Double>], limits: [Double] = []) -> StreamedColumn {
    var column = StreamedColumn(limits: limits)
    for block in blocks { block.withUnsafeBufferPointer { column.add($0) } }
    return column
  }

  @Test(
    "has every order statistic within 0.1 % of the exact one", arguments: HostileColumn.allCases,
    [1, 1_000, 5_000])
  func orderStatistics(kind: HostileColumn, count: Int) throws {
    let values = kind.values(count: count, seed: 3)
    let column = streamed(blocks(values))
    let exact = values.map { $0.isNaN ? .infinity : $0 }.sorted()
    let probabilities = (0...50).map { Double($0) / 50 }
    let ranks = try probabilities.map { try QuantileRanks(count: count, probability: $0) }
    let found = quantileEstimates(of: column, probabilities: probabilities, ranks: ranks)
    for (estimate, rank) in zip(found, ranks) {
      expectClose(estimate.value, exact[rank.estimate])
      expectClose(estimate.low, rank.low.map { exact[$0] } ?? -.infinity)
      expectClose(estimate.high, rank.high.map { exact[$0] } ?? .infinity)
    }
    #expect(column.least == exact.first { $0 < .infinity } ?? .infinity)
    #expect(column.greatest == exact.last { $0 < .infinity } ?? -.infinity)
    #expect(column.neverCount == exact.count { $0 == .infinity })
    #expect(column.histogram.total == count)
  }

  /// Within 0.1 %; what is too small for a normal number counts as zero.
  func expectClose(_ found: Double, _ exact: Double) {
    if exact.isInfinite {
      #expect(found == exact)
    } else {
      #expect(abs(found - exact) <= max(abs(exact) * 0.001, .leastNormalMagnitude))
    }
  }

  @Test("has exact moments but for rounding", arguments: momentReferences)
  func moments(reference: MomentReference) throws {
    var random = SplitMix(seed: 11)
    let values = (0..<reference.count).map { _ in
      reference.offset + reference.factor * random.uniform()
    }
    let summary = try SampleSummary(of: streamed(blocks(values)))
    let squared = reference.factor * reference.factor
    guard squared < .infinity, squared > .leastNormalMagnitude else {
      // The squares are no numbers: then no spread is given, not a wrong one.
      #expect(squared < .infinity || summary.standardDeviation == nil)
      return
    }
    let mean = try #require(summary.mean)
    let deviation = try #require(summary.standardDeviation)
    let greatest = abs(reference.offset) + reference.factor
    // As for columns that are kept.
    #expect(abs(mean - reference.mean) <= 4 * greatest.ulp)
    #expect(abs(deviation / reference.standardDeviation - 1) <= 1e-14)
  }

  @Test("is the same in any order and grouping of its blocks", arguments: HostileColumn.allCases)
  func merging(kind: HostileColumn) {
    let limits = [0, 0.5, .greatestFiniteMagnitude]
    let parts = blocks(kind.values(count: 20_000, seed: 8))
    let whole = streamed(parts, limits: limits)
    var random = SplitMix(seed: 1)
    for groups in [2, 3, 16] {
      var kept = (0..<groups).map { _ in StreamedColumn(limits: limits) }
      for part in parts.shuffled(using: &random) {
        part.withUnsafeBufferPointer { kept[Int(random.next() % UInt64(groups))].add($0) }
      }
      var merged = StreamedColumn(limits: limits)
      for part in kept.shuffled(using: &random) { merged.add(part) }
      #expect(merged == whole)
    }
  }

  @Test("counts exactly what does not exceed a limit", arguments: HostileColumn.allCases)
  func limits(kind: HostileColumn) {
    let values = kind.values(count: 5_000, seed: 4)
    let limits = [-1, 0, 0.5, 4.25, .greatestFiniteMagnitude]
    let column = streamed(blocks(values), limits: limits)
    for limit in limits {
      #expect(column.count(atMost: limit) == values.count { $0 <= limit })
    }
    #expect(column.count(atMost: 3) == nil)
  }

  @Test("has about the histogram of its values, and all of them", arguments: [-3.0, 0, 1])
  func histogram(offset: Double) throws {
    var random = SplitMix(seed: 12)
    let values = (0..<20_000).map { _ in offset + 2 * random.uniform() * random.uniform() }
    let edges = try Histogram.equalEdges(from: offset + 0.01, to: offset + 1.5, count: 20)
    let exact = try values.withUnsafeBufferPointer { try Histogram(of: $0, edges: edges) }
    let found = try Histogram(of: streamed(blocks(values)), edges: edges)
    #expect(found.total == values.count)
    // At each edge a bucket of a 512th of 3 at most, where the density is below 4 in 2.
    let most = Int(20_000 * 3.0 / 512 * 2)
    for (own, other) in zip(
      found.counts + [found.below, found.above], exact.counts + [exact.below, exact.above])
    {
      #expect(abs(own - other) <= most)
    }
  }

  @Test("of equal values has exactly them and no spread", arguments: [0.1, -3, 1e300, 0])
  func constant(value: Double) throws {
    let column = streamed(blocks([Double](repeating: value, count: 3_333)))
    let summary = try SampleSummary(of: column)
    #expect(summary.mean == value)
    #expect(summary.standardDeviation == 0)
    let ranks = [try QuantileRanks(count: 3_333, probability: 0.5)]
    #expect(
      quantileEstimates(of: column, probabilities: [0.5], ranks: ranks).map(\.value) == [value])
  }

  @Test("has the mean of its tail within 0.1 %", arguments: [TailRisk.Tail.lower, .upper])
  func tails(tail: TailRisk.Tail) throws {
    var random = SplitMix(seed: 21)
    // Of one sign, and skewed.
    let values = (0..<30_000).map { _ in 10 / (0.01 + random.uniform()) }
    let column = streamed(blocks(values))
    let rank = try QuantileRanks(count: values.count, probability: tail == .upper ? 0.95 : 0.05)
    let exact = values.sorted()
    let expected = try values.withUnsafeBufferPointer {
      try TailRisk(of: $0, level: 0.95, tail: tail, valueAtRisk: exact[rank.estimate])
    }
    let valueAtRisk =
      quantileEstimates(of: column, probabilities: [0], ranks: [rank]).first?.value ?? .nan
    let found = try TailRisk(of: column, level: 0.95, tail: tail, valueAtRisk: valueAtRisk)
    #expect(
      abs(found.conditionalValueAtRisk / expected.conditionalValueAtRisk - 1) <= 0.001)
    let error = try #require(found.standardError)
    let expectedError = try #require(expected.standardError)
    #expect(abs(error / expectedError - 1) <= 0.05)
  }
}

@Suite("Counts of rows that pass by")
struct PassingCountTests {
  @Test("fall into the bins of a histogram of the column", arguments: HostileColumn.allCases)
  func bins(kind: HostileColumn) throws {
    let edges = (-2...26).map { Double($0) / 4 }
    let values = kind.values(count: 3_000, seed: 9).map { 20 * $0 } + edges
    var counts = BinCounts(bins: 24, binsPerUnit: 4)
    for half in [values[..<1_500], values[1_500...]] {
      half.withUnsafeBufferPointer { counts.add($0) }
    }
    let expected = try values.withUnsafeBufferPointer {
      try Histogram(of: $0, edges: (0...24).map { Double($0) / 4 })
    }
    #expect(counts.histogram == expected)
  }

  @Test("name the least column, the first of several", arguments: [1, 2, 3, 20], [1, 7, 8, 1_024])
  func least(columns: Int, rows: Int) {
    var random = SplitMix(seed: 2)
    let values = (0..<columns * rows).map { _ in Double(random.next() % 4) }
    var counts = [Int64](repeating: 0, count: columns)
    values.withUnsafeBufferPointer { all in
      countLeast(rows: rows, into: &counts) { column in
        UnsafeBufferPointer(rebasing: all[column * rows..<(column + 1) * rows])
      }
    }
    var expected = [Int64](repeating: 0, count: columns)
    for row in 0..<rows {
      let own = (0..<columns).map { values[$0 * rows + row] }
      if let first = own.firstIndex(of: own.min() ?? 0) { expected[first] += 1 }
    }
    #expect(counts == expected)
  }
}
