// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Distributions

/// A number that is sought so that a statistic of an option takes a value.
///
/// It is written as `volume such that P(payback_months <= 12) = 0.8 of hosted`, with a range as
/// `volume from 1e5 to 1e6 such that …`.
public struct Goal: Sendable, Hashable {
  /// What is sought: an input, or a constant of the workload, by its name in the file.
  public let name: String
  /// What the statistic is of.
  public let option: Int
  /// The statistic.
  public let statistic: Statistic
  /// What it should be.
  public let value: Double
  /// Where the number is sought.
  public let range: ClosedRange<Double>
  let subject: Subject

  /// What is set to one number after the other.
  enum Subject: Sendable, Hashable {
    case input(Int)
    case requestsPerMonth
    case growthPerMonth
    case discountRate
  }

  static let form = "write NAME such that P(payback_months <= 12) = 0.8 of OPTION"
}

extension Experiment {
  /// A goal as the command line writes it.
  ///
  /// - Throws: `InvalidInput` that names `flag` and says what is wrong.
  public func goal(from text: String, flag: String) throws(InvalidInput) -> Goal {
    func fault(_ fault: String, _ remedy: String = Goal.form) -> InvalidInput {
      InvalidInput(file: flag, fault: fault, remedy: remedy)
    }
    guard let middle = text.firstRange(of: " such that ") else {
      throw fault("“\(shortened(text))” has no “such that”")
    }
    let aim = text[middle.upperBound...]
    // The equals sign behind the statistic: one within parentheses belongs to it.
    let start = aim.lastIndex(of: ")") ?? aim.startIndex
    guard let equals = aim[start...].firstIndex(of: "=") else {
      throw fault("“\(shortened(String(aim)))” has no value")
    }
    let statistic = try Statistic.parse(String(aim[..<equals]), name: flag)
    let right = String(aim[aim.index(after: equals)...])
    let words = right.firstRange(of: " of ")
    let number = Statistic.trimmed(words.map { right[..<$0.lowerBound] } ?? right[...])
    guard case .number(let value) = NumberText.read(number) else {
      throw fault("“\(shortened(number))” is not a number")
    }
    if statistic.isShare, value <= 0 || value >= 1 {
      throw fault("a probability of \(number)", "give one above 0 and below 1")
    }
    let option =
      statistic == .evpi && words == nil
      ? model.baseline
      : try option(
        named: words.map { Statistic.trimmed(right[$0.upperBound...]) }, flag)
    try check(statistic, option: option, name: flag)
    let (name, range) = try Self.range(in: Statistic.trimmed(text[..<middle.lowerBound]), flag)
    let subject = try subject(name, flag)
    return Goal(
      name: name, option: option, statistic: statistic, value: value,
      range: try self.range(of: subject, name, given: range, flag), subject: subject)
  }

  private func option(named name: String?, _ flag: String) throws(InvalidInput) -> Int {
    let names = model.options.map(\.name)
    guard let name else {
      let others = names.indices.filter { $0 != model.baseline }
      if others.count == 1 { return others[0] }
      throw InvalidInput(
        file: flag, fault: "there are \(others.count) options beside the baseline",
        remedy: "say which one: … of " + others.map { names[$0] }.joined(separator: " or of "))
    }
    if let option = names.firstIndex(of: name) { return option }
    throw InvalidInput(
      file: flag, fault: "there is no option “\(shortened(name))”",
      remedy: nearest(name, among: names).map { "did you mean `\($0)`?" }
        ?? "there are \(names.joined(separator: ", "))")
  }

  /// `NAME` or `NAME from A to B`.
  private static func range(
    in text: String, _ flag: String
  ) throws(InvalidInput) -> (name: String, range: ClosedRange<Double>?) {
    guard let from = text.firstRange(of: " from ") else { return (text, nil) }
    let rest = text[from.upperBound...]
    guard let to = rest.firstRange(of: " to "),
      case .number(let low) = NumberText.read(Statistic.trimmed(rest[..<to.lowerBound])),
      case .number(let high) = NumberText.read(Statistic.trimmed(rest[to.upperBound...])),
      low < high, NumberRange.any.contains(low), NumberRange.any.contains(high)
    else {
      throw InvalidInput(
        file: flag, fault: "“\(shortened(String(rest)))” is not a range",
        remedy: "write it as from 100_000 to 1e6, the smaller number first")
    }
    return (Statistic.trimmed(text[..<from.lowerBound]), low...high)
  }

  private func subject(_ name: String, _ flag: String) throws(InvalidInput) -> Goal.Subject {
    if let input = inputs.firstIndex(where: { $0.name == name }) { return .input(input) }
    let constants: [(String, Parameter, Goal.Subject)] = [
      ("workload.requests_per_month", model.workload.requestsPerMonth, .requestsPerMonth),
      ("workload.growth_per_month", model.workload.growthPerMonth, .growthPerMonth),
      ("discount_rate", model.discountRate, .discountRate),
    ]
    for (path, parameter, subject) in constants where path == name {
      guard case .input(let input) = parameter else { return subject }
      throw InvalidInput(
        file: flag, fault: "\(path) is the input \(inputs[input].name)", remedy: "solve for that")
    }
    let known = inputs.map(\.name) + constants.map(\.0)
    throw InvalidInput(
      file: flag, fault: "“\(shortened(name))” is not an input",
      remedy: nearest(name, among: known).map { "did you mean `\($0)`?" }
        ?? "there are \(known.joined(separator: ", "))")
  }

  private func range(
    of subject: Goal.Subject, _ name: String, given: ClosedRange<Double>?, _ flag: String
  ) throws(InvalidInput) -> ClosedRange<Double> {
    let own: ClosedRange<Double>?
    let most: ClosedRange<Double>
    switch subject {
    case .input(let input):
      guard let distribution = inputs[input].distribution else {
        (own, most) = (nil, -1e15...1e15)
        break
      }
      let support = distribution.support
      guard !support.isDiscrete else {
        throw InvalidInput(
          file: flag, fault: "\(name) takes separate values only",
          remedy: "run the experiment with each of them")
      }
      own = distribution.quantile(0.001)...distribution.quantile(0.999)
      most = support.lower...support.upper
    case .requestsPerMonth:
      let value = model.workload.requestsPerMonth.constant ?? 0
      (own, most) = (value > 0 ? value / 10...min(value * 10, 1e15) : nil, 0...1e15)
    case .growthPerMonth, .discountRate: (own, most) = (nil, -0.99...10)
    }
    guard let range = given ?? own else {
      throw InvalidInput(
        file: flag, fault: "\(name) has no range of its own",
        remedy: "give one: \(name) from A to B such that …")
    }
    guard most.contains(range.lowerBound), most.contains(range.upperBound) else {
      throw InvalidInput(
        file: flag, fault: "\(name) cannot go from \(range.lowerBound) to \(range.upperBound)",
        remedy: "stay from \(most.lowerBound) to \(most.upperBound)")
    }
    return range
  }
}

extension Statistic {
  /// Whether it is a share of the trials.
  var isShare: Bool {
    switch self {
    case .probability, .bestProbability: true
    default: false
    }
  }
}
