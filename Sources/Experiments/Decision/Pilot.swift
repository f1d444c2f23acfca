// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Something that could be tried before choosing, to know more of one input.
public struct Pilot: Sendable, Hashable {
  /// How many labels it takes; it changes nothing but what readers are told.
  public let labels: Int?
  /// The place of the input that it tells of.
  public let input: Int
  /// How well it tells.
  public let measurement: Measurement
  /// What it costs, in the experiment's currency.
  public let cost: Double

  /// How well a pilot tells an input.
  public enum Measurement: Sendable, Hashable {
    /// Whether an input is 0 or 1: the probability that the answer is right, in either case; 0.5 to 1.
    case accuracy(Double)
    /// The standard deviation of the measured number around the true one, in the input's unit.
    case error(Double)
  }
}

/// Reads `pilot: { labels: 1_000, tells: parity, accuracy: 0.9, cost: 4_000 }`.
struct PilotReader {
  let table: InputTable

  private static let accuracy = NumberRange(lower: 0.5, upper: 1)

  func read(_ top: Section) -> Pilot? {
    guard let section = top.take("pilot")?.section() else { return nil }
    var labels: Int?
    if section.has("labels") {
      let range = NumberRange(lower: 0, upper: 1e12, isWhole: true)
      labels = Int(section.number("labels", default: 0, range))
    }
    let input = tells(section)
    let measurement = measurement(section, input)
    let cost = section.number("cost", default: 0, .amount)
    section.finish()
    top.keep("pilot", section.resolved)
    guard let input, let measurement else { return nil }
    return Pilot(labels: labels, input: input, measurement: measurement, cost: cost)
  }

  private func tells(_ section: Section) -> Int? {
    guard let located = section.take("tells") else {
      section.missing("tells", "name the input that the pilot tells of")
      return nil
    }
    section.keep("tells", .text(located.text ?? ""))
    return table.input(named: located)
  }

  private func measurement(_ section: Section, _ input: Int?) -> Pilot.Measurement? {
    let keys = (accuracy: section.has("accuracy"), error: section.has("error"))
    // Both are known keys, whichever is there.
    var found: Pilot.Measurement?
    if keys.accuracy || !keys.error, section.take("accuracy") != nil {
      found = .accuracy(section.number("accuracy", default: 1, Self.accuracy))
    }
    if section.take("error") != nil {
      found = .error(section.number("error", default: 1, .amount))
    }
    switch keys {
    case (true, true):
      section.report(at: "error", "beside accuracy", "give one of them")
    case (false, false):
      section.missing(
        "accuracy", "give it where the input is 0 or 1, elsewhere `error`, a standard deviation")
    default: break
    }
    guard let input, keys.accuracy != keys.error else { return nil }
    let name = table.inputs[input].name
    if keys.accuracy, !table.inputs[input].isZeroOrOne {
      section.report(
        at: "accuracy", "\(name) is not 0 or 1",
        "give `error`, the standard deviation of what the pilot measures")
    }
    if keys.error, table.inputs[input].isZeroOrOne {
      section.report(
        at: "error", "\(name) is 0 or 1",
        "give `accuracy`, the probability that the pilot's answer is right")
    }
    return found
  }
}

extension Input {
  /// Whether every trial draws 0 or 1.
  var isZeroOrOne: Bool {
    switch source {
    case .distribution(let distribution):
      let support = distribution.support
      return support.isInteger && support.lower >= 0 && support.upper <= 1
    case .dependent(let dependent):
      if case .family(let family, _) = dependent.base { return family.name == "bernoulli" }
      return false
    }
  }
}
