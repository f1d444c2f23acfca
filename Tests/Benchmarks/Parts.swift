// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Distributions
import RandomStreams

/// The parts of the reference workload, each by itself.
enum Parts {
  static let blockSize = 1_024
  static let blocks = 200

  static var all: [Measurement] {
    [uniforms, normalShocks, pert, logNormal, triangular, selection]
  }

  /// Calls `body` with a block of uniforms, over and over.
  private static func overBlocks(
    _ name: String, _ body: @escaping (UnsafeMutableBufferPointer<Double>) -> Void
  ) -> Measurement {
    Measurement(name, trials: blocks * blockSize) {
      let stream = RandomStream(seed: 42, name: "benchmark")
      withUnsafeTemporaryAllocation(of: Double.self, capacity: blockSize) { buffer in
        for block in 0..<blocks {
          stream.fill(buffer, firstTrial: UInt64(block * blockSize))
          body(buffer)
        }
      }
    }
  }

  static var uniforms: Measurement { overBlocks("stream: one uniform") { _ in } }

  static var normalShocks: Measurement {
    overBlocks("process: one normal shock") { transformToStandardNormal($0) }
  }

  private static func draw(_ name: String, _ make: () throws -> any Distribution) -> Measurement {
    guard let distribution = try? make() else { return Measurement(name, trials: 1) {} }
    return overBlocks(name) { distribution.transform($0) }
  }

  static var pert: Measurement {
    draw("input: PERT") { try PERT(low: 3, mode: 4.5, high: 8) }
  }
  static var logNormal: Measurement {
    draw("input: lognormal") { try LogNormal(median: 300_000, sigma: 0.35) }
  }
  static var triangular: Measurement {
    draw("input: triangular") { try Triangular(low: 1200, mode: 1500, high: 1900) }
  }

  /// Fifteen percentiles with their intervals from one column.
  static var selection: Measurement {
    let count = 1_000_000
    let column = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
    RandomStream(seed: 42, name: "selection").fill(column, firstTrial: 0)
    (try? LogNormal(median: 20_000, sigma: 0.5))?.transform(column)
    let probabilities = [1, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95, 99].map {
      Double($0) / 100
    }
    return Measurement("selection: 15 percentiles of a column", trials: count) {
      _ = try quantileEstimates(of: UnsafeBufferPointer(column), probabilities: probabilities)
    }
  }
}
