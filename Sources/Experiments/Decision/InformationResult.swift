// SPDX-License-Identifier: GPL-3.0-or-later

public import Analysis

/// What it is worth to know more before choosing an option, and where the choice would change.
public struct InformationResult: Sendable {
  /// The experiment with the settings in force.
  public let experiment: Experiment
  /// How many trials it is from.
  public let trials: Int
  /// What was asked.
  public let settings: InformationSettings
  /// The mean of what each option costs, or of its value with the other sign.
  public let meanCosts: [Double]
  /// The option with the least of them.
  public let best: Int
  /// Of everything: EVPI.
  public let perfect: InformationValue
  /// Of each input and process alone, in the order of the experiment: EVPPI.
  public let variables: [Named]
  /// Of each group.
  public let groups: [Named]
  /// Of the experiment's pilot.
  public let pilot: PilotResult?
  /// Along each input, for each question.
  public let switches: [InputSwitches]

  /// What knowing something is worth.
  public struct Named: Sendable, Hashable {
    /// The input, process or group.
    public let name: String
    /// Its value in the experiment's currency.
    public let value: InformationValue
  }

  /// What a pilot is worth.
  public struct PilotResult: Sendable, Hashable {
    /// The pilot.
    public let pilot: Pilot
    /// The input it tells of.
    public let input: String
    /// Expected value of sample information, before its cost.
    public let value: InformationValue

    /// Whether it is worth its cost; nil where the interval does not tell.
    public var isWorthIt: Bool? {
      if value.low > pilot.cost { return true }
      return value.high <= pilot.cost ? false : nil
    }
  }

  /// Where an answer changes along an input.
  public struct InputSwitches: Sendable, Hashable {
    /// The input.
    public let input: String
    /// Its unit, where its author says so.
    public let unit: String?
    /// The least and the greatest number drawn.
    public let range: ClosedRange<Double>
    /// What is asked.
    public let question: Question
    /// Ascending; none where the answer never changes.
    public let values: [SwitchValue]
  }

  /// What may change along an input.
  public enum Question: Sendable, Hashable {
    /// Which option is best; answers are options.
    case bestOption
    /// Whether an option pays back within `InformationSettings.paybackMonths` with a probability of at
    /// least the threshold; answers are 0 for no and 1 for yes.
    case payback(option: Int)
  }
}
