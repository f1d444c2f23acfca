// SPDX-License-Identifier: GPL-3.0-or-later

internal import GSLNumerics
public import RandomStreams

/// The distribution through given quantiles: Keelin's metalog with as many terms as quantiles.
///
/// M(y) = S(y − ½) + A(y − ½) · ln(y / (1 − y)) with polynomials S and A. Without bounds M is the
/// quantile function; with one it is that of the logarithm of the distance from it, with two that of
/// the logarithm of the ratio of the distances. T. W. Keelin, "The Metalog Distributions", Decision
/// Analysis 13(4), 2016, doi:10.1287/deca.2016.0338.
public struct Metalog: Distribution {
  public static let family = "quantiles"
  /// What was given, in the order of the probabilities.
  public let points: [PercentilePair.Point]
  /// The lower bound; −infinity for none.
  public let low: Double
  /// The upper bound; infinity for none.
  public let high: Double
  private let curve: MetalogCurve

  /// The fewest and the most quantiles; more make curves that wind.
  public static let counts = 3...10

  /// - Throws: `ParameterError` unless there are 3 to 10 quantiles, rising with their probabilities
  ///   inside the bounds, and the curve through them rises throughout.
  public init(
    _ points: [PercentilePair.Point], low: Double = -.infinity, high: Double = .infinity
  ) throws(ParameterError) {
    let sorted = points.sorted { $0.probability < $1.probability }
    try require(
      Self.counts.contains(points.count), Self.family, "", Double(points.count),
      "takes \(Self.counts.lowerBound) to \(Self.counts.upperBound) percentiles")
    for (point, next) in zip(sorted, sorted.dropFirst()) {
      // Checks each pair: finite values, probabilities that differ, both rising.
      _ = try PercentilePair(
        Self.family, (point.name, point.probability, point.value),
        (next.name, next.probability, next.value))
    }
    try Self.requireBounds(low, high, around: sorted)
    self.points = sorted
    self.low = low
    self.high = high
    let heights = sorted.map { Self.stretch($0.value, low, high) }
    guard let curve = MetalogCurve(through: heights, at: sorted.map(\.probability)) else {
      throw ParameterError(
        family: Self.family, parameter: "", value: .nan,
        requirement: "needs percentiles farther apart: these are too close to tell from each other")
    }
    if let fault = curve.fault(isLogarithm: low.isFinite || high.isFinite) {
      throw ParameterError(
        family: Self.family, parameter: "", value: .nan, requirement: fault)
    }
    self.curve = curve
  }

  private static func requireBounds(
    _ low: Double, _ high: Double, around points: [PercentilePair.Point]
  ) throws(ParameterError) {
    guard let first = points.first, let last = points.last else { return }
    if low != -.infinity {
      try requireFinite(family, ("low", low))
      try require(
        low < first.value, family, "low", low, "must be below \(first.name), \(first.value)")
    }
    if high != .infinity {
      try requireFinite(family, ("high", high))
      try require(
        high > last.value, family, "high", high, "must be above \(last.name), \(last.value)")
    }
  }

  /// The given percentiles and the bounds there are.
  public var parameters: [(name: String, value: Double)] {
    points.map { ($0.name, $0.value) } + [("low", low), ("high", high)].filter { $0.1.isFinite }
  }
  public var support: Support { Support(low, high) }
  public var baseCase: Double { quantile(0.5) }

  // MARK: Between the value and the height of the curve

  /// The height of the curve where the quantile is `x`, inside the bounds.
  private static func stretch(_ x: Double, _ low: Double, _ high: Double) -> Double {
    switch (low.isFinite, high.isFinite) {
    case (false, false): x
    case (true, false): logarithm(x - low)
    case (false, true): -logarithm(high - x)
    case (true, true): logarithm((x - low) / (high - x))
    }
  }
  /// The inverse of `stretch`.
  private func value(_ z: Double) -> Double {
    switch (low.isFinite, high.isFinite) {
    case (false, false): return z
    case (true, false): return low + exponential(z)
    case (false, true): return high - exponential(-z)
    case (true, true):
      let ratio = exponential(-abs(z))
      let distance = (high - low) * (ratio / (1 + ratio))
      return z < 0 ? low + distance : high - distance
    }
  }
  /// The derivative of `value`, at `x`.
  private func stretching(at x: Double) -> Double {
    switch (low.isFinite, high.isFinite) {
    case (false, false): 1
    case (true, false): x - low
    case (false, true): high - x
    case (true, true): (x - low) * ((high - x) / (high - low))
    }
  }

  // MARK: Evaluation

