// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis

extension StreamedTrials {
  /// Everything that is kept, as 64-bit words that are the same for equal trials.
  var words: [UInt64] {
    columns.flatMap(\.words)
      + quarters.flatMap { ($0?.counts ?? []).map { UInt64($0) } } + cheapest.map { UInt64($0) }
  }

  /// Adds what `words` say of other blocks.
  ///
  /// - Returns: false unless they are the words of trials of the same outputs.
  mutating func add(words: [UInt64]) -> Bool {
    var rest = words[...]
    let before = count
    for index in columns.indices {
      guard columns[index].add(words: &rest), columns[index].count == columns[0].count else {
        return false
      }
    }
    let most = UInt64(count - before)
    for index in quarters.indices {
      guard let size = quarters[index]?.counts.count else { continue }
      guard let counts = Self.take(size, of: &rest, most) else { return false }
      quarters[index]?.add(counts)
    }
    guard let counts = Self.take(cheapest.count, of: &rest, most), rest.isEmpty else {
      return false
    }
    for (option, count) in counts.enumerated() { cheapest[option] += count }
    return true
  }

  /// The next counts, none above `most`.
  private static func take(
    _ count: Int, of words: inout ArraySlice<UInt64>, _ most: UInt64
  ) -> [Int64]? {
    guard words.count >= count, words.prefix(count).allSatisfy({ $0 <= most }) else { return nil }
    defer { words = words.dropFirst(count) }
    return words.prefix(count).map { Int64($0) }
  }
}
