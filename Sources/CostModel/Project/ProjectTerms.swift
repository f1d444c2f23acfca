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
  private let training: Training?
  private let trials: EightTrials

  init(_ project: Project, trials: EightTrials) {
    self.trials = trials
    training = project.training
    data = project.labels.cost(trials)
    run = project.training?.run.terms(trials) ?? RunTerms()
    weeklyRate = trials.value(project.labour.weeklyRate)
    paidRuns = project.training.map { $0.paidRuns(trials.value($0.runs), trials: trials) } ?? .zero
  }

  /// Runs paid for `productive` productive ones.
  func paidRuns(_ productive: Parameter) -> Lanes {
    training?.paidRuns(trials.value(productive), trials: trials) ?? .zero
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
