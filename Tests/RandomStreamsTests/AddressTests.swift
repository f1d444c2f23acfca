// SPDX-License-Identifier: GPL-3.0-or-later

import RandomStreams
import Testing

@Suite("Addressed uniforms")
struct AddressTests {
  static let stream = RandomStream(seed: 42, name: "input:x")

  /// The documented map from an address to 53 bits, written out one trial at a time.
  static func documented(_ stream: RandomStream, trial: UInt64, draw: UInt32) -> Double {
    let (group, j) = trial.quotientAndRemainder(dividingBy: 16)
    let block = 8 * group + (j & 7)
    let words = RandomStream.philox(
      counter: [UInt32(truncatingIfNeeded: block), UInt32(block >> 32), draw, 0],
      key: [UInt32(truncatingIfNeeded: stream.key), UInt32(stream.key >> 32)])
    let (low, high) = j < 8 ? (words[0], words[1]) : (words[2], words[3])
    let bits = (UInt64(high) << 32 | UInt64(low)) >> 11
    return bits == 0 ? 0x1p-54 : Double(bits) * 0x1p-53
  }

  static func filled(
    _ stream: RandomStream, from first: UInt64, count: Int, draw: UInt32 = 0
  ) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, size in
      let part = UnsafeMutableBufferPointer(rebasing: buffer[0..<count])
      stream.fill(part, firstTrial: first, draw: draw)
      size = count
    }
  }

  static let trials: [UInt64] = [
    0, 1, 7, 8, 15, 16, 31, 1_000_003, 1 << 32, (1 << 33) - 1, 1 << 33, (1 << 36) + 9, UInt64.max,
  ]

  @Test("lie where the documentation says", arguments: trials, [0, 1, 119, UInt32.max])
  func followTheMap(trial: UInt64, draw: UInt32) {
    #expect(
      Self.stream.uniform(trial: trial, draw: draw)
        == Self.documented(Self.stream, trial: trial, draw: draw))
  }

  @Test("have a key that is a Philox block at the name's FNV-1a hash, under the seed")
  func keyIsABlockUnderTheSeed() {
    // The hash of "foobar" is a known answer of the function's authors.
    let hash: UInt64 = 0x8594_4171_F739_67E8
    let words = RandomStream.philox(
      counter: [UInt32(truncatingIfNeeded: hash), UInt32(hash >> 32), 0, 2],
      key: [0x89AB_CDEF, 0x0123_4567])
    let stream = RandomStream(seed: 0x0123_4567_89AB_CDEF, name: "foobar")
    #expect(stream.key == UInt64(words[0]) | UInt64(words[1]) << 32)
  }

  /// Around 2^33 the lowest word of the counters begins again from 0.
  static let starts: [UInt64] = [
    0, 1, 5, 15, 16, 17, 100, (1 << 32) - 20, 1 << 32, (1 << 33) - 40, (1 << 33) - 512,
    (1 << 35) - 3, (1 << 40) + 7,
  ]

  @Test(
    "are the same filled in bulk and one by one", arguments: starts,
    [0, 1, 2, 15, 16, 17, 31, 32, 33, 47, 100, 1_000])
  func fillEqualsOneByOne(first: UInt64, count: Int) {
    let bulk = Self.filled(Self.stream, from: first, count: count, draw: 3)
    let single = (0..<count).map { Self.stream.uniform(trial: first + UInt64($0), draw: 3) }
    #expect(bulk == single)
  }

  @Test("differ between names, seeds, draws and distant trials")
  func differ() {
    let count = 1_000
    let columns = [
      Self.filled(Self.stream, from: 0, count: count),
      Self.filled(Self.stream, from: 0, count: count, draw: 1),
      Self.filled(Self.stream, from: 1 << 32, count: count),
      Self.filled(Self.stream, from: 1 << 36, count: count),
      Self.filled(RandomStream(seed: 42, name: "input:y"), from: 0, count: count),
      Self.filled(RandomStream(seed: 42, name: ""), from: 0, count: count),
      Self.filled(RandomStream(seed: 43, name: "input:x"), from: 0, count: count),
      Self.filled(RandomStream(seed: 42 + (1 << 32), name: "input:x"), from: 0, count: count),
      Self.filled(RandomStream(seed: 0, name: "input:x"), from: 0, count: count),
    ]
    // 9,000 numbers of 53 bits meet by chance with probability 5e-9.
    #expect(Set(columns.joined()).count == columns.count * count)
  }

  @Test("are a function of seed and name alone")
  func areReproducible() {
    let again = RandomStream(seed: 42, name: "input:x")
    #expect(again == Self.stream)
    #expect(again.hashValue == Self.stream.hashValue)
  }

  @Test("lie inside (0, 1) and use 53 bits, every one of them both ways")
  func use53Bits() {
    let scaled = Self.filled(Self.stream, from: 0, count: 100_000).map { $0 * 0x1p53 }
    #expect(scaled.allSatisfy { $0 == $0.rounded() && $0 > 0 && $0 < 0x1p53 })
    #expect(scaled.reduce(0) { $0 | UInt64($1) } == (1 << 53) - 1)
    #expect(scaled.reduce(.max) { $0 & UInt64($1) } == 0)
  }
}
