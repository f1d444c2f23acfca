// SPDX-License-Identifier: GPL-3.0-or-later

/// A distribution drawn small: its shape, with P10, median and P90.
public struct DensityChart: Sendable {
  /// What is drawn.
  public enum Shape: Sendable {
    /// Probability in intervals of equal width, from the least to the greatest value shown.
    case intervals(from: Double, to: Double, [Double])
    /// Single values with their probabilities.
    case values([(x: Double, probability: Double)])
  }

  private let caption: Caption
  private let shape: Shape
  private let marks: [Double]

  /// - Parameter marks: places that have a line, as the median.
  public init(_ caption: Caption, shape: Shape, marks: [Double]) {
    self.caption = caption
    self.shape = shape
    self.marks = marks.filter(\.isFinite)
  }

  /// The chart, so small that it fits in a row of a table.
  public func picture(width: Double = 108, height: Double = 30) -> Picture {
    var drawing = Drawing(width: width, height: height)
    let base = height - 3
    switch shape {
    case .intervals(let low, let high, let masses):
      let x = LinearScale(from: low, to: high, start: 2, end: width - 2)
      let y = LinearScale(from: 0, to: max(masses.max() ?? 0, 1e-12), start: base, end: 3)
      let step = (width - 4) / Double(max(masses.count, 1))
      let top = masses.enumerated().map { index, mass in
        (x: 2 + (Double(index) + 0.5) * step, y: y(mass))
      }
      drawing.path(
        [(x: 2, y: base)] + top + [(x: width - 2, y: base)], closed: true, "weak s0")
      drawMarks(x, base, in: &drawing)
    case .values(let values):
      let x = LinearScale.covering(values.map(\.x), margin: 0.08, start: 6, end: width - 6)
      let y = LinearScale(
        from: 0, to: max(values.map(\.probability).max() ?? 0, 1e-12), start: base, end: 3)
      let bar = max(1.5, min(8, (width - 12) / Double(max(values.count, 1)) - 1))
      for value in values {
        let top = y(value.probability)
        drawing.rectangle(x(value.x) - bar / 2, top, bar, base - top, "bar s0")
      }
    }
    drawing.line(2, base, width - 2, base, "axis")
    return drawing.picture(caption)
  }

  private func drawMarks(_ x: LinearScale, _ base: Double, in drawing: inout Drawing) {
    for (index, mark) in marks.enumerated() where x.contains(mark) {
      drawing.line(
        x(mark), index == marks.count / 2 ? 3 : base - 9, x(mark), base,
        index == marks.count / 2 ? "zero" : "whisker")
    }
  }
}
