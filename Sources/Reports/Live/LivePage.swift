// SPDX-License-Identifier: GPL-3.0-or-later

internal import Charts
public import Experiments

/// A page that follows what one changes: fields and sliders for the numbers of an experiment beside what comes
/// out.
public struct LivePage: Sendable {
  private let editable: EditableExperiment
  private let report: Report

  /// The page of an experiment.
  ///
  /// - Parameter report: what comes out as the file stands.
  public init(_ editable: EditableExperiment, report: Report) {
    self.editable = editable
    self.report = report
  }

  /// The script of the page.
  public static let script = LiveScript.source

  /// The page; it asks the server that gave it for `/live.js` and `/run`.
  public var html: String {
    let body: Markup =
      """
      <a class="skip" href="#result">Skip to the result</a>
      <main class="live">
      <header>\(report.heading)
      <p class="bar"><button type="button" id="reset">Back to the file</button>
      <button type="button" id="download" data-name="\("\(editable.experiment.name).yaml")">Download the experiment</button>
      <span id="status" role="status" aria-live="polite"></span></p>
      <p id="answer"></p>
      <pre id="problems" role="alert" hidden></pre></header>
      <form id="numbers" aria-label="Assumptions" autocomplete="off">\(parts)</form>
      <div id="result">\(report.liveMarkup)</div>
      </main>
      <script src="/live.js"></script>
      """
    return Report.document(title: editable.experiment.title, body: body, style: LiveScript.style)
      .source
  }

  private var parts: [Markup] {
    EditableNumber.Part.allCases.compactMap { part in
      let numbers = editable.numbers.filter { $0.group.part == part }
      guard !numbers.isEmpty else { return nil }
      var names: [String] = []
      for number in numbers where !names.contains(number.group.name) {
        names.append(number.group.name)
      }
      let groups = names.map { name in group(numbers.filter { $0.group.name == name }, name) }
      let open: Markup = part == .inputs || part == .library ? " open" : ""
      return
        "<details class=\"part\"\(open)><summary>\(part.rawValue)</summary>\(groups)</details>\n"
    }
  }

  private func group(_ numbers: [EditableNumber], _ name: String) -> Markup {
    let unit = numbers.compactMap(\.unit).first
    let units: Markup? = unit.map { " <span class=\"quiet\">\($0)</span>" }
    let legend: Markup? = name.isEmpty ? nil : "<legend>\(report.label(name))\(units)</legend>"
    return "<fieldset>\(legend)\(numbers.map { field($0, of: name) })</fieldset>\n"
  }

  private func field(_ number: EditableNumber, of name: String) -> Markup {
    let spoken = name.isEmpty ? number.label : "\(name), \(number.label)"
    let range = SliderRange(number.value)
    let isWhole = number.label.hasPrefix("integers")
    return
      """
      <div class="field"><label for="\(number.id)">\(number.label)</label>\
      <input type="range" tabindex="0" min="0" max="1000" value="\(range.position)" \
      data-low="\("\(range.low)")" data-high="\("\(range.high)")" data-scale="\(range.scale)" \
      data-whole="\("\(isWhole)")" \
      aria-label="\("\(spoken), slider")">\
      <input type="number" step="any" id="\(number.id)" name="\(number.id)" \
      value="\(ResolvedValue.json(number.value))" data-file="\(ResolvedValue.json(number.value))" \
      aria-label="\(spoken)"></div>

      """
  }
}

/// From where to where a slider goes, so that the number of the file is on it.
private struct SliderRange {
  let low: Double
  let high: Double
  let scale: String
  /// Where the number is, of 1,000.
  let position: Int

  init(_ value: Double) {
    if value >= 1 {
      // A factor of four either way: prices and volumes are uncertain in proportion.
      (low, high, scale) = (value / 4, value * 4, "log")
      position = 500
      return
    }
    scale = "linear"
    switch value {
    case 0...1: (low, high) = (0, 1)
    case ..<0: (low, high) = (2 * value, -2 * value)
    default: (low, high) = (0, 1)
    }
    position = Int(((value - low) / (high - low) * 1_000).rounded())
  }
}
