// SPDX-License-Identifier: GPL-3.0-or-later

/// The candidate that `word` was probably meant to be; nil when none is near.
///
/// Near is at most a third of the letters wrong, by optimal string alignment distance: insertions,
/// deletions, substitutions and swaps of neighbours count one each. A word cut short is near as well.
func nearest(_ word: String, among candidates: some Sequence<String>) -> String? {
  guard word.count <= 100 else { return nil }
  let allowed = max(1, word.count / 3)
  let typed = Array(word.lowercased())
  var best: (distance: Int, candidate: String)?
  for candidate in candidates {
    let distance = editDistance(typed, Array(candidate.lowercased()))
    if distance <= allowed, distance < best?.distance ?? .max { best = (distance, candidate) }
  }
  if best == nil, word.count >= 3 {
    return candidates.first { $0.lowercased().hasPrefix(word.lowercased()) }
  }
  return best?.candidate
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}
