// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// Random numbers that are addressed, not queued: a uniform is a function of (seed, name, trial,
/// draw) and of nothing else, so neither the order of evaluation nor the number of workers nor what
/// else an experiment contains can change it.
///
/// The bits are those of Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
/// easy as 1, 2, 3", SC'11, doi:10.1145/2063384.2063405).
public struct RandomStream: Sendable, Hashable {
  /// The Philox key of this stream.
  package let key: UInt64

  /// The stream called `name` under `seed`.
  ///
  /// The key is a Philox block under the seed at the 64-bit hash of the name: seeds are never added
  /// to anything, and 0 is a seed like others. Two of n names share a stream with probability
  /// n² / 2⁶⁵.
  public init(seed: UInt64, name: String) {
    let hash = Self.fnv1a(name.utf8)
    let counter = [UInt32(truncatingIfNeeded: hash), UInt32(hash >> 32), 0, Self.keyDomain]
    let words = Self.philox(
      counter: counter, key: [UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32)])
    key = UInt64(words[0]) | UInt64(words[1]) << 32
  }

  /// The uniform of one trial: 53 bits, in the open interval (0, 1).
  ///
  /// - Parameter draw: which of the trial's draws, for streams that need several (a month, say).
  public func uniform(trial: UInt64, draw: UInt32 = 0) -> Double {
    var value = 0.0
    bk_uniforms(&value, 1, key, trial, draw)
    return value
  }

  /// Fills `output` with the uniforms of the trials from `firstTrial` on.
  ///
  /// About 1 to 4 ns a number; the same bits as `uniform(trial:draw:)`.
  public func fill(
    _ output: UnsafeMutableBufferPointer<Double>, firstTrial: UInt64, draw: UInt32 = 0
  ) {
    guard let base = output.baseAddress else { return }
    bk_uniforms(base, output.count, key, firstTrial, draw)
  }

  /// Philox4x32-10 of one block: four words from a counter of four and a key of two.
  package static func philox(counter: [UInt32], key: [UInt32]) -> [UInt32] {
    precondition(counter.count == 4 && key.count == 2)
    return [UInt32](unsafeUninitializedCapacity: 4) { buffer, count in
      if let base = buffer.baseAddress { bk_philox(counter, key, base) }
      count = 4
    }
  }

  /// Tells keys apart from draws, which use 0 and 1 in this counter word (philox.c).
  private static let keyDomain: UInt32 = 2

  /// FNV-1a, 64 bits (Fowler, Noll, Vo).
  private static func fnv1a(_ bytes: String.UTF8View) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
