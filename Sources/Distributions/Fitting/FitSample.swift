// SPDX-License-Identifier: GPL-3.0-or-later

/// Observed values, as a family is fitted to them.
public struct FitSample: Sendable {
  /// In rising order.
  public let values: [Double]
  /// The arithmetic mean.
  public let mean: Double
  /// The mean square distance from the mean: divided by the number of values, not by one less.
  public let variance: Double
  /// The ends of a beta distribution, where they are known.
  let ends: ClosedRange<Double>?

  /// Fewest values that are fitted.
  public static let fewest = 10
  /// The largest whole number that is fitted as a count.
  public static let largestCount = 10_000.0

  /// A sample of `values` in any order.
  ///
  /// - Parameter ends: the ends of a beta distribution; nil when they too are to be found.
  /// - Throws: `FitFailure` unless there are enough values, finite, of at most 10¹⁰⁰ in size, and not
  ///   all the same.
  public init(_ values: [Double], ends: ClosedRange<Double>? = nil) throws(FitFailure) {
    guard values.count >= Self.fewest else {
      throw FitFailure("there are \(values.count) values; \(Self.fewest) are needed")
    }
    guard values.allSatisfy({ abs($0) <= 1e100 }) else {
      throw FitFailure("a value is not a finite number of at most 1e100 in size")
    }
    let sorted = values.sorted()
    guard let low = sorted.first, let high = sorted.last, low < high else {
      throw FitFailure("all values are the same")
    }
    self.values = sorted
    self.ends = ends
    let count = Double(values.count)
    let rough = sorted.reduce(0) { $0 + $1 / count }
    // The rounding error of the first sum is what the distances from it sum to.
    let mean = rough + sorted.reduce(0) { $0 + ($1 - rough) } / count
    self.mean = mean
    variance = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    guard variance >= 1e-200 * (mean * mean + 1e-100) else {
      throw FitFailure("the values are too close together to tell them apart")
    }
  }

  /// How many values there are.
  public var count: Double { Double(values.count) }
  /// The smallest value.
  public var low: Double { values[0] }
  /// The largest value.
  public var high: Double { values[values.count - 1] }

  /// The least value that `p` of all values do not exceed.
  public func quantile(_ p: Double) -> Double {
    let rank = Int((p * count).rounded(.up))
    return values[min(max(rank, 1), values.count) - 1]
  }

  /// The middle value, or the middle of the two.
  public var median: Double {
    let half = values.count / 2
    return values.count % 2 == 1 ? values[half] : values[half - 1] / 2 + values[half] / 2
  }

  /// Whether every value is a whole number that could be a count.
  public var isWhole: Bool {
    low >= 0 && high <= Self.largestCount && values.allSatisfy { $0 == $0.rounded() }
  }

  /// How many values are different from each other.
  public var distinct: Int {
    zip(values, values.dropFirst()).reduce(1) { $0 + ($1.0 < $1.1 ? 1 : 0) }
  }

  /// How often the most frequent value occurs.
  var mostTied: Int {
    var most = 1
    var run = 1
    for index in 1..<values.count {
      run = values[index] == values[index - 1] ? run + 1 : 1
      most = max(most, run)
    }
    return most
  }

  // MARK: What the families need

  /// Throws unless all values are above 0.
  func requirePositive() throws(FitFailure) {
    guard low > 0 else { throw FitFailure("it has values above 0 only; the least is \(low)") }
  }

  /// Throws unless all values are whole numbers from `least` to `largestCount`.
  func requireCounts(from least: Double) throws(FitFailure) {
    guard isWhole else {
      throw FitFailure("it has whole numbers only, which are fitted from 0 to 10,000")
    }
    guard low >= least else {
      throw FitFailure("it has whole numbers from \(Int(least)); the least value is \(Int(low))")
    }
  }

  /// The logarithms, in the same order; all values must be above 0.
  var logarithms: [Double] {
    var logs = values
    logs.withUnsafeMutableBufferPointer { $0.takeLogarithms() }
    return logs
  }

  /// How many values exceed 0, 1, … up to the largest less 1; the values must be counts.
  var exceeding: [Double] {
    var counts = [Double](repeating: 0, count: Int(high) + 1)
    for value in values { counts[Int(value)] += 1 }
    var above = count
    return counts.dropLast().map { here in
      above -= here
      return above
    }
  }
}

/// Why a family cannot be fitted to a sample.
public struct FitFailure: Error, Hashable, CustomStringConvertible {
  /// The reason, as a sentence without its end.
  public let description: String

  init(_ description: String) { self.description = description }

  init(_ error: ParameterError) {
    self.init("\(error.parameter) comes to \(error.value); it \(error.requirement)")
  }
}
