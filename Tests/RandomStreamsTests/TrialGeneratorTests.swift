// SPDX-License-Identifier: GPL-3.0-or-later

import GSLNumerics
import RandomStreams
import TestSupport
import Testing

@Suite("A trial's queue of bits")
struct TrialGeneratorTests {
  let stream = RandomStream(seed: 42, name: "input:x")
  let bits = TrialGenerator()

  func draws(_ count: Int, trial: UInt64, of stream: RandomStream? = nil) -> [Double] {
    bits.address(stream ?? self.stream, trial: trial)
    return (0..<count).map { _ in Uniforms.unit(bits.generator) }
  }

  static let trials: [UInt64] = [0, 5, (1 << 32) + 3, .max]

  @Test("holds Philox blocks counted within the trial", arguments: trials)
  func holdsBlocksOfTheTrial(trial: UInt64) {
    var expected: [Double] = []
    for block: UInt32 in 0..<3 {
      let words = RandomStream.philox(
        counter: [UInt32(truncatingIfNeeded: trial), UInt32(trial >> 32), block, 1],
        key: [UInt32(truncatingIfNeeded: stream.key), UInt32(stream.key >> 32)])
      for (low, high) in [(words[0], words[1]), (words[2], words[3])] {
        expected.append(Double((UInt64(high) << 32 | UInt64(low)) >> 11) * 0x1p-53)
      }
    }
    #expect(draws(6, trial: trial) == expected)
  }

  @Test("begins anew at each address, wherever the last one stopped", arguments: 0...9)
  func beginsAnew(taken: Int) {
    let first = draws(4, trial: 7)
    _ = draws(taken, trial: 8)
    // One word rather than two: half a pair stays behind.
    _ = Uniforms.integer(bits.generator, below: 10)
    #expect(draws(4, trial: 7) == first)
  }

  @Test("has uniforms of 53 bits inside (0, 1)")
  func has53Bits() {
    let scaled = draws(10_000, trial: 3).map { $0 * 0x1p53 }
    #expect(scaled.allSatisfy { $0 == $0.rounded() && $0 > 0 && $0 < 0x1p53 })
    #expect(scaled.reduce(0) { $0 | UInt64($1) } == (1 << 53) - 1)
  }

  @Test("shares no number with the addressed uniforms of its stream")
  func isApartFromAddressedUniforms() {
    var all: Set<Double> = []
    for trial: UInt64 in 0..<100 {
      all.formUnion(draws(10, trial: trial))
      for draw: UInt32 in 0..<10 { all.insert(stream.uniform(trial: trial, draw: draw)) }
    }
    #expect(all.count == 2_000)
  }

  @Test("is uniform within a trial and over trials, and both are uncorrelated")
  func isUniform() {
    // False alarm 1e-4 for each distance, 6.3e-5 for the correlation.
    let count = 50_000
    let critical = KolmogorovSmirnov.criticalDistance(count: count, falseAlarm: 1e-4)
    let within = draws(count, trial: 0)
    let over = (0..<count).map { draws(1, trial: UInt64($0))[0] }
    #expect(KolmogorovSmirnov.distance(of: within, from: { $0 }) < critical)
    #expect(KolmogorovSmirnov.distance(of: over, from: { $0 }) < critical)
    #expect(abs(correlation(within, over)) < 4 / Double(count).squareRoot())
  }

  @Test("differs between trials and between streams")
  func differs() {
    let other = RandomStream(seed: 42, name: "input:y")
    let all = draws(5, trial: 0) + draws(5, trial: 1) + draws(5, trial: 0, of: other)
    #expect(Set(all).count == 15)
  }
}
