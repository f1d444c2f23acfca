// SPDX-License-Identifier: GPL-3.0-or-later

public import Analysis
public import CostModel

/// What comes out in the trials for which a condition holds.
public struct ConditionSummary: Sendable {
  /// The condition.
  public let condition: Condition
  /// The experiment.
  public let experiment: Experiment
  /// Trials that remain, and those that they are from.
  public let trials: (kept: Int, drawn: Int)
  /// One for each metric of each option.
  public let columns: [Column]

  /// One metric of one option.
  public struct Column: Sendable {
    /// Which.
    public let column: OutputColumn
    /// Mean, spread, share of never.
    public let summary: SampleSummary
    /// A quantile for each of `percentiles`.
    public let quantiles: [QuantileEstimate]
    /// How likely payback is within some months and at all; empty for other metrics.
    public let events: [EventResult]
  }

  /// The percentiles of the table, in percent.
  public static let percentiles = [5, 10, 25, 50, 75, 80, 90, 95]
}

extension ExperimentSample {
  /// The outcomes in the trials that a condition has left; nil where there is none.
  public func conditionSummary(of question: SensitivityQuestion) throws -> ConditionSummary? {
    guard let condition else { return nil }
    return ConditionSummary(
      condition: condition, experiment: experiment, trials: (trials, drawn),
      columns: try question.columns.map { output in
        try withOutput(outputs.firstIndex(of: output) ?? 0) { values in
          ConditionSummary.Column(
            column: output, summary: try SampleSummary(of: values),
            quantiles: try quantileEstimates(
              of: values, probabilities: ConditionSummary.percentiles.map { Double($0) / 100 }),
            events: try events(output, values))
        }
      })
  }

  private func events(
    _ output: OutputColumn, _ values: UnsafeBufferPointer<Double>
  ) throws -> [EventResult] {
    guard output.metric == .paybackMonths else { return [] }
    let horizon = experiment.model.horizonMonths
    let within = EventCounter.paybackMonths.filter { $0 <= horizon }.map { months in
      (Event.paybackWithin(months: months), Double(months))
    }
    return try (within + [(.paysBack, .greatestFiniteMagnitude)]).map { event, limit in
      EventResult(
        option: output.option, event: event,
        estimate: try ProbabilityEstimate(
          successes: values.count { $0 <= limit }, trials: values.count))
    }
  }
}
