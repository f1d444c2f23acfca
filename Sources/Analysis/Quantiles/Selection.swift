// SPDX-License-Identifier: GPL-3.0-or-later

/// One search for up to 63 ranks in a column: see `orderStatistics(of:ranks:)`.
struct Selection {
  /// Columns up to this length are left to `ShortSelection`, or sorted.
  static let smallColumn = 4_096
  /// How many different ranks one search can look for: each may need a range of its own.
  static let ranksAtOnce = RangeTable.capacity
  private static let greatestSample = 4_096

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
    var bucket: Int
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
  /// A cell with more values than this is narrowed even if it could be gathered: it is likely to hold
  /// one value many times, which sorting would take long to find out.
  private var fullCell: Int
  /// How many keys are gathered and sorted at once, at most: 512 KiB, or where that is more a part of
  /// the column that is sorted in less time than two more passes over all of it take.
  private let gatherLimit: Int

  /// - Parameter ranks: ascending, different, at most `ranksAtOnce`.
  init(column: UnsafeBufferPointer<Double>, ranks: [Int]) {
    self.column = column
    self.ranks = ranks
    values = [Double](repeating: .infinity, count: ranks.count)
    gatherLimit = max(65_536, column.count / 32)
    fullCell = 64 * (column.count / bucketCount + 1)
  }

  /// The values at `ranks`.
  mutating func run() -> [Double] {
    var remainders =
      switch firstMap(sortedSample()) {
      case .linear(let map): divideTwice(by: map)
      case .keys(let map): divideTwice(by: map)
      }
    // Each turn narrows every range of keys by at least 2^7, so there are at most ten.
    while !remainders.isEmpty {
      let map = RangesMap(remainders.map(\.keys))
      remainders = divide(segments(remainders, width: map.width), by: map)
      map.deallocate()
    }
    return values
  }

  /// The first two turns.
  private mutating func divideTwice(by outer: some FirstMap) -> [Remainder] {
    let whole = Segment(
      firstBucket: 0, endBucket: outer.neverBucket, below: 0, wanted: ranks.indices)
    let remainders = divide([whole], by: outer)
    guard !remainders.isEmpty else { return [] }
    fullCell = .max
    let map = CellsMap(outer, remainders.map { ($0.bucket, $0.keys) })
    defer { map.deallocate() }
    return divide(segments(remainders, width: map.width), by: map)
  }

  /// Remainder i is divided into the buckets of place i + 1.
  private func segments(_ remainders: [Remainder], width: Int) -> [Segment] {
    remainders.enumerated().map { i, remainder in
      Segment(
        firstBucket: (i + 1) * width, endBucket: (i + 2) * width, below: remainder.below,
        wanted: remainder.wanted)
    }
  }

  // MARK: One turn

  /// Finds what can be found with one map and returns what is left to divide.
  private mutating func divide<Map: BucketMap>(_ segments: [Segment], by map: Map) -> [Remainder] {
    counts.withUnsafeMutableBufferPointer { countBuckets(column, map, $0) }
    // Ranks beyond the segments are those of +infinity, which `values` holds already.
    var cells = wantedCells(segments)
    cells.sort { $0.count < $1.count }
    var gathered = 0
    var light = 0
    while light < cells.count, cells[light].count <= fullCell,
      gathered + cells[light].count < gatherLimit
    {
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
    // One more than there are: see `gatherKeys`.
    let room = cells.reduce(1) { $0 + $1.count }
    if keys.count < room { keys = [Int64](repeating: 0, count: room) }
    for cell in cells { marks[cell.bucket] = 1 }
    marks.withUnsafeBufferPointer { marks in
      keys.withUnsafeMutableBufferPointer { keys in
        let count = gatherKeys(column, map, wanted: marks, keys)
        sortKeys(UnsafeMutableBufferPointer(rebasing: keys[..<count]))
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
          Remainder(
            bucket: cell.bucket, keys: lows[i]...highs[i], below: cell.below,
            wanted: cell.wanted))
      }
    }
    return remainders
  }

  // MARK: The first map

  private enum Choice {
    case linear(LinearMap)
    case keys(KeyMap)
  }

  /// Of several maps, the one that promises the fewest values to gather.
  private func firstMap(_ sample: [Double]) -> Choice {
    let finite = sample.filter { $0.isFinite }
    guard let least = finite.first, let greatest = finite.last else {
      return .keys(KeyMap(low: 0, high: 0))
    }
    // With a few values at each end left outside: one far away would make all steps too wide.
    let cut = finite.count / 512
    let (low, high) = (finite[cut], finite[finite.count - 1 - cut])
    var best = Choice.keys(KeyMap(low: least, high: greatest))
    var load = expectedLoad(KeyMap(low: least, high: greatest), sample)
    for map in [LinearMap(low: least, high: greatest), LinearMap(low: low, high: high)] {
      guard let map else { continue }
      let itsLoad = expectedLoad(map, sample)
      if itsLoad <= load { (best, load) = (.linear(map), itsLoad) }
    }
    return best
  }

  /// How many values of the sample share a bucket with a wanted rank.
  private func expectedLoad(_ map: some FirstMap, _ sample: [Double]) -> Int {
    let buckets = sample.map { map.bucket($0) }
    var sizes = [Int](repeating: 0, count: bucketCount + 1)
    for bucket in buckets where bucket < map.neverBucket { sizes[bucket] += 1 }
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
    let size = min(column.count / 16, Self.greatestSample)
    let stretch = column.count / size
    var state: UInt64 = 0
    var sample = (0..<size).map { i in
      state &+= 0x9E37_79B9_7F4A_7C15
      var bits = state
      bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      let x = column[i * stretch + Int((bits >> 32) % UInt64(stretch))]
      return orderKey(neverForNaN(x))
    }
    sample.withUnsafeMutableBufferPointer { sortKeys($0) }
    return sample.map(value(ofKey:))
  }
}
