// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import RandomStreams
import TestSupport
import Testing

/// Draws against the distribution function, which `AccuracyTests` holds to the reference.
///
/// Seeds are fixed: a test fails always or never. A right sampler would fail one for 1e-4 of all
/// seeds (Kolmogorov–Smirnov, chi-square) or 7e-6 (4.5 standard errors of mean or variance).
@Suite("Sampling")
struct SamplingTests {
  static let count = 100_000
  static let stream = RandomStream(seed: 2_024, name: "input:sampled")

  enum Sampler: String, CaseIterable, Sendable {
    case transform, sample

    func draws(_ distribution: any Distribution) -> [Double] {
      switch self {
      case .transform:
        return distribution.transformed(
          (0..<SamplingTests.count).map { SamplingTests.stream.uniform(trial: UInt64($0)) })
      case .sample:
        let bits = TrialGenerator()
        return (0..<SamplingTests.count).map { trial in
          bits.address(SamplingTests.stream, trial: UInt64(trial))
          return distribution.sample(bits)
        }
      }
    }
  }

  /// With a shape of 0.1 at 1 a fortieth of the draws lie closer to 1 than any double does.
  static let separable = ReferenceCase.all.filter { reference in
    !reference.parameters.contains { $0.key == "beta" && $0.value == 0.1 }
  }

  /// The families that have a variance; without one a mean of draws has no error.
  static let withMoments = ReferenceCase.all.filter { $0.variance.isFinite }

  @Test("draws have the distribution", arguments: separable, Sampler.allCases)
  func drawsHaveTheDistribution(_ reference: ReferenceCase, _ sampler: Sampler) throws {
    let distribution = try reference.make()
    let support = distribution.support
    let draws = sampler.draws(distribution)
    #expect(draws.allSatisfy { $0 >= support.lower && $0 <= support.upper })
    if support.isDiscrete || reference.family == "mixture" {
      #expect(!support.isInteger || draws.allSatisfy { $0 == $0.rounded() })
      let (counts, probabilities) = Self.cells(draws, distribution)
      #expect(ChiSquare.pValue(counts: counts, probabilities: probabilities) > 1e-4)
    } else {
      let distance = KolmogorovSmirnov.distance(of: draws) { distribution.cdf($0) }
      #expect(
        distance < KolmogorovSmirnov.criticalDistance(count: Self.count, falseAlarm: 1e-4))
    }
  }

  /// Draws and probabilities between about a hundred quantiles, each cell with its upper end.
  static func cells(
    _ draws: [Double], _ distribution: any Distribution
  ) -> (counts: [Int], probabilities: [Double]) {
    let ends = Set((1...100).map { distribution.quantile(Double($0) / 100) }).sorted()
    let steps = ends.map { distribution.cdf($0) }
    var counts = [Int](repeating: 0, count: ends.count)
    for draw in draws { counts[ends.firstIndex { draw <= $0 } ?? 0] += 1 }
    return (counts, zip(steps, [0] + steps).map { $0 - $1 })
  }

  @Test("draws have the mean and the variance", arguments: withMoments, Sampler.allCases)
  func drawsHaveTheMoments(_ reference: ReferenceCase, _ sampler: Sampler) throws {
    let draws = sampler.draws(try reference.make())
    let count = Double(Self.count)
    let error = (reference.variance / count).squareRoot()
    let mean = draws.reduce(0, +) / count
    #expect(abs(mean - reference.mean) <= 4.5 * error + 1e-12 * abs(mean))

    let squares = draws.map { ($0 - reference.mean) * ($0 - reference.mean) }
    let variance = squares.reduce(0, +) / count
    let spread = squares.reduce(0) { $0 + ($1 - variance) * ($1 - variance) } / count
    // Heavy tails leave the variance of squares to a few draws; their estimate means nothing.
    guard spread < 20 * variance * variance else { return }
    #expect(abs(variance - reference.variance) <= 4.5 * (spread / count).squareRoot() + 1e-300)
  }
}
