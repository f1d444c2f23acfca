// SPDX-License-Identifier: GPL-3.0-or-later

/// One search for up to 64 ranks in a column: see `orderStatistics(of:ranks:)`.
struct Selection {
  /// Columns up to this length are simply copied and sorted.
  static let smallColumn = 4_096
  /// How many different ranks one search can look for; `RangesMap` has as many places.
  static let ranksAtOnce = 64
  /// How many keys are gathered and sorted at once, at most: 512 KiB.
  private static let gatherLimit = 65_536
  private static let sampleSize = 2_048

  /// Values known to lie between two keys, in buckets `firstBucket ..< endBucket` of a map.
  private struct Segment {
    var firstBucket: Int
    var endBucket: Int
    /// How many values of the column are less than all of these.
    var below: Int
    /// Indices into `ranks` of what is to be found here.
    var wanted: Range<Int>
  }

  /// A bucket with at least one wanted rank.
  private struct Cell {
    var bucket: Int
    var below: Int
    var count: Int
    var wanted: Range<Int>
  }

  /// A cell too full to gather, as a range of keys to divide again.
  private struct Remainder {
    var keys: ClosedRange<Int64>
    var below: Int
    var wanted: Range<Int>
  }

  private let column: UnsafeBufferPointer<Double>
  private let ranks: [Int]
  private var values: [Double]
  private var counts = [Int](repeating: 0, count: 2 * (bucketCount + 1))
  private var marks = [UInt8](repeating: 0, count: bucketCount + 1)
  private var keys: [Int64] = []

  /// - Parameter ranks: ascending, different, at most `ranksAtOnce`.
  init(column: UnsafeBufferPointer<Double>, ranks: [Int]) {
    self.column = column
    self.ranks = ranks
    values = [Double](repeating: .infinity, count: ranks.count)
  }

  /// The values at `ranks`.
  mutating func run() -> [Double] {
    let sample = sortedSample()
    let whole = Segment(
      firstBucket: 0, endBucket: bucketCount + 1, below: 0, wanted: ranks.indices)
    var remainders =
      switch firstMap(sample) {
      case .linear(let map): divide([whole], by: map)
      case .keys(let map): divide([whole], by: map)
      }
    // Each turn narrows every range of keys by at least 2^5, so there are at most 13.
    while !remainders.isEmpty {
      let map = RangesMap(remainders.map(\.keys))
      let segments = remainders.enumerated().map { i, remainder in
        Segment(
          firstBucket: i * map.width, endBucket: (i + 1) * map.width, below: remainder.below,
          wanted: remainder.wanted)
      }
      remainders = divide(segments, by: map)
      map.deallocate()
    }
    return values
  }

  // MARK: One turn

  /// Finds what can be found with one map and returns what is left to divide.
  private mutating func divide<Map: BucketMap>(_ segments: [Segment], by map: Map) -> [Remainder] {
    counts.withUnsafeMutableBufferPointer { countBuckets(column, map, $0) }
    // +infinity stands in every place of `values` already, and in no segment but the first turn's.
    var cells = wantedCells(segments).filter { $0.bucket < bucketCount }
    cells.sort { $0.count < $1.count }
    var gathered = 0
    var light = 0
    while light < cells.count, gathered + cells[light].count < Self.gatherLimit {
      gathered += cells[light].count
      light += 1
    }
    answer(byGathering: cells[..<light].sorted { $0.bucket < $1.bucket }, map)
    return answer(byNarrowing: cells[light...].sorted { $0.bucket < $1.bucket }, map)
  }

  /// The buckets that hold wanted ranks.
  private func wantedCells(_ segments: [Segment]) -> [Cell] {
    var cells: [Cell] = []
    for segment in segments {
      var bucket = segment.firstBucket
      var below = segment.below
      var next = segment.wanted.lowerBound
      while next < segment.wanted.upperBound, bucket < segment.endBucket {
        let end = below + counts[bucket]
        let first = next
        while next < segment.wanted.upperBound, ranks[next] < end { next += 1 }
        if next > first {
          cells.append(
            Cell(bucket: bucket, below: below, count: counts[bucket], wanted: first..<next))
        }
        below = end
        bucket += 1
      }
    }
    return cells
  }

