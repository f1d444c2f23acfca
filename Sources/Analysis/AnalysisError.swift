// SPDX-License-Identifier: GPL-3.0-or-later

/// A question that a sample cannot answer, or that is not one.
public enum AnalysisError: Error, Hashable, Sendable {
  /// A sample without values has no quantiles, no mean, no share of anything.
  case emptySample
  /// A probability outside [0, 1], or NaN.
  case probabilityOutOfRange(Double)
  /// A confidence level outside (0, 1), or NaN.
  case confidenceOutOfRange(Double)
  /// A number of successes that is negative or greater than the number of trials.
  case successesOutOfRange(successes: Int, trials: Int)
  /// A half-width in standard errors that is not positive and finite.
  case halfWidthOutOfRange(Double)
  /// Histogram edges that are fewer than two, not finite or not strictly ascending; `index` is the
  /// first bad one.
  case invalidEdges(index: Int)
  /// Fewer trials than are needed.
  case sampleTooSmall(count: Int, least: Int)
  /// A column that is shorter or longer than the others.
  case columnsDiffer(String, count: Int, expected: Int)
  /// An input that is infinite or NaN, or an output that is NaN; rows count from 0.
  case notFinite(String, row: Int)
}

extension AnalysisError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .emptySample:
      "the sample is empty"
    case .probabilityOutOfRange(let value):
      "probability is \(value); it must lie in [0, 1]"
    case .confidenceOutOfRange(let value):
      "confidence is \(value); it must lie strictly between 0 and 1"
    case .successesOutOfRange(let successes, let trials):
      "\(successes) successes in \(trials) trials; there must be 0 to \(trials)"
    case .halfWidthOutOfRange(let value):
      "half-width is \(value) standard errors; it must be positive and finite"
    case .invalidEdges(let index):
      "histogram edge \(index) is missing, not finite or not above the edge before it"
    case .sampleTooSmall(let count, let least):
      "the sample has \(count) trials; at least \(least) are needed"
    case .columnsDiffer(let name, let count, let expected):
      "column \(name) has \(count) values; the others have \(expected)"
    case .notFinite(let name, let row):
      "column \(name) has no number that can be used in row \(row)"
    }
  }
}
