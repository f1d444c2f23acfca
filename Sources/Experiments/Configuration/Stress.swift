// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// An input that is fixed, at a number or at a percentile of its distribution, to see what follows.
///
/// The experiment is the same but for that input, which becomes a single point: all others keep their draws
/// bit for bit. They are not conditioned on it, even those that are correlated with it.
public struct Stress: Sendable, Hashable {
  /// The input's name.
  public let input: String
  /// Where it is fixed.
  public let level: Level

  /// Where an input is fixed.
  public enum Level: Sendable, Hashable {
    /// At this number.
    case value(Double)
    /// At this percentile of its distribution, above 0 and below 100.
    case percentile(Double)
  }

  /// A stress as the command line writes it: `spot_start=p95` or `spot_start=1.5`.
  ///
  /// - Throws: `InvalidInput` that names `name` and says what is wrong.
  public init(from text: String, name: String) throws(InvalidInput) {
    let form = "write INPUT=pPERCENTILE or INPUT=NUMBER, as spot_start=p95"
    guard let sign = text.lastIndex(of: "="), sign > text.startIndex else {
      throw InvalidInput(
        file: name, fault: "“\(shortened(text))” fixes no input", remedy: form)
    }
    input = String(text[..<sign])
    let level = String(text[text.index(after: sign)...])
    let isPercentile = level.first == "p"
    guard
      case .number(let number) = NumberText.read(isPercentile ? String(level.dropFirst()) : level)
    else {
      throw InvalidInput(
        file: name, fault: "“\(shortened(level))” is no number and no percentile", remedy: form)
    }
    let range = isPercentile ? Self.percentiles : NumberRange.any
    guard range.contains(number) else {
      throw InvalidInput(
        file: name, fault: "\(level) is \(range.fault(of: number))", remedy: range.remedy)
    }
    self.level = isPercentile ? .percentile(number) : .value(number)
  }

  init(input: String, level: Level) {
    self.input = input
    self.level = level
  }

  private static let percentiles = NumberRange(
    lower: 0, upper: 100, includesLower: false, includesUpper: false)
}

/// The stresses of an experiment while it is read.
final class StressTable {
  private let stresses: [Stress]
  private var points: [String: Double] = [:]
  /// What was fixed where.
  private(set) var remarks: [String] = []
  /// Inputs without a percentile, because their distribution depends on others.
  private(set) var dependent: [String] = []

  init(_ stresses: [Stress]) { self.stresses = stresses }

  /// The names of the inputs that are to be fixed, in the order given.
  var names: [String] { stresses.map(\.input) }

  /// The source of an input: a point where it is fixed.
  func apply(to source: Input.Source, _ name: String) -> Input.Source {
    guard let stress = stresses.first(where: { $0.input == name }) else { return source }
    let point: Double
    switch (stress.level, source) {
    case (.value(let value), _): point = value
    case (.percentile(let percentile), .distribution(let distribution)):
      point = distribution.quantile(percentile / 100)
    case (.percentile, .dependent):
      dependent.append(name)
      return source
    }
    guard let choice = try? Choice(values: [point]) else { return source }
    points[name] = point
    let level =
      if case .percentile(let percentile) = stress.level {
        ", its P\(NumberRange.short(percentile))"
      } else { "" }
    remarks.append("\(name) is fixed at \(NumberRange.short(point))\(level)")
    return .distribution(choice)
  }

  /// How the file of an experiment writes the point of an input; nil where it is not fixed.
  func resolved(_ name: String) -> ResolvedValue? {
    points[name].map { point in
      .mapping([.init("choice", .mapping([.init("values", .list([.number(point)]))]))])
    }
  }
}

extension InputTable {
  /// Stresses of what is no input, once everything has been read.
  var stressProblems: [Problem] {
    var problems: [Problem] = []
    func add(_ fault: String, _ remedy: String) {
      problems.append(
        Problem(place: Place(file: "--stress"), key: "", fault: fault, remedy: remedy))
    }
    let names = stresses.names
    for (place, name) in names.enumerated() where stresses.resolved(name) == nil {
      if stresses.dependent.contains(name) {
        add("\(name) has no percentiles: its distribution depends on other inputs", "give a number")
        continue
      }
      if names[..<place].contains(name) { continue }
      switch meaning(of: name) {
      case .quantity(.input(let index)):
        add("\(name) stands for \(inputs[index].name)", "fix that")
      case .quantity(.constant): add("\(name) is a constant", "change it in the file")
      case .quantity(.process): add("\(name) is a process", "fix the inputs that shape it")
      case .wrong: break
      case .unknown:
        let near = nearest(name, among: inputs.map(\.name))
        add(
          "the experiment has no input “\(shortened(name))”",
          near.map { "did you mean `\($0)`?" } ?? "name one that the experiment uses")
      }
    }
    for (place, name) in names.enumerated() where names[..<place].contains(name) {
      add("\(name) is fixed twice", "keep one of them")
    }
    return problems
  }
}
