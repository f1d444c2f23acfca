// SPDX-License-Identifier: GPL-3.0-or-later

public import CostModel

/// One number that a run says of an option: what gates require and goal seek aims at.
///
/// It is written as `P(payback_months <= 12)`, `P80(upfront_cost)`, `mean(npv)`, `CVaR95(total_cost)`,
/// `best_probability` or `evpi`.
public enum Statistic: Sendable, Hashable {
  /// The share of trials in which a metric compares so with a number in the metric's unit.
  case probability(Metric, Comparison, Double)
  /// The value that this percentage of the trials, above 0 and below 100, does not exceed.
  case percentile(Metric, Double)
  /// The average over the trials; there is none where some never come.
  case mean(Metric)
  /// The mean of the worst 100 − level percent of the trials; the level is above 0 and below 100.
  case cvar(Metric, Double)
  /// The share of trials in which the option has the lowest total cost of all.
  case bestProbability
  /// The expected value of perfect information about everything, of the experiment rather than an option.
  case evpi

  /// How a metric compares with a number.
  public enum Comparison: String, Sendable, Hashable, CaseIterable {
    case atMost = "<="
    case atLeast = ">="
    case below = "<"
    case above = ">"

    /// Whether `a` compares so with `b`.
    public func holds(_ a: Double, _ b: Double) -> Bool {
      switch self {
      case .atMost: a <= b
      case .atLeast: a >= b
      case .below: a < b
      case .above: a > b
      }
    }
  }

  /// The metric behind it; nil where several costs are compared.
  public var metric: Metric? {
    switch self {
    case .probability(let metric, _, _), .percentile(let metric, _), .mean(let metric),
      .cvar(let metric, _):
      metric
    case .bestProbability, .evpi: nil
    }
  }
}

extension Statistic: CustomStringConvertible {
  /// As it is written.
  public var description: String {
    switch self {
    case .probability(let metric, let comparison, let value):
      "P(\(metric.rawValue) \(comparison.rawValue) \(NumberRange.short(value)))"
    case .percentile(let metric, let percent):
      "P\(NumberRange.short(percent))(\(metric.rawValue))"
    case .mean(let metric): "mean(\(metric.rawValue))"
    case .cvar(let metric, let level): "CVaR\(NumberRange.short(level))(\(metric.rawValue))"
    case .bestProbability: "best_probability"
    case .evpi: "evpi"
    }
  }
}

// MARK: Reading

extension Statistic {
  /// What can be written, for a message.
  static let forms =
    "write P(payback_months <= 12), P80(upfront_cost), mean(npv), CVaR95(total_cost), "
    + "best_probability or evpi"

  /// Reads a statistic as a person writes it; spaces around names and numbers do not matter.
  ///
  /// - Parameter name: what messages call the place the text is from.
  /// - Throws: `InvalidInput` that says what is wrong and what would be right.
  public static func parse(
    _ text: String, name: String = "statistic"
  ) throws(InvalidInput) -> Statistic {
    let text = trimmed(text)
    func fault(_ fault: String, _ remedy: String = forms) -> InvalidInput {
      InvalidInput(file: name, fault: fault, remedy: remedy)
    }
    if text == Statistic.bestProbability.description { return .bestProbability }
    if text == Statistic.evpi.description { return .evpi }
    guard let open = text.firstIndex(of: "("), text.last == ")" else {
      let near = nearest(text, among: ["best_probability", "evpi"])
      throw fault(
        "“\(shortened(text))” is not a statistic", near.map { "did you mean `\($0)`?" } ?? forms)
    }
    let head = trimmed(text[..<open])
    let inside = trimmed(text[text.index(after: open)...].dropLast())
    switch head.lowercased() {
    case "p": return try probability(inside, name)
    case "mean": return .mean(try metric(inside, name))
    case let word where word.hasPrefix("cvar"):
      return .cvar(try metric(inside, name), try percent(head.dropFirst(4), of: head, name))
    case let word where word.hasPrefix("p"):
      return .percentile(try metric(inside, name), try percent(head.dropFirst(), of: head, name))
    default: throw fault("“\(shortened(head))(…)” is not a statistic")
    }
  }

  private static func probability(
    _ inside: String, _ name: String
  ) throws(InvalidInput) -> Statistic {
    // Those of two characters come first: `<` is the beginning of `<=`.
    for comparison in Comparison.allCases {
      guard let place = inside.firstRange(of: comparison.rawValue) else { continue }
      let number = trimmed(inside[place.upperBound...])
      let metric = try metric(trimmed(inside[..<place.lowerBound]), name)
      switch NumberText.read(number) {
      case .number(let value): return .probability(metric, comparison, value)
      case .refused(let fault, let remedy):
        throw InvalidInput(file: name, fault: fault, remedy: remedy)
      case .other:
        throw InvalidInput(
          file: name, fault: "“\(shortened(number))” is not a number",
          remedy: "give one in the unit of \(metric.rawValue)")
      }
    }
    throw InvalidInput(
      file: name, fault: "P(\(shortened(inside))) compares nothing",
      remedy: "write P(payback_months <= 12), or P80(payback_months) for a percentile")
  }

  private static func metric(_ word: String, _ name: String) throws(InvalidInput) -> Metric {
    if let metric = Metric(rawValue: word) { return metric }
    let known = Metric.allCases.map(\.rawValue)
    throw InvalidInput(
      file: name, fault: "“\(shortened(word))” is not a metric",
      remedy: nearest(word, among: known).map { "did you mean `\($0)`?" }
        ?? "there are \(known.joined(separator: ", "))")
  }

  private static func percent(
    _ digits: Substring, of head: String, _ name: String
  ) throws(InvalidInput) -> Double {
    if case .number(let percent) = NumberText.read(String(digits)), percent > 0, percent < 100 {
      return percent
    }
    throw InvalidInput(
      file: name, fault: "\(shortened(head)) has no percentage above 0 and below 100",
      remedy: "write it as P80(…) or CVaR95(…)")
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
