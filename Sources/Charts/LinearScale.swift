// SPDX-License-Identifier: GPL-3.0-or-later

/// A straight map from numbers to pixels.
public struct LinearScale: Sendable, Hashable {
  /// The least number that is shown.
  public let low: Double
  /// The greatest number that is shown.
  public let high: Double
  private let start: Double
  private let end: Double

  /// Beyond this a picture cannot say more than "far too large".
  private static let largest = 1e150

  /// A scale whose interval has a positive length whatever is given.
  ///
  /// - Parameters:
  ///   - low: one end; the lesser of the two lies at `start`.
  ///   - high: the other end; where both are equal, or no numbers, the interval is widened around them.
  public init(from low: Double, to high: Double, start: Double, end: Double) {
    let bounded = [low, high].map { value in
      value.isNaN ? 0 : min(max(value, -Self.largest), Self.largest)
    }
    var (first, last) = (bounded.min() ?? 0, bounded.max() ?? 0)
    if !(last - first > max(abs(first), abs(last)) * 1e-9) {
      let reach = max(abs(first), abs(last)) * 0.1
      first -= reach > 0 ? reach : 1
      last += reach > 0 ? reach : 1
    }
    self.low = first
    self.high = last
    self.start = start
    self.end = end
  }

  /// A scale over all finite `values`, with some room at either end.
  ///
  /// - Parameter including: numbers that must be in it, such as 0.
  public static func covering(
    _ values: some Sequence<Double>, including: [Double] = [], margin: Double = 0.03,
    start: Double, end: Double
  ) -> LinearScale {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in Array(values) + including where value.isFinite {
      (low, high) = (min(low, value), max(high, value))
    }
    guard low <= high else { return LinearScale(from: 0, to: 1, start: start, end: end) }
    // Nothing but 0: a scale that begins there.
    if low == 0, high == 0 { return LinearScale(from: 0, to: 1, start: start, end: end) }
    let room = (high / 2 - low / 2) * 2 * margin
    // A number that must be in it, as 0, is an end and not a neighbour of one.
    return LinearScale(
      from: including.contains(low) ? low : low - room,
      to: including.contains(high) ? high : high + room, start: start, end: end)
  }

  /// The pixel of `x`; numbers outside of the interval lie at its ends.
  public func callAsFunction(_ x: Double) -> Double {
    let bounded = min(max(x, low), high)
    return start + (bounded / 2 - low / 2) / (high / 2 - low / 2) * (end - start)
  }

  /// Whether `x` is shown where it is.
  public func contains(_ x: Double) -> Bool { x >= low && x <= high }

  /// At most `most` round numbers of the interval.
  public func ticks(most: Int, kind: AxisKind = .amount) -> Ticks {
    Ticks(from: low, to: high, most: most, kind: kind)
  }
}
