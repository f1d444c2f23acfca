// SPDX-License-Identifier: GPL-3.0-or-later

/// Throws unless every value is a finite number whose square is one too, with room to spare.
func requireFinite(
  _ family: String, _ values: (name: String, value: Double)...
) throws(ParameterError) {
  for (name, value) in values {
    try require(
      abs(value) <= 1e100, family, name, value, "must be a finite number of at most 1e100 in size")
  }
}

/// Throws unless low <= mode <= high and low < high.
func requireOrdered(
  _ family: String, low: Double, mode: Double, high: Double
) throws(ParameterError) {
  try requireFinite(family, ("low", low), ("mode", mode), ("high", high))
  try require(low < high, family, "high", high, "must be above low, \(low)")
  try require(
    low <= mode && mode <= high, family, "mode", mode, "must be from low, \(low), to high, \(high)")
}

/// Throws unless the location is finite and the scale above 0.
func requireLocationScale(
  _ family: String, _ location: Double, _ scale: Double
) throws(ParameterError) {
  try requireFinite(family, ("location", location), ("scale", scale))
  try requirePositive(family, "scale", scale)
}

/// Throws unless the value is finite and above 0, its square an ordinary number.
func requirePositive(
  _ family: String, _ name: String, _ value: Double
) throws(ParameterError) {
  try requireFinite(family, (name, value))
  try require(value >= 1e-100, family, name, value, "must be above 0, at least 1e-100")
}

/// Throws unless `low` <= value <= `high`.
func require(
  _ value: Double, from low: Double, to high: Double, _ family: String, _ name: String
) throws(ParameterError) {
  try require(value >= low && value <= high, family, name, value, "must be from \(low) to \(high)")
}

/// Two quantiles of a distribution: what an expert can say of most quantities.
public struct PercentilePair: Sendable, Hashable {
  /// The lower one.
  public let low: Point
  /// The higher one.
  public let high: Point

  /// A value and the probability of being at or below it.
  public struct Point: Sendable, Hashable {
    /// The key, as `p5`.
    public let name: String
    /// From 0 to 1, both excluded.
    public let probability: Double
    /// The quantile.
    public let value: Double
  }

  /// - Throws: `ParameterError` unless both probabilities lie inside (0, 1), differ, and the values
  ///   rise with them.
  public init(
    _ family: String, _ a: (name: String, probability: Double, value: Double),
    _ b: (name: String, probability: Double, value: Double)
  ) throws(ParameterError) {
    let (first, second) = a.probability < b.probability ? (a, b) : (b, a)
    try requireFinite(family, (first.name, first.value), (second.name, second.value))
    try require(
      first.probability > 0 && second.probability < 1 && first.probability < second.probability,
      family, first.name, first.value, "must be one of two different percentiles from p1 to p99")
    try require(
      first.value < second.value, family, second.name, second.value,
      "must be above \(first.name), \(first.value)")
    low = Point(name: first.name, probability: first.probability, value: first.value)
    high = Point(name: second.name, probability: second.probability, value: second.value)
  }

  /// Location and scale of the distribution whose standard form has the given quantile function.
  func locationScale(_ quantile: (Double) -> Double) -> (location: Double, scale: Double) {
    let z0 = quantile(low.probability)
    let z1 = quantile(high.probability)
    let scale = (high.value - low.value) / (z1 - z0)
    return (low.value - scale * z0, scale)
  }

  /// The logarithms of both values.
  ///
  /// - Throws: `ParameterError` unless both are above 0.
  func logarithms(_ family: String) throws(ParameterError) -> PercentilePair {
    try require(low.value > 0, family, low.name, low.value, "must be above 0")
    return try PercentilePair(
      family, (low.name, low.probability, logarithm(low.value)),
      (high.name, high.probability, logarithm(high.value)))
  }
}

/// The distribution meant by `low to high`: 5 % lie below, 5 % above.
///
/// Lognormal when both are above 0, otherwise normal.
public func ninetyPercentInterval(
  from low: Double, to high: Double
) throws(ParameterError) -> any Distribution {
  let family = low > 0 ? LogNormal.family : Normal.family
  let points = try PercentilePair(family, ("p5", 0.05, low), ("p95", 0.95, high))
  return low > 0 ? try LogNormal(points) : try Normal(points)
}