  /// Gathers the values of all cells, sorts them and reads off the wanted ones.
  private mutating func answer<Map: BucketMap>(byGathering cells: [Cell], _ map: Map) {
    guard !cells.isEmpty else { return }
    if keys.isEmpty { keys = [Int64](repeating: 0, count: Self.gatherLimit) }
    for cell in cells { marks[cell.bucket] = 1 }
    marks.withUnsafeBufferPointer { marks in
      keys.withUnsafeMutableBufferPointer { keys in
        let count = gatherKeys(column, map, wanted: marks, keys)
        var found = UnsafeMutableBufferPointer(rebasing: keys[..<count])
        found.sort()
      }
    }
    var start = 0
    for cell in cells {
      marks[cell.bucket] = 0
      for i in cell.wanted { values[i] = value(ofKey: keys[start + ranks[i] - cell.below]) }
      start += cell.count
    }
  }

  /// Finds the least and the greatest value of each cell; where they are equal, that is the answer.
  private mutating func answer<Map: BucketMap>(
    byNarrowing cells: [Cell], _ map: Map
  ) -> [Remainder] {
    guard !cells.isEmpty else { return [] }
    let ignored = UInt8(Self.ranksAtOnce)
    var slots = [UInt8](repeating: ignored, count: bucketCount + 1)
    var lows = [Int64](repeating: .max, count: Self.ranksAtOnce + 1)
    var highs = [Int64](repeating: .min, count: Self.ranksAtOnce + 1)
    lows[Self.ranksAtOnce] = .min
    highs[Self.ranksAtOnce] = .max
    for (i, cell) in cells.enumerated() { slots[cell.bucket] = UInt8(i) }
    slots.withUnsafeBufferPointer { slots in
      lows.withUnsafeMutableBufferPointer { lows in
        highs.withUnsafeMutableBufferPointer { highs in
          widenRanges(column, map, slots: slots, lows: lows, highs: highs)
        }
      }
    }
    var remainders: [Remainder] = []
    for (i, cell) in cells.enumerated() {
      if lows[i] == highs[i] {
        for j in cell.wanted { values[j] = value(ofKey: lows[i]) }
      } else {
        remainders.append(
          Remainder(keys: lows[i]...highs[i], below: cell.below, wanted: cell.wanted))
      }
    }
    return remainders
  }

  // MARK: The first map

  private enum FirstMap {
    case linear(LinearMap)
    case keys(KeyMap)
  }

  /// Of equal steps of value and equal steps of key, the one that promises fewer values to gather.
  private func firstMap(_ sample: [Double]) -> FirstMap {
    let finite = sample.prefix { $0 < .infinity }
    guard let least = finite.first(where: { $0 > -.infinity }), let greatest = finite.last else {
      return .keys(KeyMap(low: 0, high: 0))
    }
    // A few values at each end are left outside: one far away would make all steps too wide.
    let cut = finite.count / 512
    let low = max(finite[cut], least)
    let high = max(finite[finite.count - 1 - cut], low)
    let byKey = KeyMap(low: orderKey(low), high: orderKey(high))
    guard let linear = LinearMap(low: low, high: high) ?? LinearMap(low: least, high: greatest)
    else { return .keys(byKey) }
    return expectedLoad(byKey, sample) < expectedLoad(linear, sample)
      ? .keys(byKey) : .linear(linear)
  }

  /// How many values of the sample share a bucket with a wanted rank.
  private func expectedLoad(_ map: some BucketMap, _ sample: [Double]) -> Int {
    let buckets = sample.map { map.bucket($0) }
    var sizes = [Int](repeating: 0, count: bucketCount + 1)
    for bucket in buckets where bucket < bucketCount { sizes[bucket] += 1 }
    var load = 0
    for rank in ranks {
      let share = Double(rank) / Double(column.count)
      let bucket = buckets[min(Int(share * Double(sample.count)), sample.count - 1)]
      load += sizes[bucket]
      sizes[bucket] = 0
    }
    return load
  }

  /// A sample of the column, one value from each of equal stretches, at a place within it that is
  /// always the same but follows no pattern: the values of a low-discrepancy design at every 2^k-th
  /// place would be no sample at all.
  private func sortedSample() -> [Double] {
    let stretch = column.count / Self.sampleSize
    var state: UInt64 = 0
    var sample = (0..<Self.sampleSize).map { i in
      state &+= 0x9E37_79B9_7F4A_7C15
      var bits = state
      bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      let x = column[i * stretch + Int((bits >> 32) % UInt64(stretch))]
      return orderKey(x < .infinity ? x : .infinity)
    }
    sample.sort()
    return sample.map(value(ofKey:))
  }
}
