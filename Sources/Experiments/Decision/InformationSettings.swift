// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// What is asked of the value of information.
public struct InformationSettings: Sendable {
  /// By which expectation one chooses.
  public enum Criterion: String, Sendable, Hashable, CaseIterable {
    /// The least expected total cost over the horizon, undiscounted.
    case totalCost = "total_cost"
    /// The greatest expected net present value of the saving; the baseline has 0.
    case npv
  }

  /// By which expectation one chooses.
  public var criterion = Criterion.totalCost
  /// Inputs that would be known together.
  public var groups: [VariableGroup] = []
  /// The probability of payback within `paybackMonths` whose passing is a switch, above 0 and below 1.
  public var threshold = 0.5

  /// Whether it is looked for where answers change along each input.
  public var hasSwitches = true

  /// The months of that payback.
  public static let paybackMonths = 12

  /// Least total cost, no groups, a threshold of a half.
  public init() {}

  var metrics: Set<Metric> {
    switch criterion {
    case .totalCost: [.totalCost, .paybackMonths]
    case .npv: [.npv, .paybackMonths]
    }
  }
}

/// Some of the uncertain quantities of an experiment under a name of their own.
public struct VariableGroup: Sendable, Hashable {
  /// What tables call them together.
  public let name: String
  /// Their places among `Experiment.variables`, ascending.
  public let variables: [Int]
}

extension Experiment {
  /// A group as the command line writes it: `name=a,b,c`, with inputs and processes of the experiment.
  ///
  /// - Throws: `InvalidInput` that names `option` and every name at fault.
  public func group(from text: String, option: String) throws(InvalidInput) -> VariableGroup {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = Statistic.trimmed(parts[0])
    guard parts.count == 2, !name.isEmpty else {
      throw InvalidInput(
        file: option, fault: "“\(shortened(text))” is not a group",
        remedy: "write it as name=input,input")
    }
    let known = variables.map(\.name)
    var found: Set<Int> = []
    var problems: [Problem] = []
    func add(_ fault: String, _ remedy: String) {
      problems.append(
        Problem(place: Place(file: option), key: "", fault: fault, remedy: remedy))
    }
    if known.contains(name) {
      add("“\(shortened(name))” is an input", "give the group another name")
    }
    for word in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
      let word = Statistic.trimmed(word)
      if let place = known.firstIndex(of: word) {
        found.insert(place)
      } else {
        let near = nearest(word, among: known)
        add(
          "“\(shortened(word))” is not an input or process",
          near.map { "did you mean `\($0)`?" } ?? "there are \(known.joined(separator: ", "))")
      }
    }
    guard problems.isEmpty else { throw InvalidInput(problems) }
    return VariableGroup(name: name, variables: found.sorted())
  }
}