  public func density(_ x: Double) -> Double {
    guard x > low, x < high else { return 0 }
    let t = curve.logit(at: Self.stretch(x, low, high))
    let tail = exponential(-abs(t))
    return tail / ((1 + tail) * (1 + tail)) / curve.slope(t) / stretching(at: x)
  }
  public func cdf(_ x: Double) -> Double {
    if x <= low { return 0 }
    return x >= high ? 1 : 1 / (1 + exponential(-curve.logit(at: Self.stretch(x, low, high))))
  }
  public func survival(_ x: Double) -> Double {
    if x <= low { return 1 }
    return x >= high ? 0 : 1 / (1 + exponential(curve.logit(at: Self.stretch(x, low, high))))
  }
  public func quantile(_ p: Double) -> Double {
    if p <= 0 || p >= 1 { return p <= 0 ? low : high }
    return value(curve.height(offset: p - 0.5, logit: logarithm(p / (1 - p))))
  }
  public func upperQuantile(_ q: Double) -> Double {
    if q <= 0 || q >= 1 { return q <= 0 ? high : low }
    return value(curve.height(offset: 0.5 - q, logit: -logarithm(q / (1 - q))))
  }
  public func transform(_ x: UnsafeMutableBufferPointer<Double>) {
    let chunk = 256
    withUnsafeTemporaryAllocation(of: Double.self, capacity: chunk) { logits in
      for start in stride(from: 0, to: x.count, by: chunk) {
        let part = UnsafeMutableBufferPointer(rebasing: x[start..<min(start + chunk, x.count)])
        let own = UnsafeMutableBufferPointer(rebasing: logits[0..<part.count])
        for i in part.indices { own[i] = part[i] / (1 - part[i]) }
        own.takeLogarithms()
        curve.heights(part, logits: own)
      }
    }
    switch (low.isFinite, high.isFinite) {
    case (false, false): break
    case (true, false):
      x.exponentiate()
      x.scale(by: 1, shift: low)
    case (false, true):
      x.scale(by: -1, shift: 0)
      x.exponentiate()
      x.scale(by: -1, shift: high)
    case (true, true): for i in x.indices { x[i] = value(x[i]) }
    }
  }
  public func sample(_ bits: TrialGenerator) -> Double {
    quantile(Uniforms.unit(bits.generator))
  }
}

extension Metalog {
  // MARK: Moments

  /// Infinite where a bound on one side only leaves a power-law tail on the other with an exponent
  /// below 1.
  public var mean: Double { moments.mean }
  /// Infinite where the exponent of such a tail is below 2.
  public var variance: Double { moments.variance }

  private var moments: (mean: Double, variance: Double) {
    let isOneSided = low.isFinite != high.isFinite
    let growth = isOneSided ? (low.isFinite ? curve.growth.upper : curve.growth.lower) : 0
    let isUpper = low.isFinite
    guard growth < 1 else { return (isUpper ? .infinity : -.infinity, .infinity) }
    let centre = quantile(0.5)
    let first = integral { z, root in distance(z, from: centre, times: root) * root }
    guard growth < 0.5 else { return (centre + first, .infinity) }
    let second = integral { z, root in
      let distance = distance(z, from: centre + first, times: root)
      return distance * distance
    }
    return (centre + first, second)
  }

  /// `factor` times the distance of the value at height z from `centre`, also where the value alone
  /// would overflow.
  private func distance(_ z: Double, from centre: Double, times factor: Double) -> Double {
    guard low.isFinite != high.isFinite else { return (value(z) - centre) * factor }
    let distance = exponential((low.isFinite ? z : -z) + logarithm(factor))
    return low.isFinite
      ? distance + (low - centre) * factor : (high - centre) * factor - distance
  }

  /// The integral over all logits t of `body(height, √w)`, where w = y(1 − y) is dy/dt.
  ///
  /// The trapezoidal rule in s with t = sinh s, which converges like e^(−π² / step).
  private func integral(_ body: (_ height: Double, _ root: Double) -> Double) -> Double {
    let step = 1.0 / 32
    var sum = 0.0
    for k in -450...450 {
      let growing = exponential(Double(k) * step)
      let t = (growing - 1 / growing) / 2
      // Beyond, √w is no ordinary number.
      guard abs(t) < 1_400 else { continue }
      let tail = exponential(-abs(t) / 2)
      let root = tail / (1 + tail * tail)
      let height = curve.height(offset: MetalogCurve.offset(t), logit: t)
      sum += body(height, root) * ((growing + 1 / growing) / 2)
    }
    return step * sum
  }
}
