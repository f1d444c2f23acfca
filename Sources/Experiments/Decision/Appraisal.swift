// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
public import CostModel

/// What a page says beside the tables of a run: which inputs move an option's value, and what knowing more
/// is worth.
///
/// It is from fewer trials than the run, with the same seed, so that it costs little; every number has its
/// interval.
public struct Appraisal: Sendable {
  /// What each option's net present value depends on; nil where there are too few trials.
  public let sensitivity: ExperimentSensitivity?
  /// What knowing more is worth before choosing; nil where there are too few trials.
  public let information: InformationResult?

  /// Enough for a picture: the mean at an input's P10 is then known to about a twentieth of the spread.
  public static let mostTrials = 16_384
}

extension Experiment {
  /// The appraisal of an experiment from its first trials.
  ///
  /// - Parameter metrics: those that the run computed; what needs others is left out.
  /// - Throws: as `run`, but for trials that are too few.
  public func appraisal(of metrics: Set<Metric>, _ options: RunOptions) throws -> Appraisal {
    var part = self
    part.settings.trials = min(settings.trials, Appraisal.mostTrials)
    part.settings.stopWhen = nil
    var settings = InformationSettings()
    settings.hasSwitches = false
    // One sample serves both.
    var needed: Set<Metric> = metrics.contains(.totalCost) ? settings.metrics : []
    if metrics.contains(.npv) { needed.insert(.npv) }
    var sensitivity: ExperimentSensitivity?
    var information: InformationResult?
    if !needed.isEmpty, let sample = try part.whereEnough({ try $0.sample(of: needed, options) }) {
      if metrics.contains(.npv) {
        sensitivity = try part.whereEnough {
          try sample.sensitivity(
            of: try SensitivityQuestion($0, metrics: [.npv]), measures: [.tornadoP10, .tornadoP90],
            options)
        }
      }
      if metrics.contains(.totalCost) {
        information = try part.whereEnough { try $0.information(settings, of: sample, options) }
      }
    }
    return Appraisal(sensitivity: sensitivity, information: information)
  }

  /// What `body` gives, and nil where it says that the trials are too few or of no use.
  private func whereEnough<Value>(_ body: (Experiment) throws -> Value) throws -> Value? {
    guard settings.trials >= SensitivityQuestion.fewestTrials else { return nil }
    do {
      return try body(self)
    } catch is InvalidInput {
      return nil
    }
  }
}
