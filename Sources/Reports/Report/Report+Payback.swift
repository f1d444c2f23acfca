// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import Charts
internal import CostModel
internal import Experiments

/// When options pay back.
extension Report {
  /// The months to payback of the options that have them, counted.
  private var paybacks: [(option: Int, histogram: Histogram)] {
    drawn.compactMap { option in
      result.column(.paybackMonths, option: option)?.histogram.map { (option, $0) }
    }
  }

  /// The S-curve of payback, the trials that never pay back beside it.
  ///
  /// - Parameter month: how far the axis goes; as far as the curves still rise when nil.
  func paybackFigure(until month: Int? = nil) -> ReportFigure? {
    let paybacks = paybacks
    guard !paybacks.isEmpty else { return nil }
    let curves = paybacks.map { Self.cumulative($0.histogram) }
    var table = Table(["month"] + paybacks.map { "\(name($0.option)): paid back" })
    var readings: [CumulativeChart.Reading] = []
    let quarters = 4
    for month in stride(from: 0, through: horizon, by: monthStep) {
      let shares = curves.map { $0[month * quarters].probability }
      table.append([.count(month)] + shares.map { .number($0) })
      readings.append(
        .init(
          Double(month),
          ["by month \(month)"]
            + zip(paybacks, shares).map { "\(name($0.option)) \(percent($1))" }))
    }
    // A point a month is enough for long horizons.
    let step = horizon > 60 ? quarters : 1
    let lines = zip(paybacks, curves).map { entry, curve in
      CumulativeChart.Line(
        name(entry.option),
        points: Self.curve(
          curve.indices.filter { $0 % step == 0 }.map { curve[$0] },
          through: result.column(.paybackMonths, option: entry.option)),
        never: Double(entry.histogram.never) / Double(max(entry.histogram.total, 1)),
        marks: paybackMarks(entry.option))
    }
    let last = month ?? lastMonth
    let shares = zip(paybacks, lines).map { "\(name($0.option)) \(percent($1.never ?? 0))" }
    let never = shares.joined(separator: ", ")
    // Of many, the chart itself says it.
    let stated = shares.count <= 3 ? " (\(never))" : ""
    let chart = CumulativeChart(
      Caption(
        "Share of trials that have paid back by each month",
        "Curves rise from month 0 to month \(horizon). Never within the horizon: \(never)."),
      lines: lines, readings: readings, kind: .months,
      unit: last < horizon
        ? "months since the start; nearly none pays back later" : "months since the start",
      range: 0...Double(last))
    return ReportFigure(
      id: "payback", title: "When does it pay back?",
      finding: "Share of the trials that have paid back by each month. Hatched: never within "
        + "\(horizonText)\(stated).\(leftOut)",
      table: table, draw: { chart.picture(width: $0) })
  }

  /// By which month nearly all have paid back that ever do, with some months to see it; at most the horizon.
  var lastMonth: Int {
    let months = paybacks.map { _, histogram -> Int in
      let finite = Double(histogram.counts.reduce(histogram.below, +))
      var sum = Double(histogram.below)
      for (index, count) in histogram.counts.enumerated() {
        sum += Double(count)
        if sum >= 0.999 * finite { return index / 4 + 1 }
      }
      return horizon
    }
    let needed = Double(months.max() ?? horizon) * 1.4
    let round = [3, 6, 12, 18, 24, 36, 48, 60, 84, 120, 180, 240].first { Double($0) >= needed }
    // A little shorter is not worth a note.
    return round.map { Double($0) <= 0.7 * Double(horizon) ? $0 : horizon } ?? horizon
  }

  /// P50 and P80 where they exist.
  private func paybackMarks(_ option: Int) -> [CumulativeChart.Mark] {
    [50, 80].compactMap { percentile in
      guard
        let quantile = result.column(.paybackMonths, option: option)?.quantile(percentile),
        quantile.value.isFinite
      else { return nil }
      return .init(
        "P\(percentile)", x: quantile.value, probability: Double(percentile) / 100,
        value: NumberFormat.short(quantile.value),
        detail: "P\(percentile) of payback \(months(quantile.value)) "
          + "(95\u{A0}% interval \(months(quantile.low)) to \(months(quantile.high)))")
    }
  }

  /// For each option months to payback as bars, with a bar for never.
  var paybackHistograms: [ReportFigure] {
    paybacks.map { option, histogram in
      let finite = histogram.counts.reduce(0, +)
      var (seen, last) = (0, histogram.counts.count)
      for (index, count) in histogram.counts.enumerated() {
        seen += count
        if Double(seen) >= 0.995 * Double(finite) {
          last = index + 1
          break
        }
      }
      let width = [1, 2, 4, 8, 12, 24, 48].first { $0 * 24 >= last } ?? 96
      let total = Double(max(histogram.total, 1))
      var table = Table(["from_month", "to_month", "share"])
      var (edges, shares) = ([0.0], [Double]())
      for start in stride(from: 0, to: histogram.counts.count, by: width) {
        let end = min(start + width, histogram.counts.count)
        edges.append(histogram.edges[end])
        shares.append(Double(histogram.counts[start..<end].reduce(0, +)) / total)
        table.append([
          .number(histogram.edges[start]), .number(histogram.edges[end]),
          .number(shares[shares.count - 1]),
        ])
      }
      let never = Double(histogram.never) / total
      table.append([.text("never"), .empty, .number(never)])
      let chart = HistogramChart(
        Caption("Months to payback of \(name(option))", "Never: \(percent(never))."),
        edges: edges, shares: shares, never: never, kind: .months, unit: "months",
        series: series(option))
      return ReportFigure(
        id: "payback-histogram-\(option)", title: "Months to payback of \(name(option))",
        finding: "Share of the trials in each interval; hatched: never within the horizon.",
        table: table, draw: { chart.picture(width: $0) })
    }
  }
}
