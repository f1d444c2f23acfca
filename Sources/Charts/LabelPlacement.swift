// SPDX-License-Identifier: GPL-3.0-or-later

/// Places labels in a row so that none covers another.
public enum LabelPlacement {
  /// Positions as near as can be to those wanted, in the least squares, of which no two overlap.
  ///
  /// Labels that would overlap move apart together around the place they share (the pool-adjacent-violators
  /// algorithm of isotonic regression, on the positions less the room taken before them). Where all of them
  /// are longer than the room there is, they are laid out evenly and do overlap: leave some out before.
  ///
  /// - Parameters:
  ///   - wanted: centres, in any order.
  ///   - sizes: how much room each takes, the gap to its neighbour included.
  ///   - bounds: what they shall stay in.
  /// - Returns: a centre for each, in the order given.
  public static func spread(
    _ wanted: [Double], sizes: [Double], within bounds: ClosedRange<Double>
  ) -> [Double] {
    precondition(wanted.count == sizes.count, "each label has a size")
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    // In these coordinates a label may be anywhere from its predecessor's on.
    var before = [Double](repeating: 0, count: wanted.count)
    var used = 0.0
    for index in order {
      before[index] = used + sizes[index] / 2
      used += sizes[index]
    }
    struct Block {
      var sum: Double
      var members: [Int]
      var mean: Double { sum / Double(members.count) }
    }
    var blocks: [Block] = []
    for index in order {
      blocks.append(Block(sum: wanted[index] - before[index], members: [index]))
      while blocks.count > 1, blocks[blocks.count - 2].mean > blocks[blocks.count - 1].mean {
        let last = blocks.removeLast()
        blocks[blocks.count - 1].sum += last.sum
        blocks[blocks.count - 1].members += last.members
      }
    }
    let room = bounds.upperBound - bounds.lowerBound
    let squeeze = used > room && used > 0 ? room / used : 1
    var placed = wanted
    for block in blocks {
      let start = min(
        max(block.mean, bounds.lowerBound), max(bounds.upperBound - used, bounds.lowerBound))
      for index in block.members {
        placed[index] =
          squeeze < 1 ? bounds.lowerBound + before[index] * squeeze : start + before[index]
      }
    }
    return placed
  }

  /// Which of labels in a row can be shown without covering another, the first given taking precedence.
  ///
  /// - Returns: a flag for each, in the order given.
  public static func visible(_ centres: [Double], sizes: [Double]) -> [Bool] {
    var taken: [ClosedRange<Double>] = []
    return zip(centres, sizes).map { centre, size in
      // Labels that only touch do not cover each other.
      let own = (centre - size * 0.499)...(centre + size * 0.499)
      guard !taken.contains(where: { $0.overlaps(own) }) else { return false }
      taken.append(own)
      return true
    }
  }
}
