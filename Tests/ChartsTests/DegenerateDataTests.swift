// SPDX-License-Identifier: GPL-3.0-or-later

import Charts
import Testing

@Suite("Charts of data that leave little to draw")
struct DegenerateDataTests {
  /// Amounts as no one would choose them.
  static let amounts: [(String, [Double])] = [
    ("zeros", [0, 0, 0, 0, 0]), ("equal", [7, 7, 7, 7, 7]), ("negative", [-9, -8, -7, -6, -5]),
    ("huge", [1e12, 2e12, 3e13, 4e14, 1e15]), ("vast", [-1e300, 0, 1, 1e200, 1e300]),
    ("tiny", [1e-12, 2e-12, 3e-12, 4e-12, 5e-12]), ("either side", [-5e6, -1, 0, 1, 5e6]),
    ("infinite", [1, 2, .infinity, .infinity, .infinity]),
    ("all infinite", [.infinity, .infinity, .infinity, .infinity, .infinity]),
    ("near", [1, 1.000_000_1, 1.000_000_2, 1.000_000_3, 1.000_000_4]),
  ]
  static let long = String(repeating: "a name that goes on & on <b> ", count: 4)

  static func pictures(_ values: [Double], width: Double) -> [Picture] {
    let caption = Caption("title <x>", "a & b")
    let curve = CumulativeChart.Line(
      long, points: values.enumerated().map { ($1, Double($0) / 4) },
      marks: [.init("P50", x: values[2], probability: 0.5, value: "v", detail: "d")])
    let never = [0.0, 1, 0.3].enumerated().map { index, share in
      CumulativeChart.Line(
        "\(long) \(index)", points: [(0, 0), (12, 1 - share)], never: share)
    }
    let many = (0..<12).map {
      CumulativeChart.Line("option \($0)", points: [(0, 0), (36, 0.5)], never: 0.5)
    }
    let months = values.indices.map { FanChart.Month(Double($0), values) }
    let fan = FanChart(
      caption, months: months, names: ["P5", "P25", "P50", "P75", "P95"], series: 0, unit: "USD",
      crossing: (1.5, "crossing"), format: { "\($0)" })
    return [
      CumulativeChart(
        caption, lines: [curve, curve], limits: [.init(values[0], long), .init(values[4], long)],
        readings: [.init(values[1], ["x", "y"])], kind: .amount, unit: "USD"
      ).picture(width: width),
      CumulativeChart(caption, lines: never, kind: .months, unit: "months", range: 0...12)
        .picture(width: width),
      CumulativeChart(caption, lines: many, kind: .months, unit: "months", range: 0...36)
        .picture(width: width),
      CumulativeChart(caption, lines: [], kind: .months, unit: "months").picture(width: width),
      fan.picture(width: width),
      SmallMultiples(
        caption, panels: [(long, fan.picture(width: width)), ("b", fan.picture(width: width))]
      ).picture(columns: 2),
      TornadoChart(
        caption,
        rows: [
          .init(long, low: values[0], high: values[4], details: ["d"]),
          .init("same side", low: values[3], high: values[4], details: []),
        ], centre: values[2].isFinite ? values[2] : 0, centreName: "mean", unit: "USD", series: 1
      ).picture(width: width),
      BarChart(
        caption,
        rows: [
          .init(long, value: values[1], low: values[0], high: values[2], label: "l", details: [])
        ],
        unit: "USD", series: 0
      ).picture(width: width),
      BarChart(caption, rows: [], unit: "USD", series: 0).picture(width: width),
      IntervalChart(
        caption, rows: [(0, .init(long, percentiles: values, label: "l", details: ["d"]))],
        unit: "USD"
      ).picture(width: width),
      StackedBarChart(
        caption,
        rows: [.init(long, parts: values, label: "l", details: [])],
        partNames: ["a", "b", "c", "d", long], unit: "USD"
      ).picture(width: width),
      HistogramChart(
        caption, edges: [0, 1, 2, 3], shares: [0, 0, 0], never: 1, kind: .months, unit: "months",
        series: 0
      ).picture(width: width),
      HistogramChart(
        caption, edges: [], shares: [], never: nil, kind: .amount, unit: "USD", series: 0
      ).picture(width: width),
      DensityChart(
        caption, shape: .intervals(from: values[0], to: values[4], [0, 0]), marks: values
      ).picture(),
      DensityChart(caption, shape: .values([(values[0], 1)]), marks: []).picture(),
      HeatMap(
        caption, across: (long, values), up: (long, values),
        shares: values.map { _ in values }, series: 0
      ).picture(width: width),
      HeatMap(caption, across: ("a", []), up: nil, shares: [], series: 0).picture(width: width),
    ]
  }

  @Test(
    "They are whole pictures: well-formed, every number finite, nothing outside", arguments: amounts
  )
  func whole(name: String, values: [Double]) {
    for width in [340.0, 540] {
      for (index, picture) in Self.pictures(values, width: width).enumerated() {
        let text = picture.file.source
        let reader = PictureReader(text)
        #expect(reader.isWellFormed, "\(name) \(index): \(text)")
        #expect(!text.contains("<b>"), "\(name) \(index): a name is markup")
        for element in reader.elements {
          for key in ["x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "d"] {
            guard let value = element.attributes[key] else { continue }
            #expect(!value.contains("nan") && !value.contains("inf"), "\(name) \(index) \(value)")
          }
          guard element.name == "rect" || element.name == "circle", !element.isTip else { continue }
          let x = (element.number("x") ?? element.number("cx") ?? 0) + element.offset.x
          let y = (element.number("y") ?? element.number("cy") ?? 0) + element.offset.y
          #expect((-15...reader.size.width + 1).contains(x), "\(name) \(index) \(element)")
          #expect((-39...reader.size.height + 1).contains(y), "\(name) \(index) \(element)")
        }
      }
    }
  }

  @Test("No two texts of a chart lie on each other", arguments: amounts)
  func overlaps(name: String, values: [Double]) {
    for width in [340.0, 540] {
      for (index, picture) in Self.pictures(values, width: width).enumerated() {
        let boxes = PictureReader(picture.file.source).texts.filter { !$0.isTip }.map(Box.init)
        for (place, box) in boxes.enumerated() {
          for other in boxes[..<place] where box.overlaps(other) {
            Issue.record("\(name), chart \(index), \(width): “\(box.text)” on “\(other.text)”")
          }
        }
      }
    }
  }
}

/// Where a text is, by the widths of a narrow font, so that what overlaps does in every font.
private struct Box {
  let text: String
  let left: Double
  let right: Double
  let baseline: Double

  init(_ element: PictureReader.Element) {
    text = element.text
    let style = element.attributes["class"] ?? ""
    let width = Double(element.text.count) * (style.contains("small") ? 5.2 : 5.7)
    let x = (element.number("x") ?? 0) + element.offset.x
    left = style.contains("end") ? x - width : style.contains("mid") ? x - width / 2 : x
    right = left + width
    baseline = (element.number("y") ?? 0) + element.offset.y
  }

  func overlaps(_ other: Box) -> Bool {
    abs(baseline - other.baseline) < 8 && left < other.right - 1 && other.left < right - 1
  }
}
