// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions
internal import Experiments

/// Data in bins, with the share that a fitted distribution puts in each.
struct FitHistogram {
  /// An interval, or a single whole number.
  struct Bin {
    let low: Double
    let high: Double
    /// The share of the data, and of the distribution.
    let data: Double
    let fitted: Double
  }

  let bins: [Bin]
  /// How many values lie outside all bins.
  let outside: Int

  private static let count = 20

  /// Bins of equal width from the data's P0.5 to its P99.5; one for each value of few whole numbers.
  init(_ sample: FitSample, _ distribution: any Distribution) {
    let low = sample.quantile(0.005)
    let high = sample.quantile(0.995)
    let isWhole = distribution.support.isInteger
    let isEach = isWhole && high - low < Double(2 * Self.count)
    var edges: [Double]
    if isEach {
      edges = (Int(low)...Int(high) + 1).map { Double($0) - 0.5 }
    } else {
      // A constant middle leaves no width; then the whole range has some.
      let (first, last) = low < high ? (low, high) : (sample.low, sample.high)
      edges = (0...Self.count).map { first + (last - first) * Double($0) / Double(Self.count) }
      // The first bin takes its lower end in.
      edges[0] = first.nextDown
    }
    let counts = edges.map { edge in Self.count(sample.values, upTo: edge) }
    bins = edges.indices.dropLast().map { i in
      Bin(
        low: isEach ? edges[i] + 0.5 : edges[i], high: isEach ? edges[i] + 0.5 : edges[i + 1],
        data: Double(counts[i + 1] - counts[i]) / sample.count,
        fitted: max(0, distribution.cdf(edges[i + 1]) - distribution.cdf(edges[i])))
    }
    outside = sample.values.count - (counts[counts.count - 1] - counts[0])
  }

  /// How many of the rising values are at most `edge`.
  private static func count(_ values: [Double], upTo edge: Double) -> Int {
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if values[middle] <= edge { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The largest share of a bin.
  var most: Double { bins.map { max($0.data, $0.fitted) }.max() ?? 1 }

  /// A bar for each bin, with a mark where the distribution would end it.
  func lines(_ screen: Screen) -> [String] {
    let dash = screen.unicode ? "–" : "-"
    let labels = bins.map { bin in
      bin.low == bin.high
        ? NumberFormat.short(bin.low)
        : "\(NumberFormat.short(bin.low))\(dash)\(NumberFormat.short(bin.high))"
    }
    let width = labels.map(\.count).max() ?? 0
    let cells = max(5, min(50, screen.width - width - 14))
    return zip(labels, bins).map { label, bin in
      let padding = String(repeating: " ", count: width - label.count)
      var bar = Array(screen.bar(bin.data / most, cells: cells))
      bar += Array(repeating: " ", count: cells + 1 - bar.count)
      bar[Int((bin.fitted / most * Double(cells)).rounded())] = screen.unicode ? "│" : "|"
      let percent = NumberFormat.grouped(bin.data * 100, decimals: 1)
      let filler = String(repeating: " ", count: max(0, 5 - percent.count))
      return "  \(padding)\(label) \(String(bar)) \(filler)\(percent) %"
    }
  }
}
