// SPDX-License-Identifier: GPL-3.0-or-later

internal import Simulation

/// What a file with part of a run says of itself.
struct PartHeader: Sendable, Equatable {
  /// What was kept of the trials; of a sweep the rows of its points, which stand in the place of blocks.
  enum Kind: UInt64, Sendable { case columns = 1, histograms, sweep }

  let kind: Kind
  /// The blocks that are in it, of `total`.
  let blocks: Range<Int>
  /// Blocks of the whole run.
  let total: Int
  /// Which shard it is; nil for part of a checkpoint.
  let shard: Shard?
  /// The manifest of the whole run: two parts belong together when theirs are the same.
  let record: String

  /// Changes when the meaning of a file does.
  static let format: UInt64 = 1
  static let wordCount = 8
  static let magic = Array("breakeven part\n\0".utf8)

  var words: [UInt64] {
    [
      Self.format, kind.rawValue, UInt64(blocks.lowerBound), UInt64(blocks.upperBound),
      UInt64(total), UInt64(TrialBlock.size), UInt64(shard?.number ?? 0),
      UInt64(shard?.count ?? 0),
    ]
  }

  init(kind: Kind, blocks: Range<Int>, total: Int, shard: Shard?, record: String) {
    self.kind = kind
    self.shard = shard
    self.blocks = blocks
    self.total = total
    self.record = record
  }

  init?(words: [UInt64], record: String) {
    let most = UInt64(Int32.max)
    guard words.count == Self.wordCount, words[0] == Self.format,
      let kind = Kind(rawValue: words[1]),
      words[2] < words[3], words[3] <= words[4], words[4] <= most,
      words[5] == UInt64(TrialBlock.size), words[6] <= words[7], words[7] <= UInt64(Shard.most)
    else { return nil }
    self.init(
      kind: kind, blocks: Int(words[2])..<Int(words[3]), total: Int(words[4]),
      shard: words[6] > 0 ? Shard(number: Int(words[6]), count: Int(words[7])) : nil,
      record: record)
  }
}
