// SPDX-License-Identifier: GPL-3.0-or-later

/// How much an output depends on an input, by one of several measures, with its 95 % interval.
public struct SensitivityIndex: Sendable, Hashable {
  /// Which measure; the raw value is how tables call it, as `method/index`.
  public enum Measure: String, Sendable, Hashable, CaseIterable {
    /// Spearman's rank correlation.
    case spearman = "rank/spearman"
    /// Rank correlation when the linear effect of the other inputs' ranks is taken off both sides.
    case partialRank = "rank/partial"
    /// Coefficient of a linear regression, in standard deviations.
    case regression = "regression/src"
    /// The same between ranks.
    case rankRegression = "regression/srrc"
    /// Share of the output's variance that the input alone explains.
    case firstOrder = "given_data/first_order"
    /// Borgonovo's δ: how far the output's density moves when the input is known.
    case delta = "given_data/delta"
    /// PAWN: how far the output's distribution function moves when the input is known.
    case pawn = "given_data/pawn"
    /// Share of the explained variance by Shapley's value; the shares of all inputs add up to 1.
    case shapley = "shapley/effect"
    /// Mean of the output where the input is at its P10, in the output's unit.
    case tornadoP10 = "tornado/p10"
    /// Mean of the output where the input is at its P90.
    case tornadoP90 = "tornado/p90"
    /// P80 of the output where the input is at its P10.
    case tornadoP80AtP10 = "tornado/p80_at_p10"
    /// P80 of the output where the input is at its P90.
    case tornadoP80AtP90 = "tornado/p80_at_p90"
    /// Distance between the input's distributions in the worst outcomes and in the others.
    case regional = "regional/ks"
    /// Share of the variance that the input alone explains, from designed runs.
    case sobolFirstOrder = "sobol/first_order"
    /// Share of the variance that the input takes part in, from designed runs.
    case sobolTotalOrder = "sobol/total_order"
    /// Share of the variance that two inputs explain only together, from designed runs.
    case sobolSecondOrder = "sobol/second_order"
    /// Mean absolute elementary effect, in the output's unit.
    case morrisMuStar = "morris/mu_star"
    /// Standard deviation of the elementary effects, in the output's unit.
    case morrisSigma = "morris/sigma"

    /// Those that any sample tells; the others need runs that are designed for them.
    public static let ofSample = allCases.filter { !["sobol", "morris"].contains($0.method) }

    /// Whether the true value may lie on either side of `neutral`; a share or a distance below 0 is
    /// noise.
    var hasTwoSides: Bool {
      switch self {
      case .firstOrder, .delta, .pawn, .shapley, .regional: false
      case .sobolFirstOrder, .sobolTotalOrder, .sobolSecondOrder, .morrisMuStar, .morrisSigma:
        false
      case .spearman, .partialRank, .regression, .rankRegression: true
      case .tornadoP10, .tornadoP90, .tornadoP80AtP10, .tornadoP80AtP90: true
      }
    }

    /// The part before the slash.
    public var method: String { String(rawValue.prefix { $0 != "/" }) }
    /// The part after the slash.
    public var index: String { String(rawValue.drop { $0 != "/" }.dropFirst()) }
  }

  /// Which measure.
  public let measure: Measure
  /// The estimate; a share or a distance whose bias was taken off may lie a little below 0.
  public let value: Double
  /// Lower bound of the 95 % interval.
  public let low: Double
  /// Upper bound of the 95 % interval.
  public let high: Double
  /// What the measure is where the input does not matter: 0, and the whole sample's value for a
  /// tornado.
  public let neutral: Double

  /// - Parameter neutral: what the measure is where the input does not matter.
  public init(
    _ measure: Measure, value: Double, low: Double, high: Double, neutral: Double = 0
  ) {
    self.measure = measure
    self.value = value
    self.low = low
    self.high = high
    self.neutral = neutral
  }

  /// An estimate with a normal interval.
  init(_ measure: Measure, value: Double, standardError: Double, neutral: Double = 0) {
    let width = ProbabilityEstimate.halfWidthOf95Percent * standardError
    self.init(
      measure, value: value, low: value - width, high: value + width, neutral: neutral)
  }

  /// Whether the sample tells the input from one that does not matter: for tornados, from the whole
  /// sample's value; for all else, from 0.
  public var isDistinguishableFromZero: Bool {
    low > neutral || measure.hasTwoSides && high < neutral
  }
}
