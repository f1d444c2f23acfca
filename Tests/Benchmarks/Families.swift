// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import RandomStreams

/// Nanoseconds a draw of some families, with the uniform it is made from.
struct Families {
  static let blockSize = 1_024
  static let blocks = 400
  static let rounds = 5

  private var families: [(String, any Distribution)] {
    let made: [(String, (any Distribution)?)] = [
      ("uniform", try? Uniform(low: 0.3, high: 0.5)),
      ("triangular", try? Triangular(low: 1_200, mode: 1_500, high: 1_900)),
      ("normal", try? Normal(mean: 4_000, sd: 500)),
      ("lognormal", try? LogNormal(median: 300_000, sigma: 0.35)),
      ("pert", try? PERT(low: 0, mode: 0.2, high: 0.5)),
      ("gamma", try? Gamma(shape: 2.5, scale: 3)),
      ("student_t", try? StudentT(df: 4)),
      ("poisson", try? Poisson(mean: 30)),
    ]
    return made.compactMap { name, distribution in distribution.map { (name, $0) } }
  }

  func report() {
    Journal.write("\nfamilies, median of \(Self.rounds) rounds, ns a draw")
    var measurements = families.map { name, distribution in
      let stream = RandomStream(seed: 42, name: name)
      return Measurement(name, trials: Self.blocks * Self.blockSize) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.blockSize) { buffer in
          for block in 0..<Self.blocks {
            stream.fill(buffer, firstTrial: UInt64(block * Self.blockSize), draw: 0)
            distribution.transform(buffer)
          }
        }
      }
    }
    // The first round builds the tables.
    for round in 0...Self.rounds {
      for index in measurements.indices {
        if round == 0 { try? measurements[index].work() } else { try? measurements[index].round() }
      }
    }
    measurements.forEach { Journal.write($0.line) }
  }
}
