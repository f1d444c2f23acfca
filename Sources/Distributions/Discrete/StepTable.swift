// SPDX-License-Identifier: GPL-3.0-or-later

internal import Synchronization

/// The steps of a distribution function, for finding the one a uniform falls on.
struct StepTable: Sendable {
  /// P(X <= x) for each value, rising.
  private let steps: [Double]
  /// The first step at or above each of equally spaced probabilities, where a search begins.
  private let guide: [Int32]

  /// - Parameter steps: at most 2³¹ of them.
  init(_ steps: [Double]) {
    self.steps = steps
    var size = 64
    while size < min(steps.count, 1 << 16) { size *= 2 }
    var step = 0
    guide = (0...size).map { cell in
      let probability = Double(cell) / Double(size)
      while step < steps.count, steps[step] < probability { step += 1 }
      return Int32(step)
    }
  }

  /// The place of the first step at or above u in [0, 1]; the number of steps when there is none.
  func place(of u: Double) -> Int {
    var step = Int(guide[Int(u * Double(guide.count - 1))])
    while step < steps.count, steps[step] < u { step += 1 }
    return step
  }
}

/// The steps of a family on whole numbers between its millionth quantiles, made when the first block
/// of draws asks for them.
final class LazyStepTable: Sendable {
  /// Beyond so many values each draw is searched for on its own.
  private static let mostSteps = 32_768.0

  private struct Window: Sendable {
    let first: Double
    /// P(X < first).
    let below: Double
    let table: StepTable
  }
  /// Nil before the first draw; without a table when the values are too many.
  private let window = Mutex<Window??>(nil)

  /// Turns uniforms into quantiles in place: the same as `distribution.quantile`, to the bit.
  func transform(_ x: UnsafeMutableBufferPointer<Double>, of distribution: some Distribution) {
    let made = window.withLock { window in
      if let window { return window }
      let new = Self.window(of: distribution)
      window = .some(new)
      return new
    }
    for i in x.indices {
      let u = x[i]
      guard let made, u > made.below, u < Self.end else {
        x[i] = distribution.quantile(u)
        continue
      }
      x[i] = made.first + Double(made.table.place(of: u))
    }
  }

  private static let end = 1 - 0x1p-20

  private static func window(of distribution: some Distribution) -> Window? {
    let first = distribution.quantile(1 - end)
    let last = distribution.quantile(end)
    guard last - first < mostSteps else { return nil }
    let steps = stride(from: first, through: last, by: 1).map { distribution.cdf($0) }
    return Window(
      first: first, below: distribution.cdf(first - 1), table: StepTable(steps))
  }
}

extension Distribution {
  /// The least whole number of the support for which `holds`, which is false below some number and
  /// true from it on.
  ///
  /// - Parameter guess: where to begin; the search widens in steps that double.
  func leastInteger(
    near guess: Double, stride: Double, where holds: (Double) -> Bool
  ) -> Double {
    let support = support
    let start = min(max(guess.rounded(), support.lower), support.upper)
    var width = stride
    var below = support.lower - 1
    var above = support.upper
    if holds(start) {
      above = start
      while above - width > below, holds(above - width) {
        above -= width
        width *= 2
      }
      below = max(below, above - width)
    } else {
      below = start
      while below + width < above, !holds(below + width) {
        below += width
        width *= 2
      }
      above = min(above, below + width)
    }
    while above - below > 1 {
      let middle = below + ((above - below) / 2).rounded(.down)
      if holds(middle) { above = middle } else { below = middle }
    }
    return above
  }

  /// The least whole number with P(X <= x) >= p, found near the normal distribution's.
  func searchedQuantile(_ p: Double) -> Double {
    if p <= 0 { return support.lower }
    if p >= 1 { return support.upper }
    let guess = mean + standardDeviation * standardNormalQuantile(p)
    return leastInteger(near: guess, stride: searchStride) { cdf($0) >= p }
  }

  /// The least whole number with P(X > x) <= q, likewise.
  func searchedUpperQuantile(_ q: Double) -> Double {
    if q <= 0 { return support.upper }
    if q >= 1 { return support.lower }
    let guess = mean - standardDeviation * standardNormalQuantile(q)
    return leastInteger(near: guess, stride: searchStride) { survival($0) <= q }
  }

  private var searchStride: Double { max(1, (standardDeviation / 32).rounded(.down)) }
}
