// SPDX-License-Identifier: GPL-3.0-or-later

/// A picture in the making: shapes in the order in which they are painted.
struct Drawing {
  /// The width in pixels.
  let width: Double
  /// The height in pixels.
  var height: Double
  private var shapes = Markup()
  /// What reacts to the pointer or the keyboard, above everything else.
  private var targets = Markup()
  private var hasFocus = false

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// The size of ordinary text.
  static let textSize = 12.0

  mutating func add(_ shape: Markup) { shapes += shape }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
    add("<line x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\" class=\"\(style)\"/>")
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String
  ) {
    add(
      "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(max(width, 0))\" height=\"\(max(height, 0))\" class=\"\(style)\"/>"
    )
  }

  mutating func dot(_ x: Double, _ y: Double, radius: Double = 4, _ style: String) {
    add("<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\" class=\"\(style)\"/>")
  }

  /// Straight lines through `points`.
  mutating func path(_ points: [(x: Double, y: Double)], closed: Bool = false, _ style: String) {
    guard points.count > 1 else { return }
    let steps = points.enumerated().map { index, point -> Markup in
      index == 0 ? "M\(point.x) \(point.y)" : "L\(point.x) \(point.y)"
    }
    add("<path d=\"\(steps)\(closed ? "Z" : "")\" class=\"\(style)\"/>")
  }

  /// A text on one line, cut where it would be wider than `most`.
  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ style: String = "", most: Double = .infinity,
    size: Double = Self.textSize
  ) {
    let shown = TextMetrics.shortened(text, to: most, size: size)
    let whole: Markup? = shown == text ? nil : "<title>\(text)</title>"
    add("<text x=\"\(x)\" y=\"\(y)\" class=\"\(style)\">\(whole)\(shown)</text>")
  }

  /// Diagonal strokes over a rectangle: what is not there.
  mutating func hatched(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String
  ) {
    guard width > 0, height > 0.5 else { return }
    let gap = 5.0
    var strokes = Markup()
    var offset = gap
    while offset < width + height {
      let (x1, y1) = offset <= height ? (0, offset) : (offset - height, height)
      let (x2, y2) = offset <= width ? (offset, 0) : (width, offset - width)
      strokes += "M\(x + x1) \(y + y1)L\(x + x2) \(y + y2)"
      offset += gap
    }
    add("<g class=\"\(style)\"><path d=\"\(strokes)\" class=\"hatch\"/>")
    add(
      "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" class=\"frame\"/></g>")
  }

  /// An area that shows `lines` when the pointer is on it or, where it can be reached by the keyboard, when
  /// it has the focus.
  ///
  /// - Parameters:
  ///   - tip: where the text points to.
  ///   - needle: whether a line through the tip's x shows where one is.
  mutating func target(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, tip: (x: Double, y: Double),
    lines: [String], focusable: Bool, needle: ClosedRange<Double>? = nil
  ) {
    let label = lines.joined(separator: "; ")
    if focusable { hasFocus = true }
    let role: Markup = focusable ? " tabindex=\"0\" role=\"img\" aria-label=\"\(label)\"" : ""
    targets += "<g class=\"hit\"\(role)>"
    targets +=
      "<rect class=\"target\" x=\"\(x)\" y=\"\(y)\" width=\"\(max(width, 1))\" height=\"\(max(height, 1))\" rx=\"3\"/>"
    targets += "<g class=\"tip\" aria-hidden=\"true\">\(box(lines, at: tip, needle))</g></g>"
  }

  private func box(
    _ lines: [String], at point: (x: Double, y: Double), _ needle: ClosedRange<Double>?
  ) -> Markup {
    let size = Self.textSize
    let room = width - 16
    let shown = lines.map { TextMetrics.shortened($0, to: room, size: size) }
    let boxWidth = (shown.map { TextMetrics.width($0, size: size) }.max() ?? 0) + 16
    let boxHeight = Double(lines.count) * 16 + 8
    let left = min(max(point.x - boxWidth / 2, 0), max(width - boxWidth, 0))
    let above = point.y - boxHeight - 10
    let top = above >= 0 ? above : min(point.y + 12, max(height - boxHeight, 0))
    let texts = shown.enumerated().map { index, line -> Markup in
      "<text x=\"\(left + 8)\" y=\"\(top + 16 + Double(index) * 16)\">\(line)</text>"
    }
    let line: Markup? = needle.map {
      "<line class=\"needle\" x1=\"\(point.x)\" x2=\"\(point.x)\" y1=\"\($0.lowerBound)\" y2=\"\($0.upperBound)\"/>"
    }
    return
      "\(line)<rect class=\"tipbox\" x=\"\(left)\" y=\"\(top)\" width=\"\(boxWidth)\" height=\"\(boxHeight)\" rx=\"4\"/>\(texts)"
  }

  /// The finished picture.
  func picture(_ caption: Caption) -> Picture {
    Picture(
      width: width, height: height, caption: caption, body: "\(shapes)\(targets)",
      isInteractive: hasFocus)
  }
}
