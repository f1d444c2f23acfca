// SPDX-License-Identifier: GPL-3.0-or-later

/// The same chart of several things side by side, to be compared.
public struct SmallMultiples: Sendable {
  private let caption: Caption
  private let panels: [(name: String, picture: Picture)]

  /// - Parameter panels: pictures of one size, on axes of their own choosing: give them a common one.
  public init(_ caption: Caption, panels: [(name: String, picture: Picture)]) {
    self.caption = caption
    self.panels = panels
  }

  /// The panels in rows of `columns`.
  public func picture(columns: Int) -> Picture {
    let columns = max(1, min(columns, panels.count))
    let width = panels.map(\.picture.width).max() ?? 1
    let height = (panels.map(\.picture.height).max() ?? 1) + 20
    let gap = 16.0
    let rows = (panels.count + columns - 1) / columns
    var drawing = Drawing(
      width: Double(columns) * (width + gap) - gap, height: Double(rows) * height)
    for (index, panel) in panels.enumerated() {
      let x = Double(index % columns) * (width + gap)
      let y = Double(index / columns) * height
      drawing.text(panel.name, x, y + 14, "strong", most: width, size: TextMetrics.bold(12))
      drawing.add(
        "<g transform=\"translate(\(x) \(y + 20))\">\(panel.picture.body)</g>")
    }
    let picture = drawing.picture(caption)
    return Picture(
      width: picture.width, height: picture.height, caption: caption, body: picture.body,
      isInteractive: panels.contains(where: \.picture.isInteractive))
  }
}
