// SPDX-License-Identifier: GPL-3.0-or-later

/// What an output is where one input at a time is low or high.
public struct TornadoChart: Sendable {
  /// One input.
  public struct Row: Sendable {
    /// Its name.
    public let name: String
    /// The output where the input is low.
    public let low: Double
    /// The output where the input is high.
    public let high: Double
    /// What the pointer reads off.
    public let details: [String]

    /// A row.
    public init(_ name: String, low: Double, high: Double, details: [String]) {
      self.name = name
      self.low = low
      self.high = high
      self.details = details
    }
  }

  private let caption: Caption
  private let rows: [Row]
  private let centre: Double
  private let centreName: String
  private let unit: String
  private let series: Int
  private let ends: (low: String, high: String)

  /// - Parameters:
  ///   - rows: the most important first; those without finite ends are left out.
  ///   - centre: the output over all trials, from which the bars go.
  ///   - ends: what the two bars of a row are called.
  public init(
    _ caption: Caption, rows: [Row], centre: Double, centreName: String, unit: String, series: Int,
    ends: (low: String, high: String) = ("input at its P10", "at its P90")
  ) {
    self.caption = caption
    self.rows = rows.filter { $0.low.isFinite && $0.high.isFinite }
    self.centre = centre
    self.centreName = centreName
    self.unit = unit
    self.series = series
    self.ends = ends
  }

  private static let rowHeight = 25.0

  /// The chart at a width in pixels.
  public func picture(width: Double) -> Picture {
    let top = 50.0
    let bottom = top + Double(max(rows.count, 1)) * Self.rowHeight + 4
    var drawing = Drawing(width: width, height: bottom + 38)
    let names = rows.map { TextMetrics.width($0.name, size: 12) }.max() ?? 0
    let left = min(names + 10, width * 0.42)
    let room =
      (rows.flatMap { [$0.low, $0.high] }.map {
        TextMetrics.width(CompactAmount.text($0), size: 11)
      }.max() ?? 0) + 8
    let area = ChartArea(left: left, right: width - 2, top: top, bottom: bottom)
    let inner = LinearScale.covering(
      rows.flatMap { [$0.low, $0.high] } + [centre], margin: 0, start: area.left + room,
      end: max(area.right - room, area.left + room + 20))
    drawKey(in: &drawing)
    area.drawHorizontalAxis(inner, kind: .amount, unit: unit, in: &drawing)
    for (index, row) in rows.enumerated() {
      draw(row, top: top + Double(index) * Self.rowHeight, area, inner, in: &drawing)
    }
    let x = inner(centre)
    drawing.line(x, top - 4, x, bottom, "zero")
    let label = TextMetrics.width(centreName, size: 11)
    drawing.text(
      centreName, min(max(x, label / 2), width - label / 2), top - 9, "small mid", most: width,
      size: 11)
    return drawing.picture(caption)
  }

  private func drawKey(in drawing: inout Drawing) {
    let style = Palette.series(series)
    drawing.rectangle(0, 5, 12, 9, "weak \(style)")
    drawing.text(ends.low, 18, 14, "quiet")
    let second = 18 + TextMetrics.width(ends.low, size: 12) + 14
    drawing.rectangle(second, 5, 12, 9, "bar \(style)")
    drawing.text(ends.high, second + 18, 14, "quiet")
  }

  private func draw(
    _ row: Row, top: Double, _ area: ChartArea, _ x: LinearScale,
    in drawing: inout Drawing
  ) {
    let style = Palette.series(series)
    drawing.text(
      row.name, area.left - 8, top + Self.rowHeight / 2 + 4, "end", most: area.left - 8)
    let zero = x(centre)
    for (value, offset, kind) in [(row.low, 3.0, "weak"), (row.high, 12.5, "bar")] {
      let end = x(value)
      drawing.rectangle(min(end, zero), top + offset, abs(end - zero), 8.5, "\(kind) \(style)")
    }
    // Two labels on one side would lie on each other: the farther end has one.
    let sides = [row.low, row.high].map { $0 < centre }
    let isOneSided = sides[0] == sides[1]
    let far = abs(row.low - centre) >= abs(row.high - centre) ? row.low : row.high
    for value in isOneSided ? [far] : [row.low, row.high] {
      let end = x(value)
      let isLeft = value < centre
      drawing.text(
        CompactAmount.text(value), isLeft ? end - 4 : end + 4, top + Self.rowHeight / 2 + 4,
        isLeft ? "small end num halo" : "small num halo", size: 11)
    }
    drawing.target(
      0, top + 1, area.right, Self.rowHeight - 2,
      tip: ((x(row.low) + x(row.high)) / 2, top), lines: [row.name] + row.details,
      focusable: true)
  }
}
