// SPDX-License-Identifier: GPL-3.0-or-later

/// Cumulative probability against months or money: one S-curve for each option.
public struct CumulativeChart: Sendable {
  /// One S-curve.
  public struct Line: Sendable {
    /// What it is of.
    public let name: String
    /// Cumulative probability at ascending places.
    public let points: [(x: Double, probability: Double)]
    /// The probability that no place reaches, drawn beside the curve; nil where all mass is on the axis.
    public let never: Double?
    /// Points with a name on the curve.
    public let marks: [Mark]

    /// A curve.
    public init(
      _ name: String, points: [(x: Double, probability: Double)], never: Double? = nil,
      marks: [Mark] = []
    ) {
      self.name = name
      self.points = points.filter { $0.x.isFinite && $0.probability.isFinite }
      self.never = never
      self.marks = marks.filter { $0.x.isFinite }
    }
  }

  /// A point of a curve that has a name.
  public struct Mark: Sendable {
    /// Where it is.
    public let x: Double
    /// The probability up to there.
    public let probability: Double
    /// What it is called, as `P80`.
    public let name: String
    /// Its value as people read it.
    public let value: String
    /// The same with its error.
    public let detail: String

    /// A mark.
    public init(_ name: String, x: Double, probability: Double, value: String, detail: String) {
      self.x = x
      self.probability = probability
      self.name = name
      self.value = value
      self.detail = detail
    }
  }

  /// A line across the curves, as a budget or a deadline.
  public struct Limit: Sendable {
    /// Where it is.
    public let x: Double
    /// What it is.
    public let name: String

    /// A limit.
    public init(_ x: Double, _ name: String) {
      self.x = x
      self.name = name
    }
  }

  /// What the pointer reads off at a place.
  public struct Reading: Sendable {
    /// Where.
    public let x: Double
    /// One line for each thing that is said.
    public let lines: [String]

    /// A reading.
    public init(_ x: Double, _ lines: [String]) {
      self.x = x
      self.lines = lines
    }
  }

  private let caption: Caption
  private let lines: [Line]
  private let limits: [Limit]
  private let readings: [Reading]
  private let kind: AxisKind
  private let unit: String
  private let range: ClosedRange<Double>?
  private let neverName: String

  /// - Parameters:
  ///   - kind: what is on the horizontal axis.
  ///   - unit: what stands under it.
  ///   - range: the horizontal axis; as far as the curves reach when nil.
  ///   - neverName: what the mass beyond the axis is called.
  public init(
    _ caption: Caption, lines: [Line], limits: [Limit] = [], readings: [Reading] = [],
    kind: AxisKind, unit: String, range: ClosedRange<Double>? = nil, neverName: String = "never"
  ) {
    self.caption = caption
    self.lines = lines
    self.limits = limits.filter(\.x.isFinite)
    self.readings = readings
    self.kind = kind
    self.unit = unit
    self.range = range
    self.neverName = neverName
  }

  private var hasNever: Bool { lines.contains { $0.never != nil } }

  /// The chart at a width in pixels.
  public func picture(width: Double) -> Picture {
    let key = keyRows(width: width)
    let plotHeight = ChartArea.height(width)
    let top = 34 + (key.isEmpty ? 0 : Double(key.count) * 17 + 4)
    var drawing = Drawing(width: width, height: top + plotHeight + 38)
    drawKey(key, in: &drawing)
    let panel = hasNever ? min(Double(lines.count) * 16, width * 0.16) + 8 : 0
    let labels = hasNever ? labelRoom(width) : 14
    let area = ChartArea(
      left: 46, right: width - panel - labels, top: top, bottom: top + plotHeight)
    let y = LinearScale(from: 0, to: 1, start: area.bottom, end: area.top)
    let x = horizontal(area)
    area.drawVerticalAxis(y, kind: .share, unit: "", in: &drawing)
    area.drawHorizontalAxis(x, kind: kind, unit: unit, in: &drawing)
    drawLimits(area, x, in: &drawing)
    for (index, line) in lines.enumerated().reversed() { draw(line, index, x, y, in: &drawing) }
    if hasNever { drawNever(area, y, panel: panel, labels: labels, in: &drawing) }
    drawTargets(area, x, y, in: &drawing)
    return drawing.picture(caption)
  }

  private func horizontal(_ area: ChartArea) -> LinearScale {
    if let range {
      return LinearScale(
        from: range.lowerBound, to: range.upperBound, start: area.left, end: area.right)
    }
    let all = lines.flatMap { $0.points.map(\.x) + $0.marks.map(\.x) } + limits.map(\.x)
    return .covering(all, margin: 0.02, start: area.left, end: area.right)
  }

  // MARK: Curves

  private func draw(
    _ line: Line, _ index: Int, _ x: LinearScale, _ y: LinearScale, in drawing: inout Drawing
  ) {
    let style = Palette.series(index)
    let places = line.points.map { (x: x($0.x), y: y($0.probability)) }
    drawing.path(places, "line \(style)")
    for mark in line.marks where x.contains(mark.x) {
      drawing.dot(x(mark.x), y(mark.probability), "dot \(style)")
    }
  }

