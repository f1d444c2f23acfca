// SPDX-License-Identifier: GPL-3.0-or-later

extension StreamedColumn {
  /// Everything that is kept, as 64-bit words that are the same for equal columns.
  public var words: [UInt64] {
    var words: [UInt64] = [
      UInt64(count), UInt64(neverCount), least.bitPattern, greatest.bitPattern, reach.rawValue,
      UInt64(limits.count),
    ]
    words += limits.map(\.bitPattern) + countsAtMost.map { UInt64($0) }
    for digits in [sum.canonicalDigits, squares.canonicalDigits] {
      words += digits.map { UInt64(bitPattern: $0) }
    }
    let buckets = histogram.buckets
    words.append(UInt64(buckets.count))
    return words + buckets.map { UInt64($0.index) << 32 | UInt64($0.count) }
  }

  /// Adds what the next of `words` say of other blocks, and removes them.
  ///
  /// - Returns: false unless they are the words of a column with the same limits; then nothing has changed.
  public mutating func add(words: inout ArraySlice<UInt64>) -> Bool {
    var rest = words
    guard let other = StreamedColumn(words: &rest, limits: limits),
      count + other.count <= Int(UInt32.max)
    else { return false }
    words = rest
    add(other)
    return true
  }

  private init?(words: inout ArraySlice<UInt64>, limits: [Double]) {
    func take(_ count: Int) -> ArraySlice<UInt64>? {
      guard words.count >= count else { return nil }
      defer { words = words.dropFirst(count) }
      return words.prefix(count)
    }
    self.init(limits: limits)
    guard let head = take(6).map(Array.init), let trials = UInt32(exactly: head[0]),
      head[1] <= head[0], let reach = Reach(rawValue: head[4]), head[5] == UInt64(limits.count),
      let own = take(limits.count), own.elementsEqual(limits.map(\.bitPattern)),
      let counts = take(limits.count), counts.allSatisfy({ $0 <= head[0] }),
      let sum = take(ExactSum.digitCount), let squares = take(ExactSum.digitCount),
      let sum = ExactSum(canonicalDigits: sum.map { Int64(bitPattern: $0) }),
      let squares = ExactSum(canonicalDigits: squares.map { Int64(bitPattern: $0) }),
      let size = take(1)?.first, size <= head[0], let buckets = take(Int(size))
    else { return nil }
    for bucket in buckets {
      let index = Int(bucket >> 32)
      guard histogram.add(count: Int(bucket & 0xFFFF_FFFF), to: index) else { return nil }
    }
    guard histogram.total == Int(trials) else { return nil }
    (count, neverCount) = (Int(trials), Int(head[1]))
    (least, greatest) = (Double(bitPattern: head[2]), Double(bitPattern: head[3]))
    countsAtMost = counts.map { Int($0) }
    (self.sum, self.squares, self.reach) = (sum, squares, reach)
  }
}
