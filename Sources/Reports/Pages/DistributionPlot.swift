// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions
public import Experiments

/// A distribution as bars: how much probability lies where.
public struct DistributionPlot {
  /// An interval, or a single value, and its probability.
  struct Bar {
    let low: Double
    let high: Double
    let probability: Double
    /// Probability up to `high`.
    let cumulative: Double
  }

  private let entry: InputCatalogue.Entry
  let bars: [Bar]
  private let screen: Screen

  /// The plot of an entry; of one whose distribution depends on others, of `draws`.
  public init(_ entry: InputCatalogue.Entry, draws: [Double], screen: Screen = Screen()) {
    self.entry = entry
    self.screen = screen
    switch entry.value {
    case .constant(let value):
      bars = [Bar(low: value, high: value, probability: 1, cumulative: 1)]
    case .distribution(let distribution): bars = Self.bars(distribution)
    case .dependent: bars = Self.bars(draws.sorted())
    }
  }

  private static let count = 20

  /// Bars of equal width from P0.5 to P99.5; a bar for each value where these are few.
  private static func bars(_ distribution: any Distribution) -> [Bar] {
    let low = distribution.quantile(0.005)
    let high = distribution.quantile(0.995)
    if distribution.support.isInteger, high - low < Double(2 * count) {
      return (Int(low)...Int(high)).map { value in
        let x = Double(value)
        return Bar(
          low: x, high: x, probability: distribution.cdf(x) - distribution.cdf(x - 1),
          cumulative: distribution.cdf(x))
      }
    }
    let below = distribution.cdf(distribution.support.isInteger ? low - 1 : low)
    return bars(from: low, to: high, below: below) { distribution.cdf($0) }
  }

  private static func bars(_ sorted: [Double]) -> [Bar] {
    guard let low = sorted.first, let high = sorted.last else { return [] }
    return bars(from: low, to: high, below: 0) { x in
      Double(sorted.partitioningIndex { $0 > x }) / Double(sorted.count)
    }
  }

  /// Bars between `low`, below which there is the probability `below`, and `high`.
  private static func bars(
    from low: Double, to high: Double, below: Double, _ cdf: (Double) -> Double
  ) -> [Bar] {
    guard low < high else { return [Bar(low: low, high: high, probability: 1, cumulative: 1)] }
    var cumulative = below
    return (0..<count).map { index in
      func edge(_ i: Int) -> Double { low + (high - low) * Double(i) / Double(count) }
      let next = cdf(edge(index + 1))
      defer { cumulative = next }
      return Bar(
        low: edge(index), high: edge(index + 1), probability: next - cumulative, cumulative: next)
    }
  }

  /// One row for each bar.
  public var table: Table {
    var table = Table(["low", "high", "probability", "cumulative"])
    for bar in bars {
      table.append([
        .number(bar.low), .number(bar.high), .number(bar.probability), .number(bar.cumulative),
      ])
    }
    return table
  }

  /// The bars as text.
  public var text: String {
    let unit = entry.notes.unit.map { ", \($0)" } ?? ""
    let most = bars.map(\.probability).max() ?? 1
    let dash = screen.unicode ? "–" : "-"
    let labels = bars.map { bar in
      bar.low == bar.high
        ? NumberFormat.short(bar.low)
        : "\(NumberFormat.short(bar.low))\(dash)\(NumberFormat.short(bar.high))"
    }
    let width = labels.map(\.count).max() ?? 0
    let cells = max(5, min(50, screen.width - width - 14))
    let lines = zip(labels, bars).map { label, bar in
      let padding = String(repeating: " ", count: width - label.count)
      let length = screen.bar(most > 0 ? bar.probability / most : 0, cells: cells)
      let percent = NumberFormat.grouped(bar.probability * 100, decimals: 1)
      return "  \(padding)\(label) \(length) \(percent) %"
    }
    return ([entry.name + unit, "  \(entry.value.text)"] + lines).joined(separator: "\n") + "\n"
  }
}

extension [Double] {
  /// The first index at which `isLater` holds; it holds for all after that.
  fileprivate func partitioningIndex(_ isLater: (Double) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if isLater(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
