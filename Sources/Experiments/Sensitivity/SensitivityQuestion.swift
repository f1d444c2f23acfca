// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
public import CostModel

/// Of which outcomes of an experiment it is asked what they depend on.
public struct SensitivityQuestion: Sendable {
  /// The options, by their place in the experiment; none of them the baseline.
  public let options: [Int]
  /// The metrics, in the order of the tables.
  public let metrics: [Metric]

  /// What is asked when nobody says otherwise.
  public static let metrics: Set<Metric> = [.paybackMonths, .npv, .upfrontCost]
  /// Fewest trials of which anything is said.
  public static let fewestTrials = SensitivityAnalysis.fewestTrials

  /// Some metrics of some options of an experiment.
  ///
  /// - Parameter options: names; all options but the baseline when empty.
  /// - Throws: `InvalidInput` that names each option that is none or the baseline.
  public init(
    _ experiment: Experiment, metrics: Set<Metric> = Self.metrics, options names: [String] = []
  ) throws(InvalidInput) {
    let baseline = experiment.model.baseline
    let known = experiment.model.options.map(\.name)
    var problems: [Problem] = []
    var places = Set(known.indices.filter { $0 != baseline && names.isEmpty })
    for name in names {
      let place = known.firstIndex(of: name)
      if let place, place != baseline {
        places.insert(place)
        continue
      }
      let challengers = known.indices.filter { $0 != baseline }.map { known[$0] }
      let near = nearest(name, among: challengers)
      problems.append(
        Problem(
          place: Place(file: "--option"), key: "",
          fault: place == nil
            ? "“\(shortened(name))” is not an option"
            : "\(name) is the baseline, which the others are compared with",
          remedy: place == nil && near != nil
            ? "did you mean `\(near ?? "")`?" : "there are \(challengers.joined(separator: ", "))"))
    }
    guard problems.isEmpty else { throw InvalidInput(problems) }
    options = places.sorted()
    self.metrics = metrics.sorted()
  }

  /// Each metric of each option, option by option.
  public var columns: [OutputColumn] {
    options.flatMap { option in metrics.map { OutputColumn(option: option, metric: $0) } }
  }
}

extension Metric {
  /// What an infinite value counts as in means and variances; nil where no number is apt.
  func cap(horizon: Int) -> Double? { unit == .months ? Double(horizon) : nil }

  /// By which month the payback is asked for: within a year, or within a shorter horizon.
  static func paybackMonth(horizon: Int) -> Double { Double(min(12, horizon)) }
}
