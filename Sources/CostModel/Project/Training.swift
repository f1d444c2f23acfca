// SPDX-License-Identifier: GPL-3.0-or-later

/// Training until a model is good enough: what a run costs and how many runs are paid.
public struct Training: Sendable, Hashable {
  /// What one run costs.
  public var run: TrainingRun
  /// k, the productive runs.
  public var runs: Parameter
  /// f, the share of failed experiments.
  public var failedShare: Parameter
  /// What f is a share of.
  public var failedShareMeaning: FailedShareMeaning

  /// Training of `runs` productive runs.
  public init(
    run: TrainingRun, runs: Parameter = 1, failedShare: Parameter = 0,
    failedShareMeaning: FailedShareMeaning = .ofTotalSpend
  ) {
    self.run = run
    self.runs = runs
    self.failedShare = failedShare
    self.failedShareMeaning = failedShareMeaning
  }
}

/// What the failed share is a share of.
///
/// Published figures seldom say; the readings differ by up to 2x.
public enum FailedShareMeaning: String, Sendable, Hashable, CaseIterable {
  /// Failed runs are the share f of everything spent on training: k / (1 − f) runs are paid.
  case ofTotalSpend = "of_total_spend"
  /// Failed runs cost the share f of what the productive ones cost: k · (1 + f) runs are paid.
  case ofProductiveSpend = "of_productive_spend"
  /// The count of runs already holds the failed ones: k runs are paid.
  case included

  /// Runs paid for `productive` productive ones.
  func paidRuns(_ productive: Term, failed: Term) -> Term {
    switch self {
    case .ofTotalSpend: productive / (1 - failed)
    case .ofProductiveSpend: productive * (1 + failed)
    case .included: productive
    }
  }
}

/// The cost of one training run.
public enum TrainingRun: Sendable, Hashable {
  /// Rented GPUs, by the hour.
  case gpuRental(GPURental)
  /// (tokens · epochs + evaluations · validation tokens) · price / 10⁶.
  case hostedTokens(
    tokens: Parameter, epochs: Parameter, pricePerMtok: Parameter, validationTokens: Parameter,
    evaluations: Parameter)
  /// Training by the hour, as reinforcement fine-tuning is billed.
  case hostedHours(HostedHours)
  /// An amount per run.
  case amount(Parameter)

  /// What a run costs, apart from the GPU price, which differs from month to month.
  func terms(_ table: TermTable) -> RunTerms {
    let none = table.constant(0)
    switch self {
    case .gpuRental(let rental):
      return RunTerms(
        fixed: table.term(rental.setupPerRun), gpuHours: rental.gpuHours(table),
        gpuPrice: rental.pricePerGPUHour)
    case .hostedTokens(let tokens, let epochs, let price, let validation, let evaluations):
      let trained = table.term(tokens) * table.term(epochs)
      let evaluated = table.term(evaluations) * table.term(validation)
      return RunTerms(fixed: (trained + evaluated) * table.term(price) / 1e6, gpuHours: none)
    case .hostedHours(let hours):
      return RunTerms(fixed: hours.cost(table), gpuHours: none)
    case .amount(let amount):
      return RunTerms(fixed: table.term(amount), gpuHours: none)
    }
  }
}

/// The cost of a run as a function of the GPU price: fixed + GPU-hours · price.
struct RunTerms {
  let fixed: Term
  let gpuHours: Term
  /// The price, when there are GPU-hours to pay.
  var gpuPrice: MonthlyPrice?

  /// Before any month has passed.
  func costAtStart(_ paths: [PricePath]) -> Term {
    switch gpuPrice {
    case .level(let level): gpuHours * fixed.table.term(level) + fixed
    case .path(let index): gpuHours * fixed.table.term(paths[index].start) + fixed
    case nil: fixed
    }
  }

  /// In a month.
  @inline(__always)
  func cost(_ market: Market, month: Int) -> Lanes {
    let fixed = market.trials.value(fixed)
    guard let gpuPrice else { return fixed }
    return market.trials.value(gpuHours) * market.price(gpuPrice, month: month) + fixed
  }
}
