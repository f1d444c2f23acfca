// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
internal import Simulation

extension Experiment {
  /// The experiment with as many trials as its stopping rule needs: those of its settings, doubled until
  /// the rule's interval is narrow enough.
  ///
  /// Only the rule's metric is computed. Each look at the interval sees twice the trials of the one
  /// before, so few looks are taken and the interval's coverage stays what it says.
  ///
  /// - Returns: the same experiment where there is no rule; with a warning where `mostTrials` do not do.
  /// - Throws: as `run`.
  public func preciseEnough(_ options: RunOptions) throws -> Experiment {
    guard let rule = settings.stopWhen else { return self }
    var experiment = self
    while true {
      let width = try experiment.halfWidth(rule, options)
      if width <= rule.halfWidth { return experiment }
      guard experiment.settings.trials <= StoppingRule.mostTrials / 2 else {
        let warning =
          "\(rule.metric.rawValue) is known to ±\(width) after \(experiment.settings.trials) trials, "
          + "not to ±\(rule.halfWidth); more take too long"
        if !experiment.warnings.contains(warning) { experiment.warnings.append(warning) }
        return experiment
      }
      experiment.settings.trials *= 2
    }
  }

  /// Half the widest interval of the rule's statistic over the options; infinite where one has no end.
  private func halfWidth(_ rule: StoppingRule, _ options: RunOptions) throws -> Double {
    let outputs = model.columns(of: [rule.metric])
    let plan = try SamplingPlan(self, workers: options.workers)
    let estimator = Estimator(replicates: try replicates())
    let columns = try simulate(outputs, options, plan)
    let widths = try outputs.indices.map { index in
      try columns.withColumn(index) { values in
        switch rule.statistic {
        case .mean: return try estimator.summary(values).halfWidth ?? .infinity
        case .percentile(let percentile):
          let quantile = try estimator.quantiles(values, percentiles: [percentile])[0]
          // Never, and surely so.
          if quantile.low == quantile.high { return 0 }
          return (quantile.high - quantile.low) / 2
        }
      }
    }
    return widths.max() ?? 0
  }
}
