// SPDX-License-Identifier: GPL-3.0-or-later

internal import Charts
internal import Experiments

/// A chart of a report: its heading, what it says, the numbers behind it.
struct ReportFigure {
  /// Its name in addresses and files.
  let id: String
  /// What it is, as a heading.
  let title: String
  /// What it says, as a sentence.
  let finding: String
  /// The numbers that it is drawn from.
  let table: Table
  /// Whether it goes to paper.
  var isPrinted = true
  /// Draws it at a width in pixels.
  let draw: (Double) -> Picture

  /// Widths at which a chart is drawn: for a column of a large screen, and for a telephone or paper.
  static let widths = (wide: 540.0, narrow: 340.0)

  /// The figure as a part of a page.
  var html: Markup {
    let wide = draw(Self.widths.wide).inline(id: "\(id)-wide")
    let narrow = draw(Self.widths.narrow).inline(id: "\(id)-narrow")
    return
      """
      <figure id="\(id)"\(isPrinted ? Markup() : " class=\"screen\"")>
      <figcaption><h2>\(title)</h2><p>\(finding)</p></figcaption>
      <div class="on-wide">\(wide)</div><div class="on-narrow">\(narrow)</div>
      <details><summary>Numbers of this chart</summary>\(table.html(caption: title))</details>
      </figure>

      """
  }

  /// The chart as a file of its own.
  var file: String { draw(640).file.source }
}
