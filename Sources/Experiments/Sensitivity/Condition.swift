// SPDX-License-Identifier: GPL-3.0-or-later

public import CostModel
internal import Simulation

/// A region of a sample: comparisons of what was drawn or came out with numbers, all of which must hold.
public struct Condition: Sendable {
  /// As it was written.
  public let text: String
  /// What errors say it came from: a flag.
  let origin: String
  private let clauses: [Clause]

  private struct Clause {
    let subject: Subject
    let comparison: Comparison
    let limit: Double
  }

  private enum Subject {
    case variable(Int)
    case output(OutputColumn)
  }

  private enum Comparison: String, CaseIterable {
    // Longer ones first, for they begin like the shorter.
    case atMost = "<="
    case atLeast = ">="
    case equal = "=="
    case below = "<"
    case above = ">"

    func holds(_ x: Double, _ limit: Double) -> Bool {
      switch self {
      case .atMost: x <= limit
      case .atLeast: x >= limit
      case .equal: x == limit
      case .below: x < limit
      case .above: x > limit
      }
    }
  }

  /// Reads `gpu_price > 2 and npv(hosted) < 0`.
  ///
  /// Names are those of inputs, processes, or a metric with its option in parentheses. `inf` is what never
  /// comes.
  ///
  /// - Throws: `InvalidInput` with every clause that is wrong, under `name`.
  public init(
    _ text: String, for experiment: Experiment, name: String
  ) throws(InvalidInput) {
    self.text = text
    origin = name
    var clauses: [Clause] = []
    var problems: [Problem] = []
    for part in Self.parts(text) {
      let reader = ClauseReader(experiment: experiment, file: name)
      switch reader.read(part) {
      case .success(let clause): clauses.append(clause)
      case .failure(let problem): problems.append(problem.problem)
      }
    }
    guard problems.isEmpty else { throw InvalidInput(problems) }
    self.clauses = clauses
  }

  /// The parts between `and`; a name may hold that word, so a part without a comparison goes with the next.
  private static func parts(_ text: String) -> [String] {
    var parts: [String] = []
    var open = ""
    for word in text.split(separator: " ") {
      if word == "and", Comparison.allCases.contains(where: { open.contains($0.rawValue) }) {
        parts.append(open)
        open = ""
      } else {
        open += open.isEmpty ? String(word) : " \(word)"
      }
    }
    return parts + [open]
  }

  /// The metrics that it reads.
  public var metrics: Set<Metric> {
    Set(
      clauses.compactMap { clause in
        if case .output(let column) = clause.subject { column.metric } else { nil }
      })
  }

  /// The trials for which it holds.
  func trials(of sample: ExperimentSample) -> [Int] {
    let columns = clauses.map { clause in
      switch clause.subject {
      case .variable(let place): sample.columns[place]
      case .output(let output):
        sample.columns[sample.variables.count + (sample.outputs.firstIndex(of: output) ?? 0)]
      }
    }
    defer { withExtendedLifetime(sample.columns) {} }
    return (0..<sample.trials).filter { trial in
      zip(clauses, columns).allSatisfy { $0.comparison.holds($1[trial], $0.limit) }
    }
  }

  /// Reads one comparison.
  private struct ClauseReader {
    let experiment: Experiment
    let file: String

    struct Fault: Error {
      let problem: Problem
    }

    func read(_ text: String) -> Result<Clause, Fault> {
      let starts = Comparison.allCases.compactMap { comparison in
        text.firstRange(of: comparison.rawValue).map { (comparison, $0) }
      }
      // The first in the text, and of those the longest.
      guard
        let (comparison, place) = starts.min(by: { $0.1.lowerBound < $1.1.lowerBound })
      else {
        return fault(
          "“\(shortened(text))” compares nothing",
          "write NAME < NUMBER, or <= > >= ==, joined by and")
      }
      let limitText = trimmed(text[place.upperBound...])
      guard let limit = limit(limitText) else {
        return fault("“\(shortened(limitText))” is not a number", "give a number, or inf for never")
      }
      return subject(trimmed(text[..<place.lowerBound])).map {
        Clause(subject: $0, comparison: comparison, limit: limit)
      }
    }

    private func limit(_ text: String) -> Double? {
      if text == "inf" { return .infinity }
      if case .number(let number) = NumberText.read(text) { return number }
      return nil
    }

    private func subject(_ name: String) -> Result<Subject, Fault> {
      let variables = experiment.variables.map(\.name)
      if let place = variables.firstIndex(of: name) { return .success(.variable(place)) }
      guard name.hasSuffix(")"), let open = name.firstIndex(of: "("),
        let metric = Metric(rawValue: String(name[..<open]))
      else { return fault("“\(shortened(name))” is not a name of the sample", remedy(name)) }
      let option = String(name[name.index(after: open)...].dropLast())
      let options = experiment.model.options.map(\.name)
      guard let place = options.firstIndex(of: option) else {
        let near = nearest(option, among: options)
        return fault(
          "“\(shortened(option))” is not an option",
          near.map { "did you mean `\(metric.rawValue)(\($0))`?" }
            ?? "there are \(options.joined(separator: ", "))")
      }
      guard place != experiment.model.baseline || metric.appliesToBaseline else {
        return fault(
          "\(metric.rawValue) says nothing of \(option), the baseline", "name another option")
      }
      return .success(.output(OutputColumn(option: place, metric: metric)))
    }

    private func remedy(_ name: String) -> String {
      let bare = String(name.prefix { $0 != "(" })
      let challenger = experiment.model.options.indices.first { $0 != experiment.model.baseline }
      let option = challenger.map { experiment.model.options[$0].name } ?? "OPTION"
      let variables = experiment.variables.map(\.name)
      guard let near = nearest(bare, among: variables + Metric.allCases.map(\.rawValue)) else {
        return "name an input, a process, or a metric as npv(\(option))"
      }
      return Metric(rawValue: near) == nil || variables.contains(near)
        ? "did you mean `\(near)`?" : "did you mean `\(near)(\(option))`?"
    }

    private func fault<Value>(_ fault: String, _ remedy: String) -> Result<Value, Fault> {
      .failure(
        Fault(problem: Problem(place: Place(file: file), key: "", fault: fault, remedy: remedy)))
    }

    private func trimmed(_ text: Substring) -> String {
      String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }
}
