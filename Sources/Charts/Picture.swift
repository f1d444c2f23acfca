// SPDX-License-Identifier: GPL-3.0-or-later

/// What a chart is called and what it shows, for those who do not see it.
public struct Caption: Sendable, Hashable {
  /// Short, as a heading.
  public let title: String
  /// What is to be seen, in sentences.
  public let description: String

  /// A caption.
  public init(_ title: String, _ description: String = "") {
    self.title = title
    self.description = description
  }
}

/// A drawn chart.
public struct Picture: Sendable, Hashable {
  let width: Double
  let height: Double
  let caption: Caption
  let body: Markup
  let isInteractive: Bool

  /// The chart as part of a page, whose style sheet has `Palette.properties` and `Palette.chartStyle`.
  ///
  /// - Parameter id: unique on the page.
  public func inline(id: String) -> Markup {
    // The title lies where no pointer comes: browsers would show it over the numbers.
    let names: Markup =
      "<g pointer-events=\"none\"><title>\(caption.title)</title><desc id=\"\(id)-d\">\(caption.description)</desc></g>"
    return
      "<svg class=\"chart\" id=\"\(id)\" viewBox=\"0 0 \(width) \(height)\" role=\"\(role)\" aria-label=\"\(caption.title)\" aria-describedby=\"\(id)-d\">\(names)\(body)</svg>"
  }

  /// The chart as a file of its own, on white, with its title above.
  public var file: Markup {
    let style = Markup.style(Palette.pictureProperties + Palette.chartStyle)
    let (margin, head) = (14.0, 38.0)
    let (wholeWidth, wholeHeight) = (width + 2 * margin, height + head + margin)
    let title = TextMetrics.shortened(
      caption.title, to: width, size: TextMetrics.bold(Self.titleSize))
    return
      """
      <svg xmlns="http://www.w3.org/2000/svg" class="chart" width="\(wholeWidth)" height="\(wholeHeight)" \
      viewBox="\(-margin) \(-head) \(wholeWidth) \(wholeHeight)" role="\(role)" aria-labelledby="t d">\
      <title id="t">\(caption.title)</title><desc id="d">\(caption.description)</desc>\(style)\
      <rect x="\(-margin)" y="\(-head)" width="\(wholeWidth)" height="\(wholeHeight)" fill="#fff"/>\
      <text x="0" y="-14" class="strong" style="font-size:\(Self.titleSize)px">\(title)</text>\(body)</svg>

      """
  }

  private static let titleSize = 15.0

  /// A picture whose marks can be reached by the keyboard is a group of them.
  private var role: String { isInteractive ? "group" : "img" }
}

extension Markup {
  /// A style sheet of this package.
  static func style(_ sheet: String) -> Markup {
    Markup(stringLiteral: "<style>\(sheet)</style>")
  }
}
