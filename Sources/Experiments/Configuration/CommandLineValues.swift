// SPDX-License-Identifier: GPL-3.0-or-later

public import CostModel

extension SimulationSettings {
  /// A number of trials as an experiment file writes it: `100_000`, `1e6`.
  ///
  /// - Throws: `InvalidInput` that names `name` unless it is from 1 to `mostTrials`.
  public static func trials(from text: String, name: String) throws(InvalidInput) -> Int {
    let range = NumberRange(lower: 1, upper: Double(mostTrials), isWhole: true)
    switch NumberText.read(text) {
    case .number(let number) where range.contains(number):
      return Int(number)
    case .number(let number):
      throw InvalidInput(
        file: name, fault: "\(text) is \(range.fault(of: number))", remedy: range.remedy)
    default:
      throw InvalidInput(file: name, fault: "“\(text)” is not a number", remedy: range.remedy)
    }
  }
}

extension Metric {
  /// The metrics of a list separated by commas.
  ///
  /// - Throws: `InvalidInput` that names each unknown one and what it resembles.
  public static func set(from text: String, name: String) throws(InvalidInput) -> Set<Metric> {
    let known = allCases.map(\.rawValue)
    var metrics: Set<Metric> = []
    var problems: [Problem] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = word.filter { $0 != " " }
      if let metric = Metric(rawValue: word) {
        metrics.insert(metric)
      } else {
        let near = nearest(word, among: known)
        problems.append(
          Problem(
            place: Place(file: name), key: "", fault: "“\(shortened(word))” is not a metric",
            remedy: near.map { "did you mean `\($0)`?" }
              ?? "there are \(known.joined(separator: ", "))"))
      }
    }
    guard problems.isEmpty else { throw InvalidInput(problems) }
    return metrics
  }
}
