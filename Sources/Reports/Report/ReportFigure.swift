// SPDX-License-Identifier: GPL-3.0-or-later

internal import Charts
internal import Experiments
internal import Simulation

/// A chart of a report: its heading, what it says, the numbers behind it.
struct ReportFigure: Sendable {
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
  let draw: @Sendable (Double) -> Picture

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

extension Report {
  /// A form of each figure, in their order; they are drawn by as many threads as the report may have.
  func drawing<Form: Sendable>(
    _ figures: [ReportFigure], _ form: @Sendable (ReportFigure) -> Form
  ) -> [Form] {
    concurrently(figures.count) { form(figures[$0]) }
  }

  /// The values of `body` for 0, 1, … `count - 1`.
  func concurrently<Value: Sendable>(
    _ count: Int, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    // Without an error of `body` and without a control, nothing can be thrown.
    (try? concurrentMap(count: count, workers: workers, body)) ?? (0..<count).map(body)
  }
}
