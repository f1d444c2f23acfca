// SPDX-License-Identifier: GPL-3.0-or-later

import Charts
import Testing

@Suite("Charts")
struct ChartTests {
  @Test("What never comes is drawn from where the curve ends to the top")
  func never() throws {
    let chart = CumulativeChart(
      Caption("t"), lines: [.init("a", points: [(0, 0), (10, 0.6)], never: 0.4)], kind: .months,
      unit: "months", range: 0...10)
    let reader = PictureReader(chart.picture(width: 540).file.source)
    // The plot is 190 high and begins at 34: 0.6 lies at 34 + 0.4 · 190 = 110.
    let frame = try #require(reader.elements.first { $0.attributes["class"] == "frame" })
    #expect(frame.number("y") == 34)
    #expect(frame.number("height") == 76)
    #expect(reader.texts.contains { $0.text == "never 40 %" })
  }

  @Test("Bars are as long as their values, on one scale")
  func bars() throws {
    let chart = BarChart(
      Caption("t"),
      rows: [
        .init("a", value: 100, low: 90, high: 110, label: "100", details: []),
        .init("b", value: 50, low: 50, high: 50, label: "50", details: []),
      ], unit: "USD", series: 0)
    let bars = PictureReader(chart.picture(width: 540).file.source).elements
      .filter { $0.attributes["class"] == "bar s0" }.compactMap { $0.number("width") }
    #expect(bars.count == 2)
    #expect(abs(bars[0] - 2 * bars[1]) < 0.02)
  }

  @Test("A tornado's bars go from the mean to the ends, to either side")
  func tornado() throws {
    let chart = TornadoChart(
      Caption("t"), rows: [.init("a", low: -10, high: 40, details: [])], centre: 10,
      centreName: "mean 10", unit: "USD", series: 2)
    let reader = PictureReader(chart.picture(width: 540).file.source)
    let low = try #require(reader.elements.last { $0.attributes["class"] == "weak s2" })
    let high = try #require(reader.elements.last { $0.attributes["class"] == "bar s2" })
    let (lowWidth, highWidth) = (low.number("width") ?? 0, high.number("width") ?? 0)
    // 20 below and 30 above the mean.
    #expect(abs(lowWidth * 1.5 - highWidth) < 0.05)
    #expect(abs((low.number("x") ?? 0) + lowWidth - (high.number("x") ?? 0)) < 0.05)
    #expect(reader.texts.map(\.text).contains("−10"))
  }

  @Test("Cells of a heat map are the darker the larger their share, the first row lowest")
  func heat() {
    let map = HeatMap(
      Caption("t"), across: ("volume", [1_000, 2_000]), up: ("share", [0.1, 0.2]),
      shares: [[0, 0.1], [0.5, 1]], series: 1)
    let reader = PictureReader(map.picture(width: 540).file.source)
    let cells = reader.elements.filter { $0.attributes["class"] == "own s1" }
    #expect(cells.map { $0.number("fill-opacity") } == [0, 0.07, 0.35, 0.7])
    #expect((cells[0].number("y") ?? 0) > (cells[2].number("y") ?? 0))
    #expect((cells[0].number("x") ?? 0) < (cells[1].number("x") ?? 0))
    let texts = reader.texts.filter { !$0.isTip }.map(\.text)
    for text in ["0", "10", "50", "100", "1k", "2k", "0.1", "0.2", "volume", "share"] {
      #expect(texts.contains(text), "\(text)")
    }
  }

  @Test("A stack's parts lie one after the other and what is below 0 to the left")
  func stack() {
    let chart = StackedBarChart(
      Caption("t"), rows: [.init("a", parts: [30, 10, -20], label: "20", details: [])],
      partNames: ["x", "y", "z"], unit: "USD")
    let reader = PictureReader(chart.picture(width: 540).file.source)
    let parts = (0..<3).map { index in
      reader.elements.last { $0.attributes["class"] == "bar s\(index)" }
    }
    let edges = parts.map {
      ($0?.number("x") ?? 0, ($0?.number("x") ?? 0) + ($0?.number("width") ?? 0))
    }
    #expect(abs(edges[0].1 + 1 - edges[1].0) < 0.02)
    #expect(edges[2].1 < edges[0].0)
  }

  @Test("A picture in a page can be read out, and its marks reached by the keyboard")
  func accessible() {
    let chart = BarChart(
      Caption("Title", "What is to be seen"),
      rows: [.init("a", value: 1, low: 1, high: 1, label: "1", details: ["one"])], unit: "",
      series: 0)
    let inline = chart.picture(width: 340).inline(id: "x").source
    #expect(inline.contains("role=\"group\" aria-label=\"Title\" aria-describedby=\"x-d\""))
    #expect(inline.contains("<desc id=\"x-d\">What is to be seen</desc>"))
    #expect(inline.contains("tabindex=\"0\" role=\"img\" aria-label=\"a; one\""))
    let still = DensityChart(Caption("T"), shape: .values([(1, 1)]), marks: []).picture()
    #expect(still.inline(id: "y").source.contains("role=\"img\" aria-label=\"T\""))
  }

  @Test("Colours of text have a contrast of 4.5 to their background, light and dark")
  func contrast() throws {
    for isDark in [false, true] {
      let colours = try Self.colours(dark: isDark)
      let paper = try #require(colours["paper"])
      let faint = try #require(colours["faint"])
      for name in ["ink", "quiet", "accent", "good", "bad", "open"] + (0..<6).map({ "s\($0)" }) {
        let colour = try #require(colours[name])
        for background in [paper, faint] {
          #expect(Self.contrast(colour, background) >= 4.5, "\(name) \(isDark)")
        }
      }
    }
  }

  /// The properties of the style sheet, in [0, 1].
  static func colours(dark: Bool) throws -> [String: [Double]] {
    let blocks = Palette.properties.split(separator: "@media")
    let block = try #require(dark ? blocks.last : blocks.first)
    var colours: [String: [Double]] = [:]
    for declaration in block.split(whereSeparator: { ";{}".contains($0) }) {
      let parts = declaration.split(separator: ":").map(String.init)
      guard parts.count == 2, parts[0].hasPrefix("--"), parts[1].hasPrefix("#") else { continue }
      let number = try #require(Int(parts[1].dropFirst(), radix: 16))
      colours[String(parts[0].dropFirst(2))] = [16, 8, 0].map { Double(number >> $0 & 255) / 255 }
    }
    return colours
  }

  /// By WCAG 2.2's definition of contrast ratio and relative luminance.
  static func contrast(_ a: [Double], _ b: [Double]) -> Double {
    func luminance(_ colour: [Double]) -> Double {
      let linear = colour.map { $0 <= 0.04045 ? $0 / 12.92 : power(($0 + 0.055) / 1.055) }
      return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
    let (high, low) = (max(luminance(a), luminance(b)), min(luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)
  }

  /// x to the power of 2.4, as x² · the fifth root of x².
  private static func power(_ x: Double) -> Double {
    var root = 1.0
    for _ in 0..<60 {
      root -= (root * root * root * root * root - x * x) / (5 * root * root * root * root)
    }
    return x * x * root
  }
}