  private func drawLimits(_ area: ChartArea, _ x: LinearScale, in drawing: inout Drawing) {
    let shown = limits.filter { x.contains($0.x) }
    let names = shown.map {
      TextMetrics.shortened($0.name, to: area.width * 0.8, size: 11)
    }
    let sizes = names.map { TextMetrics.width($0, size: 11) + 10 }
    var centres = shown.map { x($0.x) }
    centres = LabelPlacement.spread(centres, sizes: sizes, within: 4...(drawing.width - 4))
    let visible = LabelPlacement.visible(centres, sizes: sizes)
    for (index, limit) in shown.enumerated() {
      drawing.line(x(limit.x), area.top - 4, x(limit.x), area.bottom, "mark")
      if visible[index] {
        drawing.text(names[index], centres[index], area.top - 9, "small mid")
      }
    }
  }

  // MARK: The mass beyond the axis

  private func labelRoom(_ width: Double) -> Double {
    let texts = lines.map { $0.name } + lines.map { neverText($0) }
    let widest = texts.map { TextMetrics.width($0, size: TextMetrics.bold(12)) }.max() ?? 0
    return min(widest + 14, width * 0.3)
  }

  private func neverText(_ line: Line) -> String {
    let percent = ((line.never ?? 0) * 1000).rounded() / 10
    return "\(neverName) \(percent == percent.rounded() ? "\(Int(percent))" : "\(percent)") %"
  }

  /// For each curve a bar from where it ends to 1, and its name.
  private func drawNever(
    _ area: ChartArea, _ y: LinearScale, panel: Double, labels: Double, in drawing: inout Drawing
  ) {
    let slot = (panel - 8) / Double(lines.count)
    let ends = lines.map { 1 - min(max($0.never ?? 0, 0), 1) }
    for (index, end) in ends.enumerated() {
      let left = area.right + 8 + slot * Double(index)
      let (high, low) = (y(1), y(end))
      drawing.hatched(left, high, max(slot - 4, 3), low - high, Palette.series(index))
      drawing.line(
        area.right, low, left, low, "thin \(Palette.series(index))")
    }
    drawing.line(area.right, area.top, area.right, area.bottom, "axis")
    let rows = Double(lines.count) * 31 <= area.height + 20 ? 2.0 : 1.0
    let most = max(1, Int((area.height + 20) / (rows * 15.5)))
    let shown = Array(lines.indices.prefix(most))
    let centres = LabelPlacement.spread(
      shown.map { (y(1) + y(ends[$0])) / 2 }, sizes: shown.map { _ in rows * 15.5 },
      within: (area.top - 6)...(area.bottom + 14))
    let left = area.right + panel + 8
    for (index, centre) in zip(shown, centres) {
      let first = rows == 2 ? centre - 3 : centre + 4
      drawing.text(
        lines[index].name, left, first, "own strong \(Palette.series(index))", most: labels - 8,
        size: TextMetrics.bold(12))
      if rows == 2 {
        drawing.text(neverText(lines[index]), left, first + 15, "quiet", most: labels - 8)
      }
    }
  }

  // MARK: The key, where no mass beyond the axis names the curves

  private func keyRows(width: Double) -> [(index: Int, text: String)] {
    guard !hasNever else { return [] }
    return lines.indices.prefix(6).map { index in
      let marks = lines[index].marks
      let whole = marks.map { "\($0.name) \($0.value)" }.joined(separator: " · ")
      guard TextMetrics.width(whole, size: 12) > width * 0.6 else { return (index, whole) }
      let short = marks.map { "\($0.name) \(CompactAmount.text($0.x))" }
      return (index, short.joined(separator: " · "))
    }
  }

  private func drawKey(_ rows: [(index: Int, text: String)], in drawing: inout Drawing) {
    for (row, entry) in rows.enumerated() {
      let baseline = 14 + Double(row) * 17
      let style = Palette.series(entry.index)
      let values = min(TextMetrics.width(entry.text, size: 12), drawing.width * 0.64)
      let names =
        rows.map { TextMetrics.width(lines[$0.index].name, size: TextMetrics.bold(12)) }.max() ?? 0
      let room = min(names + 8, drawing.width - 30 - values)
      drawing.line(0, baseline - 4, 16, baseline - 4, "line \(style)")
      drawing.text(
        lines[entry.index].name, 22, baseline, "own strong \(style)", most: room,
        size: TextMetrics.bold(12))
      drawing.text(entry.text, 22 + room + 6, baseline, "num", most: values)
    }
  }

  // MARK: Numbers

  private func drawTargets(
    _ area: ChartArea, _ x: LinearScale, _ y: LinearScale, in drawing: inout Drawing
  ) {
    let places = readings.filter { x.contains($0.x) }
    for (index, reading) in places.enumerated() {
      let left = index == 0 ? area.left : (x(places[index - 1].x) + x(reading.x)) / 2
      let isLast = index == places.count - 1
      let right = isLast ? area.right : (x(reading.x) + x(places[index + 1].x)) / 2
      drawing.target(
        left, area.top, right - left, area.height, tip: (x(reading.x), area.top + 40),
        lines: reading.lines, focusable: false, needle: area.top...area.bottom)
    }
    for line in lines {
      for mark in line.marks where x.contains(mark.x) {
        let place = (x: x(mark.x), y: y(mark.probability))
        drawing.target(
          place.x - 8, place.y - 8, 16, 16, tip: place, lines: ["\(line.name): \(mark.detail)"],
          focusable: true)
      }
    }
  }
}
