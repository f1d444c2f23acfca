// SPDX-License-Identifier: GPL-3.0-or-later

/// The economics of an experiment: what every option costs, month by month.
///
/// It is deterministic. Chance enters through the inputs and shocks it is given.
public struct CostModel: Sendable, Hashable {
  /// Months 1 to this one are counted.
  public var horizonMonths: Int
  /// r, per year; month m is discounted by (1 + r)^(−m/12).
  public var discountRate: Parameter
  /// Requests per month.
  public var workload: Workload
  /// Prices that move over the months; `MonthlyPrice.path` counts through them.
  public var pricePaths: [PricePath]
  /// List prices that change rarely; `PerToken.priceChanges` counts through them.
  public var priceChanges: [PriceChanges] = []
  /// The ways to serve, in the order of every table.
  public var options: [ServingOption]
  /// Which of them is the status quo.
  public var baseline: Int

  /// A model of `options` against the one at `baseline`.
  public init(
    horizonMonths: Int, discountRate: Parameter, workload: Workload, pricePaths: [PricePath] = [],
    options: [ServingOption], baseline: Int
  ) {
    self.horizonMonths = horizonMonths
    self.discountRate = discountRate
    self.workload = workload
    self.pricePaths = pricePaths
    self.options = options
    self.baseline = baseline
  }

  /// Whether costs are not proportional to the starting volume: capacity grows in steps, a cap limits
  /// the volume, or moving to a successor pays from some volume on.
  var isNonlinear: Bool {
    let hasSteps = options.contains { option in
      if case .dedicated = option.serving { return true }
      return option.succession != nil
    }
    return hasSteps || workload.cap != nil
  }
}
