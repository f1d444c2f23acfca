// SPDX-License-Identifier: GPL-3.0-or-later

public import Analysis
public import CostModel
internal import Simulation

/// What the outcomes of an experiment depend on, from the trials of a run alone.
public struct ExperimentSensitivity: Sendable {
  /// The experiment with the settings in force.
  public let experiment: Experiment
  /// Trials behind all of it.
  public let trials: Int
  /// One for each metric of each option, in the order of the tables.
  public let outcomes: [Outcome]

  /// What one metric of one option depends on.
  public struct Outcome: Sendable {
    /// The metric and option.
    public let column: OutputColumn
    /// Share of the trials in which it is infinite.
    public let neverProbability: Double
    /// Its value where that is the same in every trial.
    public let constant: Double?
    /// How it depends on each input.
    public let analysis: SensitivityAnalysis
  }
}

extension ExperimentSample {
  /// What outcomes depend on, by all measures that a given sample allows.
  ///
  /// Infinite months count as the horizon where a measure needs means and variances; paybacks also have the
  /// probability of payback within a year.
  ///
  /// - Parameter measures: those that are computed.
  /// - Throws: `InvalidInput` when there are too few trials or a column is not finite;
  ///   `SimulationError.interrupted`.
  public func sensitivity(
    of question: SensitivityQuestion, measures: Set<SensitivityIndex.Measure>,
    _ options: RunOptions = RunOptions()
  ) throws -> ExperimentSensitivity {
    guard trials >= SensitivityQuestion.fewestTrials else {
      throw InvalidInput(
        file: "--trials", fault: "\(trials) trials",
        remedy: "give at least \(SensitivityQuestion.fewestTrials)")
    }
    let horizon = experiment.model.horizonMonths
    let outcomes = try question.columns.map { column in
      var settings = SensitivityAnalysis.Settings()
      settings.measures = measures
      settings.cap = column.metric.cap(horizon: horizon)
      settings.badTail = column.metric.adverseAmounts == .small ? .lower : .upper
      if column.metric == .paybackMonths {
        settings.thresholds = [Metric.paybackMonth(horizon: horizon)]
      }
      return try outcome(column, settings, options)
    }
    return ExperimentSensitivity(experiment: experiment, trials: trials, outcomes: outcomes)
  }

  private func outcome(
    _ output: OutputColumn, _ settings: SensitivityAnalysis.Settings,
    _ options: RunOptions
  ) throws -> ExperimentSensitivity.Outcome {
    let inputs = variables.enumerated().map { place, variable in
      SensitivityAnalysis.Column(variable.name, columns[place])
    }
    let values = columns[variables.count + (outputs.firstIndex(of: output) ?? 0)]
    defer { withExtendedLifetime(columns) {} }
    do {
      let analysis = try SensitivityAnalysis(
        inputs: inputs, output: .init(output.metric.rawValue, values), settings: settings
      ) { count, body in
        _ = try concurrentMap(count: count, workers: options.workers, control: options.control) {
          body($0)
        }
      }
      let first = values.first ?? .nan
      return ExperimentSensitivity.Outcome(
        column: output, neverProbability: Double(values.count { $0 == .infinity }) / Double(trials),
        constant: values.allSatisfy { $0 == first } ? first : nil, analysis: analysis)
    } catch let error as AnalysisError {
      throw InvalidInput(
        file: experiment.files.first?.name ?? "-", fault: "\(error)",
        remedy: "look at `breakeven trial`: growth, volatility or a price runs away")
    }
  }
}
