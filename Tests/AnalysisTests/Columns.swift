// SPDX-License-Identifier: GPL-3.0-or-later

/// Columns that are hard for selection, each by another property.
enum HostileColumn: String, CaseIterable, Sendable {
  case uniform, sorted, reversed, constant, allNever, allMinusInfinity, allNaN
  case twoValues, hundredValues, signedZeros, thirtyPercentNever, bothInfinities, nanOfBothSigns
  case heavyTail, heavyTailBothSides, allMagnitudes, subnormals, fullRange, randomBits
  case neighbours, quarters, spikeInNoise, clusters, clustersInClusters, oneOutlier, bitReversed,
    nearlyAllNever

  func values(count: Int, seed: UInt64) -> [Double] {
    var random = SplitMix(seed: seed)
    switch self {
    case .sorted: return Self.uniform.values(count: count, seed: seed).sorted()
    case .reversed: return Self.uniform.values(count: count, seed: seed).sorted(by: >)
    case .oneOutlier: return (0..<count).map { $0 == count / 3 ? -1e308 : random.uniform() }
    case .bitReversed:
      // The first dimension of a low-discrepancy design.
      return (0..<count).map { Double(UInt64($0).byteSwapped.reversedBits) }
    default: return (0..<count).map { _ in value(&random) }
    }
  }

  private func value(_ random: inout SplitMix) -> Double {
    let u = random.uniform()
    switch self {
    case .constant: return 4.25
    case .allNever: return .infinity
    case .allMinusInfinity: return -.infinity
    case .allNaN: return .nan
    case .twoValues: return u < 0.3 ? 1 : 2
    case .hundredValues: return (100 * u).rounded(.down)
    case .signedZeros: return u < 0.4 ? -0.0 : u < 0.8 ? 0.0 : u < 0.9 ? -1 : 1
    case .thirtyPercentNever: return u < 0.3 ? .infinity : 60 * random.uniform()
    case .nearlyAllNever: return u < 0.9999 ? .infinity : random.uniform()
    case .bothInfinities: return u < 0.3 ? .infinity : u < 0.5 ? -.infinity : u - 0.75
    case .nanOfBothSigns: return u < 0.2 ? .nan : u < 0.4 ? -.nan : u < 0.5 ? .infinity : u - 0.7
    case .heavyTail: return power(1 - u, 20)
    case .heavyTailBothSides: return power(1 - u, 8) * (random.uniform() < 0.5 ? -1 : 1)
    case .allMagnitudes:
      return Double(sign: .plus, exponent: Int(2_000 * u) - 1_000, significand: 1)
    case .subnormals: return Double(bitPattern: random.next() >> 14) * (u < 0.5 ? -1 : 1)
    case .fullRange: return (u - 0.5) * 2 * .greatestFiniteMagnitude
    case .randomBits: return Double(bitPattern: random.next())
    case .neighbours: return Double(bitPattern: 1.0.bitPattern + random.next() >> 44)
    case .quarters: return (144 * u).rounded(.down) / 4
    case .spikeInNoise: return u < 0.4 ? 0.5 : random.uniform()
    case .clusters: return (8 * u).rounded(.down) + 1e-12 * random.uniform()
    case .clustersInClusters: return clustered(u, random.uniform())
    default: return u
    }
  }

  /// 1 / x^n: a tail with an index of 1 / n.
  private func power(_ x: Double, _ n: Int) -> Double {
    (0..<n).reduce(1) { product, _ in product / x }
  }

  /// 70 % of all values within 1e-6 above 1, 90 % of these within 1e-13.
  private func clustered(_ u: Double, _ v: Double) -> Double {
    if u < 0.3 { return 1_000 * v }
    return u < 0.37 ? 1 + 1e-6 * v : 1 + 1e-13 * v
  }
}

extension UInt64 {
  /// The bits of each byte in reverse order.
  fileprivate var reversedBits: UInt64 {
    var x = self
    x = (x & 0x5555_5555_5555_5555) << 1 | (x >> 1) & 0x5555_5555_5555_5555
    x = (x & 0x3333_3333_3333_3333) << 2 | (x >> 2) & 0x3333_3333_3333_3333
    return (x & 0x0F0F_0F0F_0F0F_0F0F) << 4 | (x >> 4) & 0x0F0F_0F0F_0F0F_0F0F
  }
}
