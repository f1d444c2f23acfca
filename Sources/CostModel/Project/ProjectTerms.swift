// SPDX-License-Identifier: GPL-3.0-or-later

/// What a project costs eight trials, in the parts that later events pay again.
struct ProjectTerms {
  /// Training data.
  let data: Lanes
  /// One training run.
  let run: RunTerms
  /// An engineer-week.
  let weeklyRate: Lanes
  /// Runs paid for the project's productive ones.
  let paidRuns: Lanes
  private let failedShare: Parameter
  private let failedShareMeaning: FailedShareMeaning
  private let trials: EightTrials
  private let hasTraining: Bool

  init(_ project: Project, trials: EightTrials) {
    self.trials = trials
    data = project.labels.cost(trials)
    weeklyRate = trials.value(project.labour.weeklyRate)
    failedShare = project.training?.failedShare ?? 0
    failedShareMeaning = project.training?.failedShareMeaning ?? .included
    run = project.training?.run.terms(trials) ?? RunTerms()
    paidRuns = failedShareMeaning.paidRuns(
      project.training.map { trials.value($0.runs) } ?? .zero, failed: trials.value(failedShare))
    hasTraining = project.training != nil
  }

  /// Runs paid for `productive` productive ones.
  func paidRuns(_ productive: Parameter) -> Lanes {
    guard hasTraining else { return .zero }
    return failedShareMeaning.paidRuns(
      trials.value(productive), failed: trials.value(failedShare))
  }

  /// A part of the data and some weeks of labour.
  func dataAndLabour(share: Parameter, weeks: Parameter) -> Lanes {
    trials.value(share) * data + trials.value(weeks) * weeklyRate
  }

  /// A share of data and training, and some weeks of labour, at the GPU price of a month.
  func tuning(share: Parameter, weeks: Parameter, market: Market, month: Int) -> Lanes {
    trials.value(share) * (data + paidRuns * run.cost(market, month: month))
      + trials.value(weeks) * weeklyRate
  }
}
