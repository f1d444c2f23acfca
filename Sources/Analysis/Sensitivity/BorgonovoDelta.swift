// SPDX-License-Identifier: GPL-3.0-or-later

/// Borgonovo's δ: half the mean over an input's values of the area between the output's density and
/// its density given the input; 0 for independence, at most 1.
///
/// Source: Borgonovo, "A new uncertainty importance measure", Reliability Engineering & System Safety
/// 92(6), 2007, doi:10.1016/j.ress.2006.04.015; from a given sample by classes of the input: Plischke,
/// Borgonovo and Smith, "Global sensitivity measures from given data", European Journal of
/// Operational Research 226(3), 2013, doi:10.1016/j.ejor.2012.11.047.
///
/// The densities are histograms of ranks. δ does not change when the output is transformed, so values
/// that never happen are one more class and heavy tails do no harm. With input class m and output
/// class k, δ is half the sum of |n_mk − e_mk| / n over a table of at most 128 × 128 cells, where e_mk
/// is what independence would give. Noise alone makes |·| too large. Densities are smooth, so a
/// cell's deviation is counted with the sign of its neighbours' sum, which is independent of its own
/// noise, unless it is itself 2.5 standard errors from 0; what chance adds by this is taken off where
/// the neighbours show nothing. Where there is no dependence, the mean is then about 0.
///
/// Known bias: cells average the density and small deviations get wrong signs, which both lower δ:
/// by less than 0.02 for 2^16 trials, by up to 0.08 for 2^12 where the density has peaks. The interval
/// is the asymptotic normal one of the sum with its signs held fixed; it says nothing of that bias.
struct BorgonovoDelta {
  /// Nil when the input or the output is constant.
  private(set) var index: SensitivityIndex?

  /// How many classes of the input and of the output suit a sample: 12 values a cell.
  static func classCount(_ count: Int) -> Int {
    min(max(Int((Double(count) / 12).squareRoot()), 4), 128)
  }

  /// - Parameters:
  ///   - classes: places in the order of the input.
  ///   - outputLabels: the class of each row's output.
  init(
    _ order: RankOrder, _ classes: [Range<Int>], outputLabels: [UInt8], outputSizes: [Int]
  ) {
    guard classes.count > 1, outputSizes.count > 1 else { return }
    let counts = Self.table(order, classes, outputLabels, outputSizes.count)
    let n = Double(order.rows.count)
    let width = outputSizes.count
    var deviations = [Double](repeating: 0, count: counts.count)
    var errors = deviations
    for (m, places) in classes.enumerated() {
      let rowShare = Double(places.count) / n
      for k in 0..<width {
        let columnShare = Double(outputSizes[k]) / n
        let expected = n * rowShare * columnShare
        deviations[m * width + k] = Double(counts[m * width + k]) - expected
        errors[m * width + k] =
          (expected * (1 - rowShare) * (1 - columnShare)).squareRoot()
      }
    }
    let cells = SignedCells(deviations, errors, width: width)
    let signs = cells.signs
    let variance = Self.variance(signs, counts, classes.map(\.count), outputSizes, n)
    index = SensitivityIndex(
      .delta, value: cells.sum / (2 * n), standardError: (variance / n).squareRoot() / 2)
  }

  private static func table(
    _ order: RankOrder, _ classes: [Range<Int>], _ labels: [UInt8], _ width: Int
  ) -> [Int] {
    var counts = [Int](repeating: 0, count: classes.count * width)
    counts.withUnsafeMutableBufferPointer { counts in
      order.rows.withUnsafeBufferPointer { rows in
        labels.withUnsafeBufferPointer { labels in
          for (m, places) in classes.enumerated() {
            for place in places { counts[m &* width &+ Int(labels[Int(rows[place])])] &+= 1 }
          }
        }
      }
    }
    return counts
  }

  /// The variance of the signs without what rows and columns of the table explain: their sums are
  /// fixed.
  private static func variance(
    _ signs: [Double], _ counts: [Int], _ rowSizes: [Int], _ columnSizes: [Int], _ n: Double
  ) -> Double {
    let width = columnSizes.count
    var rowMeans = [Double](repeating: 0, count: rowSizes.count)
    var columnMeans = [Double](repeating: 0, count: width)
    var mean = 0.0
    // As under independence: the derivative by a margin moves what is expected in its cells.
    for m in rowSizes.indices {
      for k in 0..<width {
        let sign = signs[m * width + k]
        rowMeans[m] += sign * Double(columnSizes[k]) / n
        columnMeans[k] += sign * Double(rowSizes[m]) / n
        mean += sign * Double(rowSizes[m]) / n * (Double(columnSizes[k]) / n)
      }
    }
    var total = 0.0
    var squares = 0.0
    for m in rowSizes.indices {
      for k in 0..<width {
        let share = Double(counts[m * width + k]) / n
        let value = signs[m * width + k] - rowMeans[m] - columnMeans[k] + mean
        total += share * value
        squares += share * value * value
      }
    }
    return max(0, squares - total * total)
  }
}

/// Deviations from independence, each with the sign that it is believed to have.
private struct SignedCells {
  private(set) var signs: [Double] = []
  /// The sum of the deviations with these signs, less what chance adds.
  private(set) var sum = 0.0

  /// From how many standard errors on a cell's own sign counts.
  private static let clear = 2.5
  /// E |Z| of a standard normal Z where |Z| > 2.5, else 0: 2 φ(2.5).
  private static let chance = 0.035_056_6
  /// Classes fewer than this are no neighbours: what one has more, the others have less.
  private static let fewestNeighbours = 8

  init(_ deviations: [Double], _ errors: [Double], width: Int) {
    let height = deviations.count / width
    let up = height >= Self.fewestNeighbours ? 1 : 0
    let aside = width >= Self.fewestNeighbours ? 1 : 0
    signs.reserveCapacity(deviations.count)
    for cell in deviations.indices {
      var around = 0.0
      var variance = 0.0
      for m in max(cell / width - up, 0)...min(cell / width + up, height - 1) {
        for k in max(cell % width - aside, 0)...min(cell % width + aside, width - 1)
        where m * width + k != cell {
          around += deviations[m * width + k]
          variance += errors[m * width + k] * errors[m * width + k]
        }
      }
      let own = deviations[cell]
      let isClear = abs(own) > Self.clear * errors[cell]
      let sign = (isClear || variance == 0 ? own : around) < 0 ? -1.0 : 1
      signs.append(sign)
      sum += sign * own
      if around * around < Self.clear * Self.clear * variance { sum -= Self.chance * errors[cell] }
    }
  }
}
