// SPDX-License-Identifier: GPL-3.0-or-later

/// PAWN: the median, over ten classes of equal probability of an input, of the Kolmogorov–Smirnov
/// distance between the output's distribution and its distribution within the class.
///
/// Source: Pianosi and Wagener, "Distribution-based sensitivity analysis from a generic input-output
/// sample", Environmental Modelling & Software 108, 2018, doi:10.1016/j.envsoft.2018.07.019.
///
/// Classes never part equal inputs, and distances are taken only between different outputs, so
/// values that never happen are one step at the end. A finite sample makes every distance positive:
/// `nullLevel` is what the median exceeds with a probability of at most 5 % where the input does not
/// matter. Above it, the interval is the median of the classes' 95 % intervals, each with the
/// binomial error at the largest distance, which is wider than need be; below it, the interval begins
/// at 0. The bias upwards is at most about 0.6 `nullLevel`, and fades as the distance grows.
struct Pawn {
  /// Nil when the input or the output is constant.
  private(set) var index: SensitivityIndex?
  /// The 95 % point of the value where the input does not matter.
  private(set) var nullLevel = 0.0

  static let classCount = 10

  init(_ order: RankOrder, output: RankOrder) {
    let classes = order.classes(Self.classCount)
    guard classes.count > 1, !output.isConstant else { return }
    let distances = ClassDistances(order.labels(classes), classes.map(\.count), output)
    let n = Double(output.rows.count)
    let errors = classes.indices.map { m in
      let size = Double(classes[m].count)
      let p = distances.atLargest[m]
      return (p * (1 - p) / size * (1 - size / n)).squareRoot()
    }
    let z = ProbabilityEstimate.halfWidthOf95Percent
    let value = Self.median(distances.largest)
    let least = Double(classes.map(\.count).min() ?? 1)
    nullLevel =
      Kolmogorov.medianBound(of: classes.count) * ((1 - least / n) / least).squareRoot()
    let low = Self.median(zip(distances.largest, errors).map { $0 - z * $1 })
    let high = Self.median(zip(distances.largest, errors).map { $0 + z * $1 })
    index = SensitivityIndex(
      .pawn, value: value, low: value > nullLevel ? max(low, nullLevel.ulp) : 0,
      high: min(high, 1))
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// The largest distance of each class's distribution function from the whole sample's.
private struct ClassDistances {
  private(set) var largest: [Double]
  /// The class's distribution function where it is largest.
  private(set) var atLargest: [Double]
  private var counts: [Int]
  private let sizes: [Double]

  /// - Parameter labels: the class of each row.
  init(_ labels: [UInt8], _ sizes: [Int], _ output: RankOrder) {
    largest = sizes.map { _ in 0 }
    atLargest = largest
    counts = sizes.map { _ in 0 }
    self.sizes = sizes.map { Double($0) }
    let n = Double(labels.count)
    labels.withUnsafeBufferPointer { labels in
      output.rows.withUnsafeBufferPointer { rows in
        output.forEachTie { tie in
          // A class's difference falls between its own values: only before and after them can it be
          // the largest.
          for place in tie {
            compare(Int(labels[Int(rows[place])]), Double(tie.lowerBound) / n)
          }
          for place in tie { counts[Int(labels[Int(rows[place])])] &+= 1 }
          for place in tie {
            compare(Int(labels[Int(rows[place])]), Double(tie.upperBound) / n)
          }
        }
      }
    }
  }

  @inline(__always)
  private mutating func compare(_ label: Int, _ whole: Double) {
    let own = Double(counts[label]) / sizes[label]
    if abs(own - whole) > largest[label] {
      largest[label] = abs(own - whole)
      atLargest[label] = own
    }
  }
}
