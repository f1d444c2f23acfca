// SPDX-License-Identifier: GPL-3.0-or-later

/// Monte Carlo filtering: how the input differs between the worst tenth of outcomes and the others.
///
/// Source: Hornberger and Spear, "An approach to the preliminary analysis of environmental systems",
/// Journal of Environmental Management 12, 1981.
public struct RegionalSensitivity: Sendable, Hashable {
  /// The largest distance between the two distribution functions; its interval has the binomial
  /// errors where it is largest and begins at 0 when `probability` is 5 % or more.
  public let distance: SensitivityIndex
  /// The probability of a distance as large, did the input not matter (Kolmogorov and Smirnov).
  public let probability: Double
  /// The input's median in the worst outcomes.
  public let medianInside: Double
  /// The input's median in the others.
  public let medianOutside: Double
  /// What part of the sample counts as worst: a tenth, or more when equal outcomes cannot be parted.
  public let worstShare: Double

  /// Nil when the input is constant, or when no outcome is worse than others.
  init?(_ order: RankOrder, _ worst: WorstOutcomes) {
    guard !order.isConstant, worst.count > 0, worst.count < order.rows.count else { return nil }
    let inside = Double(worst.count)
    let outside = Double(order.rows.count - worst.count)
    var found = (distance: 0.0, inside: 0.0, outside: 0.0)
    var insideSoFar = 0
    var medians: (inside: Double?, outside: Double?)
    worst.isWorst.withUnsafeBufferPointer { isWorst in
      order.rows.withUnsafeBufferPointer { rows in
        order.forEachTie { tie in
          for place in tie { insideSoFar &+= isWorst[Int(rows[place])] ? 1 : 0 }
          let p = Double(insideSoFar) / inside
          let q = Double(tie.upperBound - insideSoFar) / outside
          if abs(p - q) > found.distance { found = (abs(p - q), p, q) }
          if medians.inside == nil, p >= 0.5 { medians.inside = order.sorted[tie.lowerBound] }
          if medians.outside == nil, q >= 0.5 { medians.outside = order.sorted[tie.lowerBound] }
        }
      }
    }
    guard let medianInside = medians.inside, let medianOutside = medians.outside else { return nil }
    self.medianInside = medianInside
    self.medianOutside = medianOutside
    worstShare = inside / (inside + outside)
    let probability = Kolmogorov.probability(
      distance: found.distance, sizes: worst.count, order.rows.count - worst.count)
    let error =
      (found.inside * (1 - found.inside) / inside
      + found.outside * (1 - found.outside) / outside).squareRoot()
    let width = ProbabilityEstimate.halfWidthOf95Percent * error
    distance = SensitivityIndex(
      .regional, value: found.distance,
      low: probability < 0.05 ? max(found.distance - width, found.distance.ulp) : 0,
      high: min(found.distance + width, 1))
    self.probability = probability
  }
}

/// Which rows have the worst tenth of outcomes.
struct WorstOutcomes: Sendable {
  let isWorst: [Bool]
  let count: Int

  /// - Parameter tail: which end of the output is bad.
  init(_ output: RankOrder, _ tail: TailRisk.Tail) {
    let size = output.rows.count
    let tenth = max(size / 10, 1)
    let worst =
      tail == .upper
      ? output.tie(at: size - tenth).lowerBound..<size : 0..<output.tie(at: tenth - 1).upperBound
    var isWorst = [Bool](repeating: false, count: size)
    for place in worst { isWorst[Int(output.rows[place])] = true }
    self.isWorst = isWorst
    count = worst.count
  }
}
