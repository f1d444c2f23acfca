// SPDX-License-Identifier: GPL-3.0-or-later

/// Cheaper models of the same quality that appear as time passes, and what moving to one costs.
///
/// A list price hardly moves; models are replaced. In the month of a release, or a later one, the
/// option moves to the newest when what it would save until the horizon at the volume of that month
/// exceeds the cost of moving: what is known to whoever decides then.
public struct Succession: Sendable, Hashable {
  /// Months between releases, at least 1.
  public var everyMonths: Parameter
  /// Price of each release relative to the one before it, above 0.
  public var priceRatio: Parameter
  /// Whether interval and price are drawn once a trial or anew for each release.
  public var renewals: Renewals = .each
  /// An amount for each move: porting prompts, testing again.
  public var movingCost: Parameter = 0
  /// Engineer-weeks of each move, at the project's weekly rate.
  public var weeks: Parameter = 0
  /// Share of data and training that a move costs: a tuned model moves only by tuning again.
  public var retuneShare: Parameter = 0
  /// 1 where successors can be used as this option needs them; 0 where they cannot, be it that they
  /// cannot be tuned.
  public var available: Parameter = 1

  /// Releases every `everyMonths` months, each at `priceRatio` of the price of the one before.
  public init(everyMonths: Parameter, priceRatio: Parameter) {
    self.everyMonths = everyMonths
    self.priceRatio = priceRatio
  }

  var renewedParameters: [Parameter] { renewals == .each ? [everyMonths, priceRatio] : [] }
}

/// Applies the moves of a succession to eight trials.
struct Moves {
  let succession: Succession
  /// Where the intervals and the price ratios come from.
  let intervals: EventValues
  let ratios: EventValues

  /// Lowers the price per request from each move on and adds the cost of the move to its month.
  ///
  /// - Parameters:
  ///   - extra: the part of the cost per request that is not the model's price.
  ///   - share: the share of the requests that is served.
  ///   - cost: what a move in a month costs.
  func apply(
    to serving: ServingCost, demand: Demand, extra: Lanes, share: Lanes, live: LiveMonths,
    trials: EightTrials, cost: (Int) -> Lanes
  ) {
    let months = serving.perRequest.months
    let isAvailable = trials.value(succession.available) .!= 0
    guard any(isAvailable) else { return }
    serving.openStanding()
    var releases = Releases(self, trials: trials, count: months)
    var paid = Lanes.one
    var offered = Lanes.one
    for month in 1...months {
      offered *= releases.take(upTo: Double(month))
      let list = serving.perRequest[month] - extra
      let saving = demand.starting * demand.ratio[month] * share * list * (paid - offered)
      let price = cost(month)
      let moves =
        (saving * Double(months - month + 1) .> price) .& isAvailable .& live.mask(month)
        .& .!live.isRetired(month)
      paid.replace(with: offered, where: moves)
      serving.perRequest[month] = list * paid + extra
      serving.standing[month] += Lanes(repeating: 0).replacing(with: price, where: moves)
    }
  }
}

/// When the releases come in eight trials, and at what price.
private struct Releases {
  private let moves: Moves
  private let trials: EightTrials
  /// Releases are at least a month apart, so that there is a number for each within the horizon.
  private let count: Int
  private var event = SIMD8<Int>(repeating: 1)
  private var next: Lanes

  init(_ moves: Moves, trials: EightTrials, count: Int) {
    self.moves = moves
    self.trials = trials
    self.count = count
    next = moves.intervals.value(1, trials)
  }

  /// The product of the price ratios of the releases up to the end of `month` that were not taken
  /// yet; 1 where there were none.
  mutating func take(upTo month: Double) -> Lanes {
    var product = Lanes.one
    let due = next .<= month
    guard any(due) else { return product }
    for lane in 0..<Lanes.scalarCount {
      while next[lane] <= month {
        product[lane] *= moves.ratios.value(event[lane], trials)[lane]
        event[lane] += 1
        next[lane] +=
          event[lane] <= count ? moves.intervals.value(event[lane], trials)[lane] : .infinity
      }
    }
    return product
  }
}
