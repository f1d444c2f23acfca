// SPDX-License-Identifier: GPL-3.0-or-later

/// Amounts as bars from 0, each with its interval.
public struct BarChart: Sendable {
  /// One bar.
  public struct Row: Sendable {
    /// What it is of.
    public let name: String
    /// Its length.
    public let value: Double
    /// Lower bound of its interval.
    public let low: Double
    /// Upper bound of its interval.
    public let high: Double
    /// The value as people read it.
    public let label: String
    /// What the pointer reads off.
    public let details: [String]

    /// A bar.
    public init(
      _ name: String, value: Double, low: Double, high: Double, label: String, details: [String]
    ) {
      self.name = name
      self.value = value
      self.low = low
      self.high = high
      self.label = label
      self.details = details
    }
  }

  private let caption: Caption
  private let rows: [Row]
  private let unit: String
  private let series: Int

  /// - Parameter rows: in the order in which they are shown; those that are not finite are left out.
  public init(_ caption: Caption, rows: [Row], unit: String, series: Int) {
    self.caption = caption
    self.rows = rows.filter { [$0.value, $0.low, $0.high].allSatisfy(\.isFinite) }
    self.unit = unit
    self.series = series
  }

  private static let rowHeight = 24.0

  /// The chart at a width in pixels.
  public func picture(width: Double) -> Picture {
    let top = 8.0
    let bottom = top + Double(max(rows.count, 1)) * Self.rowHeight + 2
    var drawing = Drawing(width: width, height: bottom + 38)
    let names = rows.map { TextMetrics.width($0.name, size: 12) }.max() ?? 0
    let labels = rows.map { TextMetrics.width($0.label, size: 12) }.max() ?? 0
    let left = min(names + 10, width * 0.42)
    let right = min(labels + 12, width * 0.3)
    let area = ChartArea(left: left, right: width - right, top: top, bottom: bottom)
    let x = LinearScale.covering(
      rows.flatMap { [$0.value, $0.low, $0.high] }, including: [0], start: area.left,
      end: area.right)
    area.drawHorizontalAxis(x, kind: .amount, unit: unit, in: &drawing)
    for (index, row) in rows.enumerated() {
      draw(row, top: top + Double(index) * Self.rowHeight, area, x, in: &drawing)
    }
    drawing.line(x(0), top, x(0), bottom, "axis")
    return drawing.picture(caption)
  }

  private func draw(
    _ row: Row, top: Double, _ area: ChartArea, _ x: LinearScale, in drawing: inout Drawing
  ) {
    let middle = top + Self.rowHeight / 2
    drawing.text(row.name, area.left - 8, middle + 4, "end", most: area.left - 8)
    let (start, end) = (x(min(row.value, 0)), x(max(row.value, 0)))
    drawing.rectangle(start, middle - 7, end - start, 14, "bar \(Palette.series(series))")
    if row.high > row.low {
      let (low, high) = (x(row.low), x(row.high))
      drawing.add(
        "<path class=\"whisker\" d=\"M\(low) \(middle)H\(high)M\(low) \(middle - 4)V\(middle + 4)M\(high) \(middle - 4)V\(middle + 4)\"/>"
      )
    }
    drawing.text(
      row.label, max(x(row.high), end) + 6, middle + 4, "num",
      most: drawing.width - max(x(row.high), end) - 6)
    drawing.target(
      0, top + 1, drawing.width, Self.rowHeight - 2, tip: (x(row.value), top),
      lines: [row.name] + row.details, focusable: true)
  }
}
