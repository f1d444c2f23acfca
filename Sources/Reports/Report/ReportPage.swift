// SPDX-License-Identifier: GPL-3.0-or-later

internal import Charts
internal import Experiments

extension Report {
  /// Every chart of the page, in its order.
  var figures: [ReportFigure] {
    let savings = savingFigures
    let tornados = tornadoFigures
    let main = [paybackFigure(), savings.first, upfrontFigure(), tornados.first]
    let rest = [informationFigure, unitCostFigure, spendingFigure, savingsTogether]
    return main.compactMap { $0 } + rest.compactMap { $0 }
  }

  /// The charts of the other options, those that come first on the page.
  var otherFigures: [ReportFigure] {
    Array(savingFigures.dropFirst()) + tornadoFigures.dropFirst()
  }

  /// The page: one file that needs nothing else, neither the net nor a script.
  public var html: String {
    let others = otherFigures
    let more: Markup? =
      others.isEmpty
      ? nil
      : """
      <section class="screen"><details><summary>The same of the other options</summary>
      <div class="figures">\(drawing(others, \.html))</div></details></section>

      """
    let body: Markup =
      """
      <a class="skip" href="#figures">Skip to the charts</a>
      <main>
      \(heading)\(verdictBox)\(gateSection)\(glanceSection)
      <div class="figures" id="figures">\(drawing(figures, \.html))</div>
      \(more)\(percentileSection)\(assumptionSection)\(priceSection)\(fixedSection)\(methodSection)
      </main>
      """
    return Report.document(title: experiment.title, body: body).source
  }

  /// A whole page.
  ///
  /// - Parameter style: rules beside those of every page.
  static func document(title: String, body: Markup, style: String = "") -> Markup {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>\(title)</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="generator" content="Breakeven">
    <link rel="icon" href="data:,">
    <style>
    \(Markup(stringLiteral: ReportStyle.sheet + style))</style>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
  }

  /// The charts as files of their own: a name and the SVG for each.
  public var charts: [(name: String, text: String)] {
    drawing(figures + otherFigures + paybackHistograms) { ("charts/\($0.id).svg", $0.file) }
  }

  /// Whether a file of the folder of charts has a name that a run gives.
  static func isChart(_ file: String) -> Bool {
    let bare = file.dropLast(".svg".count)
    let kinds = [
      "payback", "upfront", "information", "unit-cost", "spending", "savings", "saving-",
      "tornado-",
      "payback-histogram-",
    ]
    return file.hasSuffix(".svg")
      && kinds.contains { kind in
        kind.hasSuffix("-")
          ? bare.hasPrefix(kind) && Int(bare.dropFirst(kind.count)) != nil : bare == kind
      }
  }

  /// The files of the folder of a run: the page and the notebook.
  public func files(withCharts: Bool) -> [(name: String, text: String)] {
    let pages = concurrently(2) { $0 == 0 ? ("report.html", html) : ("report.ipynb", notebook) }
    return pages + (withCharts ? charts : [])
  }
}
