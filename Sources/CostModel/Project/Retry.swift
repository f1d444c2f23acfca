// SPDX-License-Identifier: GPL-3.0-or-later

/// A second attempt at a model whose quality was not good enough.
///
/// It is made in the trials in which the first one failed, and is paid in the month in which it ends,
/// `months` after the option would have gone live. Where it succeeds the option is live from then on.
public struct Retry: Sendable, Hashable {
  /// 1 when the quality of the second attempt is good enough.
  public var reachesParity: Parameter
  /// Months it takes.
  public var months: Parameter = 1
  /// Productive training runs.
  public var runs: Parameter = 1
  /// Share of the project's data cost that is spent again.
  public var relabelShare: Parameter = 0
  /// Engineer-weeks, at the project's weekly rate.
  public var weeks: Parameter = 0

  /// An attempt that ends in success where `reachesParity` is 1.
  public init(reachesParity: Parameter) { self.reachesParity = reachesParity }
}

/// What a second attempt costs: work + paid runs · cost of a run.
struct RetryBill {
  let work: Term
  let runs: Term
  /// All of it, where it takes no time.
  let atStart: Term

  init(_ retry: Retry, of project: ProjectTerms, paths: [PricePath]) {
    work = project.dataAndLabour(share: retry.relabelShare, weeks: retry.weeks)
    runs = project.paidRuns(retry.runs)
    atStart = work + runs * project.run.costAtStart(paths)
  }
}

/// What it costs to leave an option: testing the replacement, moving to it, what is written off.
///
/// Paid in the month that holds the end of life when another option takes over.
public struct Exit: Sendable, Hashable {
  /// An amount.
  public var cost: Parameter
  /// Engineer-weeks, at the project's weekly rate.
  public var weeks: Parameter
  /// Whether it is paid in the last month of the horizon too by an option that still serves.
  public var atHorizon: Bool

  /// The cost of leaving.
  public init(cost: Parameter, weeks: Parameter = 0, atHorizon: Bool = false) {
    self.cost = cost
    self.weeks = weeks
    self.atHorizon = atHorizon
  }
}
