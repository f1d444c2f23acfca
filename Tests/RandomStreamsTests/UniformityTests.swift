// SPDX-License-Identifier: GPL-3.0-or-later

import RandomStreams
import TestSupport
import Testing

/// Seeds are fixed: these fail always or never.
///
/// A right generator would fail one of them for 1e-4 (Kolmogorov–Smirnov, chi-square) or 6.3e-5
/// (correlation beyond 4 standard errors) of all seeds.
@Suite("Uniformity and independence of streams")
struct UniformityTests {
  static let count = 200_000

  static func column(
    _ name: String = "a", seed: UInt64 = 1, from first: UInt64 = 0, draw: UInt32 = 0
  ) -> [Double] {
    AddressTests.filled(
      RandomStream(seed: seed, name: name), from: first, count: count, draw: draw)
  }

  func isUniform(_ sample: [Double]) -> Bool {
    KolmogorovSmirnov.distance(of: sample, from: { $0 })
      < KolmogorovSmirnov.criticalDistance(count: sample.count, falseAlarm: 1e-4)
  }

  func areUncorrelated(_ x: [Double], _ y: [Double]) -> Bool {
    abs(correlation(x, y)) < 4 / Double(x.count).squareRoot()
  }

  func isEven(_ counts: [Int]) -> Bool {
    let probabilities = [Double](repeating: 1 / Double(counts.count), count: counts.count)
    return ChiSquare.pValue(counts: counts, probabilities: probabilities) > 1e-4
  }

  @Test("uniforms are uniform", arguments: [0, 1, 42, UInt64.max])
  func areUniform(seed: UInt64) {
    #expect(isUniform(Self.column(seed: seed)))
  }

  @Test("the first uniforms of many names are uniform")
  func areUniformOverNames() {
    let names = (0..<20_000).map { "name\($0)" }
    #expect(isUniform(names.map { RandomStream(seed: 7, name: $0).uniform(trial: 0) }))
  }

  @Test("the first uniforms of many seeds are uniform")
  func areUniformOverSeeds() {
    let seeds = (0..<20_000).map { UInt64($0) }
    #expect(isUniform(seeds.map { RandomStream(seed: $0, name: "a").uniform(trial: 0) }))
  }

  @Test("the low bits are uniform too")
  func lowBitsAreUniform() {
    var counts = [Int](repeating: 0, count: 256)
    for value in Self.column() { counts[Int(UInt64(value * 0x1p53) & 255)] += 1 }
    #expect(isEven(counts))
  }

  @Test("trials are uncorrelated at every short lag", arguments: 1...17)
  func neighboursAreUncorrelated(lag: Int) {
    #expect(areUncorrelated(Self.column(), Self.column(from: UInt64(lag))))
  }

  @Test("draws of one trial are uncorrelated", arguments: [1, 2, 12, UInt32.max])
  func drawsAreUncorrelated(draw: UInt32) {
    #expect(areUncorrelated(Self.column(), Self.column(draw: draw)))
  }

  @Test("streams of different names are uncorrelated", arguments: ["b", "a ", "aa", "A", ""])
  func namesAreUncorrelated(name: String) {
    #expect(areUncorrelated(Self.column(), Self.column(name)))
  }

  @Test("streams of different seeds are uncorrelated", arguments: [0, 2, 1 << 32, 1 << 63])
  func seedsAreUncorrelated(seed: UInt64) {
    #expect(areUncorrelated(Self.column(), Self.column(seed: seed)))
  }

  @Test("pairs of neighbouring trials fill the square evenly")
  func pairsFillTheSquare() {
    let x = Self.column()
    var counts = [Int](repeating: 0, count: 256)
    for i in stride(from: 0, to: x.count, by: 2) {
      counts[Int(x[i] * 16) * 16 + Int(x[i + 1] * 16)] += 1
    }
    #expect(isEven(counts))
  }
}
