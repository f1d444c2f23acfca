// SPDX-License-Identifier: GPL-3.0-or-later

/// Shares over a grid of two numbers, the darker the larger, each written into its cell.
public struct HeatMap: Sendable {
  private let caption: Caption
  private let across: (name: String, values: [Double])
  private let up: (name: String, values: [Double])?
  private let shares: [[Double]]
  private let series: Int

  /// - Parameters:
  ///   - across: the number along the horizontal axis.
  ///   - up: the number along the vertical axis, drawn upwards; nil for a single row.
  ///   - shares: from 0 to 1, a row for each of `up`; what is not finite is left empty.
  public init(
    _ caption: Caption, across: (name: String, values: [Double]),
    up: (name: String, values: [Double])?, shares: [[Double]], series: Int
  ) {
    self.caption = caption
    self.across = across
    self.up = up
    self.shares = shares
    self.series = series
  }

  private static let cellHeight = 26.0
  /// Of the colour in a cell of share 1: ink on it still has a contrast of 4.5.
  private static let darkest = 0.7

  /// The chart at a width in pixels.
  public func picture(width: Double) -> Picture {
    let rows = max(shares.count, 1)
    let labels = up?.values.map(CompactAmount.text) ?? []
    let room = labels.map { TextMetrics.width($0, size: Drawing.textSize) }.max() ?? 0
    let left = min(room + 10, width * 0.3)
    let top = up == nil ? 4.0 : 22
    let bottom = top + Double(rows) * Self.cellHeight
    var drawing = Drawing(width: width, height: bottom + 40)
    if let up { drawing.text(up.name, 0, 14, "quiet small", most: width, size: 11) }
    let columns = max(across.values.count, 1)
    let cell = (width - left) / Double(columns)
    for row in shares.indices {
      let y = bottom - Double(row + 1) * Self.cellHeight
      if labels.indices.contains(row) {
        drawing.text(labels[row], left - 6, y + 17, "quiet end num", most: left - 6)
      }
      for (column, share) in shares[row].enumerated() where share.isFinite {
        draw(share, row, column, left + Double(column) * cell, y, cell, in: &drawing)
      }
    }
    drawAxis(left: left, bottom: bottom, cell: cell, in: &drawing)
    return drawing.picture(caption)
  }

  private func draw(
    _ share: Double, _ row: Int, _ column: Int, _ x: Double, _ y: Double, _ width: Double,
    in drawing: inout Drawing
  ) {
    let share = min(max(share, 0), 1)
    let opacity = (share * Self.darkest * 1_000).rounded() / 1_000
    drawing.add(
      "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(max(width - 1, 0.5))\" height=\"\(Self.cellHeight - 1)\" class=\"own \(Palette.series(series))\" fill-opacity=\"\(opacity)\"/>"
    )
    let percent = "\(Int((100 * share).rounded()))"
    if TextMetrics.width(percent, size: 11) + 4 <= width {
      drawing.text(percent, x + width / 2, y + 17, "small mid num", size: 11)
    }
    var lines = ["\(percent) %"]
    if across.values.indices.contains(column) {
      lines.append("\(across.name) \(CompactAmount.text(across.values[column]))")
    }
    if let up, up.values.indices.contains(row) {
      lines.append("\(up.name) \(CompactAmount.text(up.values[row]))")
    }
    drawing.target(
      x, y, width, Self.cellHeight, tip: (x + width / 2, y), lines: lines, focusable: false)
  }

  private func drawAxis(left: Double, bottom: Double, cell: Double, in drawing: inout Drawing) {
    let labels = across.values.map(CompactAmount.text)
    let centres = labels.indices.map { left + (Double($0) + 0.5) * cell }
    let sizes = labels.map { TextMetrics.width($0, size: Drawing.textSize) + 8 }
    let visible = LabelPlacement.visible(centres, sizes: sizes)
    for index in labels.indices where visible[index] {
      drawing.text(labels[index], centres[index], bottom + 15, "quiet mid num")
    }
    drawing.text(
      across.name, drawing.width, bottom + 32, "quiet small end", most: drawing.width, size: 11)
  }
}
