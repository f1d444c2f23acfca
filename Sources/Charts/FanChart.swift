// SPDX-License-Identifier: GPL-3.0-or-later

/// Percentiles of an amount month by month, as bands around the median.
public struct FanChart: Sendable {
  /// The percentiles of one month.
  public struct Month: Sendable {
    /// From 0 on.
    public let month: Double
    /// Ascending by percentile, an odd number of them, the median in the middle.
    public let values: [Double]

    /// A month.
    public init(_ month: Double, _ values: [Double]) {
      self.month = month
      self.values = values
    }
  }

  private let caption: Caption
  private let months: [Month]
  private let names: [String]
  private let series: Int
  private let unit: String
  private let crossing: (month: Double, name: String)?
  private let range: ClosedRange<Double>?
  private let format: @Sendable (Double) -> String

  /// - Parameters:
  ///   - months: ascending, each with as many values as `names`.
  ///   - names: of the percentiles, as `P5`.
  ///   - series: which colour.
  ///   - crossing: where the median reaches 0 and what is said of that.
  ///   - range: the vertical axis; as far as the fan reaches when nil.
  ///   - format: writes an amount for people.
  public init(
    _ caption: Caption, months: [Month], names: [String], series: Int, unit: String,
    crossing: (month: Double, name: String)?, range: ClosedRange<Double>? = nil,
    format: @escaping @Sendable (Double) -> String
  ) {
    self.caption = caption
    let whole = months.filter { $0.values.count == names.count }
    // More points than pixels between them show nothing; the last month stays.
    let step = max(1, (whole.count + 119) / 120)
    self.months = whole.indices.filter { (whole.count - 1 - $0) % step == 0 }.map { whole[$0] }
    self.names = names
    self.series = series
    self.unit = unit
    self.crossing = crossing
    self.range = range
    self.format = format
  }

  /// The least and the greatest amount of all fans, for a common axis.
  public static func range(of fans: [[Month]]) -> ClosedRange<Double>? {
    let all = fans.flatMap { $0.flatMap(\.values) }.filter(\.isFinite) + [0]
    guard let low = all.min(), let high = all.max(), low < high else { return nil }
    return low...high
  }

  /// The chart at a width in pixels.
  public func picture(width: Double, plotHeight: Double? = nil) -> Picture {
    let plotHeight = plotHeight ?? ChartArea.height(width)
    let top = 34.0
    var drawing = Drawing(width: width, height: top + plotHeight + 38)
    let amounts = range.map { [$0.lowerBound, $0.upperBound] } ?? months.flatMap(\.values)
    let y = LinearScale.covering(
      amounts, including: [0], margin: 0.04, start: top + plotHeight, end: top)
    let left = ChartArea.axisRoom(y, kind: .amount, height: plotHeight)
    let ends = months.last?.values ?? []
    let labels = zip(names, ends).map { "\($0) \(CompactAmount.text($1))" }
    let right = (labels.map { TextMetrics.width($0, size: 11) }.max() ?? 0) + 12
    let area = ChartArea(
      left: left, right: width - right, top: top, bottom: top + plotHeight)
    let last = months.last?.month ?? 1
    let x = LinearScale(
      from: months.first?.month ?? 0, to: last, start: area.left, end: area.right)
    area.drawVerticalAxis(y, kind: .amount, unit: unit, in: &drawing)
    area.drawHorizontalAxis(x, kind: .months, unit: "month", in: &drawing)
    drawBands(x, y, in: &drawing)
    drawLabels(labels, ends, area, y, in: &drawing)
    drawReadings(area, x, in: &drawing)
    drawCrossing(area, x, y, in: &drawing)
    return drawing.picture(caption)
  }

  private func drawBands(_ x: LinearScale, _ y: LinearScale, in drawing: inout Drawing) {
    let style = Palette.series(series)
    let middle = names.count / 2
    for depth in 0..<middle {
      let upper = months.map { (x: x($0.month), y: y($0.values[names.count - 1 - depth])) }
      let lower = months.reversed().map { (x: x($0.month), y: y($0.values[depth])) }
      drawing.path(upper + lower, closed: true, "band \(style)")
    }
    drawing.line(x(x.low), y(0), x(x.high), y(0), "zero")
    drawing.path(months.map { (x: x($0.month), y: y($0.values[middle])) }, "line \(style)")
  }

  /// The outermost percentiles, the quartiles and the median at the last month.
  private func drawLabels(
    _ labels: [String], _ ends: [Double], _ area: ChartArea, _ y: LinearScale,
    in drawing: inout Drawing
  ) {
    let middle = names.count / 2
    // From the top, so that those that want one place keep their order.
    let order = [names.count - 1, middle + 1, middle, middle - 1, 0].filter(ends.indices.contains)
    let centres = LabelPlacement.spread(
      order.map { y(ends[$0]) }, sizes: order.map { _ in 13 },
      within: (area.top - 6)...(area.bottom + 6))
    for (index, centre) in zip(order, centres) {
      let style = index == middle ? "own strong small \(Palette.series(series))" : "quiet small num"
      drawing.text(labels[index], area.right + 6, centre + 4, style, size: 11)
    }
  }

  private func drawCrossing(
    _ area: ChartArea, _ x: LinearScale, _ y: LinearScale, in drawing: inout Drawing
  ) {
    guard let crossing, x.contains(crossing.month) else { return }
    let place = (x: x(crossing.month), y: y(0))
    drawing.dot(place.x, place.y, radius: 5, "dot \(Palette.series(series))")
    let width = TextMetrics.width(crossing.name, size: TextMetrics.bold(12))
    let middle = min(max(place.x, area.left + width / 2), max(area.right - width / 2, area.left))
    let isLow = place.y + 26 < area.bottom
    drawing.text(
      crossing.name, middle, isLow ? place.y + 20 : place.y - 12, "mid strong halo",
      most: area.width)
    drawing.target(
      place.x - 9, place.y - 9, 18, 18, tip: place, lines: [crossing.name], focusable: true)
  }

  private func drawReadings(_ area: ChartArea, _ x: LinearScale, in drawing: inout Drawing) {
    // As many as a pointer can tell apart.
    let step = max(1, (months.count + 39) / 40)
    let shown = months.indices.filter { $0 % step == 0 }.map { months[$0] }
    for (index, month) in shown.enumerated() {
      let left = index == 0 ? area.left : (x(shown[index - 1].month) + x(month.month)) / 2
      let isLast = index == shown.count - 1
      let right = isLast ? area.right : (x(month.month) + x(shown[index + 1].month)) / 2
      let lines = zip(names, month.values).reversed().map { "\($0) \(format($1))" }
      drawing.target(
        left, area.top, right - left, area.height,
        tip: (x(month.month), area.top + 10),
        lines: ["month \(Ticks.whole(month.month))"] + lines, focusable: false,
        needle: area.top...area.bottom)
    }
  }
}

extension Ticks {
  static func whole(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
