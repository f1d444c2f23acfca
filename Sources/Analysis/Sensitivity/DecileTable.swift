// SPDX-License-Identifier: GPL-3.0-or-later

/// The output in each tenth of an input's values.
public struct InputDecile: Sendable, Hashable {
  /// Least and greatest value of the input.
  public let inputs: ClosedRange<Double>
  /// How many trials fall here.
  public let trials: Int
  /// Mean of the output, its infinite values at the cap; nil where there is no cap.
  public let mean: Double?
  /// Share of infinite values.
  public let neverProbability: Double
  /// P10, P50, P80 and P90 of the output.
  public let percentiles: [Double]

  /// Which percentiles there are, in percent.
  public static let percentileLevels = [10, 50, 80, 90]

  /// Up to ten rows in the order of the input; fewer where it has few different values.
  static func rows(
    _ order: RankOrder, output: [Double], amounts: [Double]?
  ) throws(AnalysisError) -> [InputDecile] {
    guard !order.isConstant else { return [] }
    var rows: [InputDecile] = []
    for places in order.classes(10) {
      rows.append(try InputDecile(order, places, output, amounts))
    }
    return rows
  }

  private init(
    _ order: RankOrder, _ places: Range<Int>, _ output: [Double], _ amounts: [Double]?
  ) throws(AnalysisError) {
    trials = places.count
    inputs = order.sorted[places.lowerBound]...order.sorted[places.upperBound - 1]
    let ranks = Self.percentileLevels.map { max(0, (places.count * $0 + 99) / 100 - 1) }
    let never = output.withUnsafeBufferPointer { output in
      output[places].count { !($0 < .infinity) }
    }
    neverProbability = Double(never) / Double(places.count)
    percentiles = output.withUnsafeBufferPointer {
      orderStatistics(of: UnsafeBufferPointer(rebasing: $0[places]), ranks: ranks)
    }
    mean = try amounts?.withUnsafeBufferPointer { amounts throws(AnalysisError) in
      try SampleSummary(of: UnsafeBufferPointer(rebasing: amounts[places])).mean
    }.flatMap { $0 }
  }
}
