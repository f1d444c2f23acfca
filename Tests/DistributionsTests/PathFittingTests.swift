// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import RandomStreams
import Testing

@Suite("Fitting price paths")
struct PathFittingTests {
  static let month = 365.25 / 12

  // The rate is a root to 1e-14, but the likelihood is flat enough to leave some 1e-10 of level.
  @Test("An irregular series has the parameters, errors and likelihood of mpmath")
  func reference() throws {
    let series = try PriceSeries(
      zip(ReferencePath.days, ReferencePath.prices).map { ($0 / Self.month, $1) })
    let path = try FittedPath(.meanReverting, to: series)
    #expect(path.estimates.map(\.name) == ["start", "long_run", "reversion", "volatility"])
    #expect(path.estimates[0].value == ReferencePath.prices.last)
    for (found, expected) in zip(path.estimates.dropFirst(), ReferencePath.estimates) {
      #expect(abs(found.value / expected.value - 1) < 1e-9, "\(found)")
      #expect(abs((found.standardError ?? 0) / expected.error - 1) < 1e-6, "\(found)")
    }
    #expect(abs(path.logLikelihood / ReferencePath.logLikelihood - 1) < 1e-11)
  }

  /// A path by its exact transitions.
  func simulated(
    rate: Double, level: Double, sigma: Double, drift: Double = 0, count: Int, index: UInt64
  ) throws -> PriceSeries {
    let normals = RandomStream(seed: 7, name: "path")
    let gaps = RandomStream(seed: 7, name: "gaps")
    let normal = try Normal(mean: 0, sd: 1)
    var log = level + 0.5
    var time = 0.0
    var points = [(0.0, exp(log))]
    for step in 0..<UInt64(count) {
      let gap = 0.1 + 1.5 * gaps.uniform(trial: step, draw: UInt32(index))
      let z = normal.quantile(normals.uniform(trial: step, draw: UInt32(index)))
      if rate > 0 {
        let keep = exp(-rate * gap)
        log =
          level + (log - level) * keep + sigma * ((1 - keep * keep) / (2 * rate)).squareRoot() * z
      } else {
        log += drift * gap + sigma * gap.squareRoot() * z
      }
      time += gap
      points.append((time, exp(log)))
    }
    return try PriceSeries(points)
  }

  @Test("Parameters of simulated paths are found within four standard errors", arguments: 0..<20)
  func coverage(index: UInt64) throws {
    let (rate, level, sigma) = (0.4, 0.7, 0.25)
    let path = try FittedPath(
      .meanReverting,
      to: simulated(rate: rate, level: level, sigma: sigma, count: 400, index: index))
    let truth = [
      exp(level), 1 - exp(-rate), sigma * ((1 - exp(-2 * rate)) / (2 * rate)).squareRoot(),
    ]
    for (estimate, truth) in zip(path.estimates.dropFirst(), truth) {
      let error = try #require(estimate.standardError)
      #expect(abs(estimate.value - truth) < 4 * error, "\(estimate) for \(truth)")
    }
    let walk = try FittedPath(
      .randomWalk,
      to: simulated(rate: 0, level: level, sigma: sigma, drift: 0.03, count: 400, index: index))
    for (estimate, truth) in zip(walk.estimates.dropFirst(), [0.03, sigma]) {
      let error = try #require(estimate.standardError)
      #expect(abs(estimate.value - truth) < 4 * error, "\(estimate) for \(truth)")
    }
  }

  @Test("What has no path of a kind says so")
  func failures() throws {
    func reason(_ kind: FittedPath.Kind, _ prices: [Double]) -> String {
      do {
        _ = try FittedPath(
          kind, to: PriceSeries(prices.enumerated().map { (Double($0), $1) }))
        return ""
      } catch {
        return "\(error)"
      }
    }
    let rising = (0..<30).map { index in
      let i = Double(index)
      return exp(0.005 * i * i + (index % 3 == 0 ? 0.01 : 0))
    }
    #expect(reason(.meanReverting, rising).contains("random_walk"))
    #expect(reason(.randomWalk, rising).isEmpty)
    #expect(reason(.randomWalk, (0..<30).map { exp(0.1 * Double($0)) }).contains("constant rate"))
    let alternating = (0..<30).map { $0 % 2 == 0 ? 1.0 : 2.0 }
    #expect(reason(.meanReverting, alternating).contains("forgets"))
    #expect(reason(.meanReverting, [1, 2, 3]).contains("10 are needed"))
    #expect(reason(.randomWalk, Array(repeating: 1, count: 12)).contains("the same"))
    #expect(reason(.randomWalk, Array(repeating: 1, count: 12) + [-1]).contains("above 0"))
  }
}
