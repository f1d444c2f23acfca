// SPDX-License-Identifier: GPL-3.0-or-later

/// What a project costs, in the parts that later events pay again.
struct ProjectTerms {
  /// Training data.
  let data: Term
  /// One training run.
  let run: RunTerms
  /// An engineer-week.
  let weeklyRate: Term
  /// Runs paid for the project's productive ones.
  let paidRuns: Term
  /// U: data, labour, setup and training.
  let upfront: Term
  private let failedShare: Term
  private let failedShareMeaning: FailedShareMeaning
  private let hasTraining: Bool

  init(_ project: Project, paths: [PricePath], table: TermTable) {
    data = project.labels.cost(table)
    weeklyRate = table.term(project.labour.weeklyRate)
    failedShare = table.term(project.training?.failedShare ?? 0)
    failedShareMeaning = project.training?.failedShareMeaning ?? .included
    hasTraining = project.training != nil
    let none = table.constant(0)
    run = project.training?.run.terms(table) ?? RunTerms(fixed: none, gpuHours: none)
    paidRuns = failedShareMeaning.paidRuns(
      table.term(project.training?.runs ?? 0), failed: failedShare)
    let work = data + project.labour.cost(table) + table.term(project.setup)
    upfront = hasTraining ? work + paidRuns * run.costAtStart(paths) : work
  }

  /// Runs paid for `productive` productive ones.
  func paidRuns(_ productive: Parameter) -> Term {
    guard hasTraining else { return paidRuns }
    return failedShareMeaning.paidRuns(data.table.term(productive), failed: failedShare)
  }

  /// A part of the data and some weeks of labour.
  func dataAndLabour(share: Parameter, weeks: Parameter) -> Term {
    data.table.term(share) * data + data.table.term(weeks) * weeklyRate
  }

  /// A share of data and training, and some weeks of labour, at the GPU price of a month.
  func tuning(share: Parameter, weeks: Parameter, market: Market, month: Int) -> Lanes {
    let trials = market.trials
    let training = trials.value(paidRuns) * run.cost(market, month: month)
    return trials.value(share) * (trials.value(data) + training)
      + trials.value(weeks) * trials.value(weeklyRate)
  }
}
