// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions
internal import Experiments

/// A fitted distribution over its data, as an SVG picture.
struct FitChart {
  let title: String
  let histogram: FitHistogram
  /// What the curve is, for its legend.
  let legend: String
  /// The density; the probability of a whole number.
  let density: (Double) -> Double
  /// Whether the distribution has whole numbers only, which are drawn as points.
  let isWhole: Bool

  private static let size = (width: 720.0, height: 420.0)
  private static let frame = (left: 70.0, right: 700.0, top: 60.0, bottom: 370.0)

  /// The range of the horizontal axis.
  private var range: (low: Double, high: Double) {
    let first = histogram.bins.first
    let last = histogram.bins.last
    guard let first, let last else { return (0, 1) }
    let half = first.low == first.high ? 0.5 : 0
    return (first.low - half, last.high + half)
  }

  /// The height of a bin in units of density.
  private func height(_ bin: FitHistogram.Bin) -> Double {
    bin.data / width(bin)
  }
  private func width(_ bin: FitHistogram.Bin) -> Double {
    bin.low == bin.high ? 1 : bin.high - bin.low
  }

  /// Where the curve is drawn; an infinite density is cut off at the top.
  private func curve(_ top: Double) -> [(x: Double, y: Double)] {
    let (low, high) = range
    if isWhole {
      let first = low.rounded(.up)
      let stride = max(1, ((high - first) / 200).rounded(.up))
      return Swift.stride(from: first, through: high, by: stride).map {
        ($0, min(density($0), top))
      }
    }
    return (0...240).map { i in
      let x = low + (high - low) * Double(i) / 240
      return (x, min(density(x), top))
    }
  }

  /// The picture: a title, axes with numbers, bars for the data, a line for the distribution.
  var svg: String {
    let (low, high) = range
    let bars = histogram.bins.map(height).max() ?? 1
    let peak = curve(.infinity).map(\.y).filter(\.isFinite).max() ?? bars
    let top = 1.05 * min(max(bars, peak), 3 * bars)
    let frame = Self.frame
    func x(_ value: Double) -> Double {
      frame.left + (value - low) / (high - low) * (frame.right - frame.left)
    }
    func y(_ value: Double) -> Double {
      frame.bottom - value / top * (frame.bottom - frame.top)
    }
    var lines = Self.head(title)
    for bin in histogram.bins where bin.data > 0 {
      let half = bin.low == bin.high ? 0.4 : 0
      let left = x(bin.low - half)
      lines.append(
        "<rect x=\"\(Self.short(left))\" y=\"\(Self.short(y(height(bin))))\""
          + " width=\"\(Self.short(max(x(bin.high + half) - left - 1, 0.5)))\""
          + " height=\"\(Self.short(frame.bottom - y(height(bin))))\" fill=\"#9bb8d3\"/>")
    }
    let points = curve(top)
    let path = points.map { "\(Self.short(x($0.x))),\(Self.short(y($0.y)))" }
    lines.append(
      "<polyline points=\"\(path.joined(separator: " "))\" fill=\"none\" stroke=\"#b3361f\""
        + " stroke-width=\"2\"/>")
    if isWhole {
      for point in points {
        lines.append(
          "<circle cx=\"\(Self.short(x(point.x)))\" cy=\"\(Self.short(y(point.y)))\" r=\"3\""
            + " fill=\"#b3361f\"/>")
      }
    }
    lines += axis(x, y, top)
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private static func head(_ title: String) -> [String] {
    let (width, height) = (Int(size.width), Int(size.height))
    return [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\""
        + " width=\"\(width)\" height=\"\(height)\" role=\"img\""
        + " font-family=\"sans-serif\" font-size=\"14\" fill=\"#222\">",
      "<title>\(escaped(title))</title>",
      "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#fff\"/>",
      "<text x=\"\(Int(frame.left))\" y=\"26\" font-size=\"16\">\(escaped(title))</text>",
    ]
  }

  private func axis(
    _ x: (Double) -> Double, _ y: (Double) -> Double, _ top: Double
  ) -> [String] {
    let frame = Self.frame
    var lines = [
      "<text x=\"\(Int(frame.left))\" y=\"48\" fill=\"#b3361f\">\(Self.escaped(legend))</text>",
      "<path d=\"M\(Int(frame.left)) \(Int(frame.top))V\(Int(frame.bottom))"
        + "H\(Int(frame.right))\" fill=\"none\" stroke=\"#222\"/>",
    ]
    for value in Self.ticks(range.low, range.high) {
      let place = Self.short(x(value))
      lines.append(
        "<path d=\"M\(place) \(Int(frame.bottom))v6\" stroke=\"#222\"/>"
          + "<text x=\"\(place)\" y=\"\(Int(frame.bottom) + 24)\" text-anchor=\"middle\">"
          + "\(NumberFormat.short(value))</text>")
    }
    for value in Self.ticks(0, top) {
      let place = y(value)
      lines.append(
        "<path d=\"M\(Int(frame.left)) \(Self.short(place))h-6\" stroke=\"#222\"/>"
          + "<text x=\"\(Int(frame.left) - 10)\" y=\"\(Self.short(place + 5))\""
          + " text-anchor=\"end\">\(NumberFormat.short(value))</text>")
    }
    return lines
  }

  /// Four to nine round numbers from `low` to `high`.
  private static func ticks(_ low: Double, _ high: Double) -> [Double] {
    var step = 1.0
    while step > (high - low) / 2 { step /= 10 }
    while step * 10 <= (high - low) / 2 { step *= 10 }
    let size = (high - low) / step
    step *= size > 10 ? 4 : size > 5 ? 2 : size > 2.5 ? 1 : 0.5
    let first = (low / step).rounded(.up)
    let last = (high / step).rounded(.down)
    guard last - first < 50 else { return [low, high] }
    return stride(from: first, through: last, by: 1).map { $0 * step }
  }

  /// With two places after the point.
  private static func short(_ x: Double) -> String {
    let text = NumberFormat.grouped(x, decimals: 2)
    return text.filter { $0 != "," }
  }

  /// A text as SVG that shows it as it is; what XML cannot hold is left out.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{FFFE}", "\u{FFFF}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
