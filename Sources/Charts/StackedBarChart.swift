// SPDX-License-Identifier: GPL-3.0-or-later

/// A total for each option, as the sum of its parts.
public struct StackedBarChart: Sendable {
  /// One option.
  public struct Row: Sendable {
    /// Its name.
    public let name: String
    /// One amount for each part; those below 0 go to the left of 0.
    public let parts: [Double]
    /// The total as people read it.
    public let label: String
    /// What the pointer reads off.
    public let details: [String]

    /// A row.
    public init(_ name: String, parts: [Double], label: String, details: [String]) {
      self.name = name
      self.parts = parts
      self.label = label
      self.details = details
    }

    /// Without its last part.
    public func droppingLast() -> Row {
      Row(name, parts: parts.dropLast(), label: label, details: details)
    }
  }

  private let caption: Caption
  private let rows: [Row]
  private let partNames: [String]
  private let unit: String

  /// - Parameter rows: each with a number for each of `partNames`; those that are not finite are left out.
  public init(_ caption: Caption, rows: [Row], partNames: [String], unit: String) {
    self.caption = caption
    self.rows = rows.filter {
      $0.parts.count == partNames.count && $0.parts.allSatisfy(\.isFinite)
    }
    self.partNames = partNames
    self.unit = unit
  }

  private static let rowHeight = 44.0

  /// The chart at a width in pixels.
  public func picture(width: Double) -> Picture {
    let key = keyPlaces(width: width)
    let top = (key.map(\.y).max() ?? 0) + 12
    let bottom = top + Double(max(rows.count, 1)) * Self.rowHeight
    var drawing = Drawing(width: width, height: bottom + 38)
    for (index, place) in key.enumerated() {
      drawing.rectangle(place.x, place.y - 9, 11, 11, "bar \(Palette.series(index))")
      drawing.text(partNames[index], place.x + 16, place.y, "own strong \(Palette.series(index))")
    }
    let area = ChartArea(left: 10, right: width - 10, top: top, bottom: bottom)
    let sums = rows.flatMap { row in
      [row.parts.filter { $0 > 0 }.reduce(0, +), row.parts.filter { $0 < 0 }.reduce(0, +)]
    }
    let x = LinearScale.covering(
      sums, including: [0], margin: 0.02, start: area.left, end: area.right)
    area.drawHorizontalAxis(x, kind: .amount, unit: unit, lines: true, in: &drawing)
    for (index, row) in rows.enumerated() {
      draw(row, top: top + Double(index) * Self.rowHeight, x, in: &drawing)
    }
    return drawing.picture(caption)
  }

  /// Where the names of the parts stand, in lines that fit.
  private func keyPlaces(width: Double) -> [(x: Double, y: Double)] {
    var (x, y) = (0.0, 13.0)
    return partNames.map { name in
      let room = 16 + TextMetrics.width(name, size: TextMetrics.bold(12)) + 14
      if x > 0, x + room > width { (x, y) = (0, y + 18) }
      defer { x += room }
      return (x, y)
    }
  }

  private func draw(_ row: Row, top: Double, _ x: LinearScale, in drawing: inout Drawing) {
    let room = drawing.width - TextMetrics.width(row.label, size: 12) - 34
    let name = TextMetrics.shortened(row.name, to: room, size: TextMetrics.bold(12))
    drawing.text(row.name, 10, top + 18, "strong halo", most: room, size: TextMetrics.bold(12))
    drawing.text(
      row.label, 18 + TextMetrics.width(name, size: TextMetrics.bold(12)), top + 18, "num halo")
    var (positive, negative) = (0.0, 0.0)
    for (index, part) in row.parts.enumerated() {
      let from = part < 0 ? negative + part : positive
      let to = part < 0 ? negative : positive + part
      if part < 0 { negative += part } else { positive += part }
      let (left, right) = (x(from), x(to))
      guard right - left > 0.05 else { continue }
      // A gap in the colour of the paper tells parts apart without colour.
      let gap = right - left > 3 ? 1.0 : 0
      drawing.rectangle(
        left, top + 24, right - left - gap, 15, "bar \(Palette.series(index))")
    }
    drawing.line(x(0), top + 21, x(0), top + 42, "axis")
    drawing.target(
      0, top + 3, drawing.width, Self.rowHeight - 4, tip: ((x(0) + x(positive)) / 2, top + 6),
      lines: [row.name] + row.details, focusable: true)
  }
}
