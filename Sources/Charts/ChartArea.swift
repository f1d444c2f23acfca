// SPDX-License-Identifier: GPL-3.0-or-later

/// The rectangle in which a chart has its data, and the axes around it.
struct ChartArea {
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double

  var height: Double { bottom - top }
  var width: Double { right - left }

  /// How high the data are drawn in a picture of some width.
  static func height(_ width: Double) -> Double { width < 400 ? 160 : 190 }

  /// Lines across for the ticks of a vertical axis, with their labels to the left.
  func drawVerticalAxis(
    _ scale: LinearScale, kind: AxisKind, unit: String, in drawing: inout Drawing
  ) {
    let ticks = scale.ticks(most: max(2, Int(height / 30)), kind: kind)
    for tick in ticks.values {
      let y = scale(tick)
      drawing.line(left, y, right, y, tick == 0 && kind == .amount ? "zero" : "grid")
      drawing.text(ticks.label(tick), left - 6, y + 4, "quiet end num")
    }
    if !unit.isEmpty { drawing.text(unit, left, top - 8, "quiet small", most: width, size: 11) }
  }

  /// Ticks of a horizontal axis below, and what they count.
  func drawHorizontalAxis(
    _ scale: LinearScale, kind: AxisKind, unit: String, lines: Bool = false,
    in drawing: inout Drawing
  ) {
    let ticks = scale.ticks(most: max(2, Int(width / (kind == .months ? 34 : 52))), kind: kind)
    drawing.line(left, bottom, right, bottom, "axis")
    let labels = ticks.values.map { ticks.label($0) }
    let centres = ticks.values.map { scale($0) }
    let sizes = labels.map { TextMetrics.width($0, size: Drawing.textSize) + 8 }
    let visible = LabelPlacement.visible(centres, sizes: sizes)
    for index in labels.indices where visible[index] {
      let x = centres[index]
      if lines { drawing.line(x, top, x, bottom, "grid") }
      drawing.line(x, bottom, x, bottom + 4, "axis")
      drawing.text(labels[index], x, bottom + 17, "quiet mid num")
    }
    if !unit.isEmpty {
      drawing.text(unit, right, bottom + 32, "quiet small end", most: width, size: 11)
    }
  }

  /// How much room the labels of a vertical axis take.
  static func axisRoom(_ scale: LinearScale, kind: AxisKind, height: Double) -> Double {
    let ticks = scale.ticks(most: max(2, Int(height / 30)), kind: kind)
    let widest = ticks.values.map {
      TextMetrics.width(ticks.label($0), size: Drawing.textSize)
    }.max()
    return (widest ?? 0) + 10
  }
}
