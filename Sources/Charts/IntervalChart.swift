// SPDX-License-Identifier: GPL-3.0-or-later

/// The spread of an amount for each option: a line from P5 to P95, a bar from P25 to P75, the median.
public struct IntervalChart: Sendable {
  /// One option.
  public struct Row: Sendable {
    /// Its name.
    public let name: String
    /// P5, P25, P50, P75 and P95.
    public let percentiles: [Double]
    /// The median as people read it.
    public let label: String
    /// What the pointer reads off.
    public let details: [String]

    /// A row.
    public init(_ name: String, percentiles: [Double], label: String, details: [String]) {
      self.name = name
      self.percentiles = percentiles
      self.label = label
      self.details = details
    }
  }

  private let caption: Caption
  private let rows: [(series: Int, row: Row)]
  private let unit: String

  /// - Parameter rows: with the colour of each; those that are not finite are left out.
  public init(_ caption: Caption, rows: [(series: Int, row: Row)], unit: String) {
    self.caption = caption
    self.rows = rows.filter { entry in
      entry.row.percentiles.count == 5 && entry.row.percentiles.allSatisfy(\.isFinite)
    }
    self.unit = unit
  }

  private static let rowHeight = 44.0

  /// The chart at a width in pixels.
  public func picture(width: Double) -> Picture {
    let bottom = 6 + Double(max(rows.count, 1)) * Self.rowHeight
    var drawing = Drawing(width: width, height: bottom + 38)
    let area = ChartArea(left: 10, right: width - 10, top: 6, bottom: bottom)
    let x = LinearScale.covering(
      rows.flatMap(\.row.percentiles), including: [0], margin: 0.02, start: area.left,
      end: area.right)
    area.drawHorizontalAxis(x, kind: .amount, unit: unit, lines: true, in: &drawing)
    for (index, entry) in rows.enumerated() {
      draw(
        entry.row, Palette.series(entry.series), top: 6 + Double(index) * Self.rowHeight, x,
        in: &drawing)
    }
    return drawing.picture(caption)
  }

  private func draw(
    _ row: Row, _ style: String, top: Double, _ x: LinearScale, in drawing: inout Drawing
  ) {
    let middle = top + 31
    let places = row.percentiles.map { x($0) }
    let room = drawing.width - TextMetrics.width(row.label, size: 12) - 34
    let name = TextMetrics.shortened(row.name, to: room, size: TextMetrics.bold(12))
    drawing.text(
      row.name, 10, top + 18, "own strong halo \(style)", most: room, size: TextMetrics.bold(12))
    drawing.text(
      row.label, 18 + TextMetrics.width(name, size: TextMetrics.bold(12)), top + 18, "num halo")
    drawing.line(places[0], middle, places[4], middle, "thin \(style)")
    drawing.rectangle(places[1], middle - 5, max(places[3] - places[1], 1), 10, "bar \(style)")
    drawing.dot(places[2], middle, radius: 5, "dot \(style)")
    drawing.target(
      0, top + 3, drawing.width, Self.rowHeight - 4, tip: (places[2], top + 6),
      lines: [row.name] + row.details, focusable: true)
  }
}
