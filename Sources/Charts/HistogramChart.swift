// SPDX-License-Identifier: GPL-3.0-or-later

/// How often values lie in each of some intervals, with a bar for those that never come.
public struct HistogramChart: Sendable {
  private let caption: Caption
  private let edges: [Double]
  private let shares: [Double]
  private let never: Double?
  private let kind: AxisKind
  private let unit: String
  private let series: Int

  /// - Parameters:
  ///   - edges: ascending and finite, one more than `shares`.
  ///   - shares: of all trials, one for each interval.
  ///   - never: the share that lies on no interval; nil where there can be none.
  public init(
    _ caption: Caption, edges: [Double], shares: [Double], never: Double?, kind: AxisKind,
    unit: String, series: Int
  ) {
    self.caption = caption
    self.edges = edges
    self.shares = edges.count == shares.count + 1 ? shares : []
    self.never = never
    self.kind = kind
    self.unit = unit
    self.series = series
  }

  /// The chart at a width in pixels.
  public func picture(width: Double) -> Picture {
    let (top, height) = (26.0, 170.0)
    var drawing = Drawing(width: width, height: top + height + 38)
    let panel = never == nil ? 0 : 66.0
    let area = ChartArea(
      left: 46, right: width - 10 - panel, top: top, bottom: top + height)
    let y = LinearScale.covering(
      shares + [never ?? 0], including: [0], start: area.bottom, end: area.top)
    let x = LinearScale(
      from: edges.first ?? 0, to: edges.last ?? 1, start: area.left, end: area.right)
    area.drawVerticalAxis(y, kind: .share, unit: "", in: &drawing)
    area.drawHorizontalAxis(x, kind: kind, unit: unit, in: &drawing)
    let style = Palette.series(series)
    let ticks = x.ticks(most: 40, kind: kind)
    for (index, share) in shares.enumerated() {
      let (left, right) = (x(edges[index]), x(edges[index + 1]))
      let gap = right - left > 4 ? 1.0 : 0
      drawing.rectangle(left, y(share), right - left - gap, area.bottom - y(share), "bar \(style)")
      let interval = "\(ticks.label(edges[index])) to \(ticks.label(edges[index + 1]))"
      drawing.target(
        left, area.top, right - left, area.height, tip: ((left + right) / 2, y(share)),
        lines: ["\(interval) \(unit)", Self.percent(share)], focusable: false)
    }
    if let never {
      let left = area.right + 22
      drawing.hatched(left, y(never), 34, area.bottom - y(never), style)
      drawing.text("never", left + 17, area.bottom + 17, "mid strong")
      drawing.text(Self.percent(never), left + 17, y(never) - 6, "mid num")
    }
    return drawing.picture(caption)
  }

  private static func percent(_ share: Double) -> String {
    let tenths = (share * 1000).rounded() / 10
    return "\(tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)") %"
  }
}
