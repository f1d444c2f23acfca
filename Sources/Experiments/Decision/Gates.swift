// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
public import CostModel
internal import Distributions
internal import Simulation

extension Experiment {
  /// Simulates the experiment and holds the file's `approval:` against what comes out.
  ///
  /// - Parameters:
  ///   - settle: whether the trials are doubled until no gate is undecided, up to
  ///     `StoppingRule.mostTrials`.
  ///   - today: the day for which the age of prices is told.
  /// - Returns: the gates in the order of the file, and the experiment with the trials it took, of
  ///   which so many count.
  /// - Throws: as `run`.
  public func gates(
    _ options: RunOptions, settle: Bool, today: CalendarDate
  ) throws -> (gates: [Gate], experiment: Experiment, trials: Int) {
    var experiment = self
    while true {
      let (gates, trials) = try experiment.gates(options, today: today)
      guard settle, gates.contains(where: { $0.verdict == .undecided }),
        experiment.settings.trials <= StoppingRule.mostTrials / 2
      else { return (gates, experiment, trials) }
      experiment.settings.trials *= 2
    }
  }

  private func gates(_ options: RunOptions, today: CalendarDate) throws -> ([Gate], Int) {
    let sample = try sample(of: approvalMetrics, options)
    let replicates = try self.replicates()
    let evaluator = StatisticEvaluator(sample: sample, estimator: Estimator(replicates: replicates))
    return (try gates(evaluator, of: approval, today), sample.trials)
  }

  /// The gates that the columns of a run tell of; not those of prices' age, which depends on the day.
  func gates(
    _ outputs: [OutputColumn], _ columns: Columns, _ estimator: Estimator
  ) throws -> [Gate] {
    let sample = ExperimentSample(
      experiment: self, variables: [], outputs: outputs, columns: columns, condition: condition,
      drawn: settings.trials)
    return try gates(outputs, StatisticEvaluator(sample: sample, estimator: estimator))
  }

  /// The gates that an evaluator of some outputs tells of, but those of prices' age.
  func gates(_ outputs: [OutputColumn], _ evaluator: any StatisticEvaluating) throws -> [Gate] {
    let computed = Set(outputs.map(\.metric))
    let rules = approval.filter { rule in
      switch rule.requirement {
      case .priceAge: return false
      case .statistic(let statistic, _, _) where !evaluator.tells(statistic): return false
      default: return metrics(of: rule.requirement).isSubset(of: computed)
      }
    }
    return try gates(evaluator, of: rules, CalendarDate(daysSince1970: 0))
  }

  private func gates(
    _ evaluator: any StatisticEvaluating, of rules: [ApprovalRule], _ today: CalendarDate
  ) throws -> [Gate] {
    try rules.flatMap { rule in
      let targets: [Int?] =
        rule.requirement.isOfExperiment
        ? [nil] : rule.option.map { [$0] } ?? model.options.indices.filter { $0 != model.baseline }
      return try targets.map { try gate(rule.requirement, $0, evaluator, today) }
    }
  }

  /// What the approval rules need.
  public var approvalMetrics: Set<Metric> {
    approval.reduce(into: []) { $0.formUnion(metrics(of: $1.requirement)) }
  }

  private func metrics(of requirement: Requirement) -> Set<Metric> {
    switch requirement {
    case .statistic(let statistic, _, _): [statistic.metric ?? .totalCost]
    case .outlivesPayback: [.paybackMonths]
    case .priceAge, .present: []
    }
  }

  private func gate(
    _ requirement: Requirement, _ option: Int?, _ evaluator: any StatisticEvaluating,
    _ today: CalendarDate
  ) throws -> Gate {
    switch requirement {
    case .statistic(let statistic, let comparison, let threshold):
      return Gate(
        option, requirement, try evaluator.estimate(statistic, option: option ?? 0), comparison,
        threshold)
    case .priceAge(let comparison, let threshold):
      // Where no price of the book is used there is none that could be too old.
      let age = priceAge(option, today).map(Double.init) ?? -1
      return Gate(option, requirement, .init(exactly: age), comparison, threshold)
    case .present(let name):
      let isThere = model.options.contains { $0.name == name }
      return Gate(option, requirement, .init(exactly: isThere ? 1 : 0), .atLeast, 1)
    case .outlivesPayback(let percent):
      let payback = try evaluator.estimate(
        .percentile(.paybackMonths, percent), option: option ?? 0)
      return Gate(option, requirement, payback, .atMost, endOfLife(option ?? 0))
    }
  }

  /// Days since the price that was checked longest ago; nil where no price of the book is used.
  private func priceAge(_ option: Int?, _ today: CalendarDate) -> Int? {
    let name = option.map { model.options[$0].name }
    return
      prices.filter { $0.isPrice && (name == nil || $0.option == name) }
      .compactMap { CalendarDate($0.checked).map { today.days(since: $0) } }.max()
  }

  /// The month in which the provider switches an option off; infinite where none is known.
  private func endOfLife(_ option: Int) -> Double {
    switch model.options[option].endOfLife?.atMonth {
    case .constant(let month): month
    case .input(let index): inputs[index].distribution?.baseCase ?? .infinity
    case nil: .infinity
    }
  }
}
