// SPDX-License-Identifier: GPL-3.0-or-later

/// Something that can be bought: a model, tuned or not, or a kind of GPU, with its prices over time.
public struct PriceEntry: Sendable, Hashable {
  /// `vendor/entry`, by which experiments name it.
  public let reference: String
  /// What people call it.
  public let name: String
  /// Who sells it.
  public let vendor: String
  /// The currency of its prices.
  public let currency: String
  /// The file it stands in.
  public let file: String
  /// The numbers of its offer that are no prices.
  public internal(set) var terms = Terms()
  /// The day it is switched off, when that is known.
  public internal(set) var endOfLife: CalendarDate?
  /// The entry that its vendor recommends instead.
  public internal(set) var successor: String?
  /// Whether a GPU is cheap and may be taken away, or dear and sure.
  public internal(set) var tier: Tier?
  /// What else one should know.
  public internal(set) var note: String?
  /// Its prices, in the order of time.
  public internal(set) var periods: [PricePeriod] = []

  /// The numbers of an offer that are no prices.
  public struct Terms: Sendable, Hashable {
    /// Shortest prefix that is cached, in tokens.
    public internal(set) var cacheMinimumTokens: Double?
    /// Tokens by which the cached prefix grows.
    public internal(set) var cacheBlockTokens: Double?
    /// Hours of training are billed in multiples of this.
    public internal(set) var trainingHoursRounding: Double?
    /// Memory of a GPU, in GB.
    public internal(set) var memoryGB: Double?
  }

  /// How sure and how dear a rental is.
  public enum Tier: String, Sendable, Hashable, CaseIterable {
    /// Marketplaces and what may be taken away.
    case spot
    /// Rental by the hour from the usual vendors.
    case mainstream
    /// The large clouds.
    case premium
  }
}

/// The prices of an entry from one day to another.
public struct PricePeriod: Sendable, Hashable {
  /// The first day; nil when it is not known.
  public let from: CalendarDate?
  /// The day after the last one; nil when it holds until further notice.
  public let to: CalendarDate?
  /// The prices that are known; what is absent is not 0.
  public let prices: [PriceKey: PriceFigure]
  /// Where they are from and how good they are.
  public let origin: Origin
  /// What else one should know.
  public let note: String?

  /// Whether the prices hold on `day`.
  public func holds(on day: CalendarDate) -> Bool {
    if let from, day < from { return false }
    if let to, day >= to { return false }
    return true
  }

  /// The price of `key`, that of a GPU-hour from that of a minute if need be.
  public func figure(_ key: PriceKey) -> PriceFigure? {
    if key == .perGPUHour, case .known(let minute) = prices[.perGPUMinute] {
      // Prices are decimal: without the noise of binary arithmetic 60 × 0.0665 is 3.99.
      return .known((minute * 60 * 1e9).rounded() / 1e9)
    }
    return prices[key]
  }
}

/// Where a figure of the library is from and how good it is.
public struct Origin: Sendable, Hashable {
  /// Who says so.
  public let source: String
  /// The day on which it was last compared with its source.
  public let checked: CalendarDate
  /// How far it can be trusted.
  public let confidence: Confidence

  /// How far a figure can be trusted.
  public enum Confidence: String, Sendable, Hashable, CaseIterable {
    /// Measured, or from whoever sets it.
    case high
    /// One credible source.
    case medium
    /// A blog, or a judgement.
    case low
  }
}

/// A price that is known, or one of which only a distribution is.
public enum PriceFigure: Sendable, Hashable {
  /// The same in every trial.
  case known(Double)
  /// A distribution, in the form of an experiment file.
  case uncertain(ResolvedValue)
}

extension PriceEntry {
  /// The prices in force on `day`.
  public func period(on day: CalendarDate) -> PricePeriod? {
    periods.last { $0.holds(on: day) }
  }

  /// The latest prices that were in force when they were checked.
  public var current: PricePeriod? { periods.last { $0.holds(on: $0.origin.checked) } }
}
