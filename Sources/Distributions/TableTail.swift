// SPDX-License-Identifier: GPL-3.0-or-later

/// The nodes of one tail of a quantile table, made octave by octave from the middle outwards.
struct TableTail: Sendable {
  /// How many octaves a tail can have.
  static let mostOctaves = 20
  /// Nodes of an octave: equal steps of min(u, 1 − u).
  private static let perOctave = 64
  /// Largest error in probability of a checked cell.
  private static let tolerance = 4e-9

  /// No node at all.
  private static let none = [Double](
    repeating: .nan, count: 2 * (perOctave * mostOctaves + 1))

  /// How many octaves there are.
  private(set) var octaves = 0
  /// A value and a slope for each node, from 2^-(mostOctaves + 1) to 1/2; NaN where there is none, and
  /// beside cells where a cubic is not close enough.
  private(set) var nodes = Self.none
  private let isUpper: Bool
  /// The node furthest from the middle.
  private var last: TailPoint?

  init(isUpper: Bool) { self.isUpper = isUpper }

  /// How many octaves it takes to reach from 1/2 to `m`; nil for more than there can be.
  static func octaves(reaching m: Double) -> Int? {
    guard m >= probability(ofNode: 0) else { return nil }
    return max(1, -Int(m.exponent) - 1)
  }

  /// The tail once the octaves that it lacks of the first `wanted` are made.
  mutating func made(_ wanted: Int, of distribution: any TailInvertible) -> TableTail {
    while octaves < wanted { makeOctave(of: distribution) }
    return self
  }

  private mutating func makeOctave(of distribution: any TailInvertible) {
    let first = Self.perOctave * (Self.mostOctaves - octaves - 1)
    let end = first + Self.perOctave
    var points = [last ?? point(end, of: distribution, after: nil)]
    // Each search starts where the one before ended.
    for node in (first..<end).reversed() {
      points.append(point(node, of: distribution, after: points.last))
    }
    points.reverse()
    if last == nil { store(points[Self.perOctave], at: end) }
    for node in first..<end {
      // The first node of a cell stands for the cell.
      let isCubic =
        !distribution.needsCheck || isCubic(points[node - first...node - first + 1], distribution)
      store(points[node - first], at: node, isKnown: isCubic)
    }
    last = points[0]
    octaves += 1
  }

  private func point(
    _ node: Int, of distribution: any TailInvertible, after previous: TailPoint?
  ) -> TailPoint {
    distribution.invert(Self.probability(ofNode: node), isUpper: isUpper, after: previous)
  }

  private mutating func store(_ point: TailPoint, at node: Int, isKnown: Bool = true) {
    nodes[2 * node] = isKnown ? point.value : .nan
    nodes[2 * node + 1] = point.finiteSlope
  }

  /// Whether the cubic between two nodes is right at a quarter, a half and three quarters.
  private func isCubic(_ ends: ArraySlice<TailPoint>, _ distribution: any TailInvertible) -> Bool {
    guard let left = ends.first, let right = ends.last else { return false }
    let width = right.probability - left.probability
    let start = TailPoint(
      probability: left.probability, value: left.value, slope: left.finiteSlope)
    return [0.25, 0.5, 0.75].allSatisfy { s in
      let m = left.probability + s * width
      let point = distribution.invert(m, isUpper: isUpper, after: start)
      let error = abs(Self.cubic(left, right, width, at: s) - point.value)
      return error <= abs(point.slope) * m * Self.tolerance
        || error <= 4 * point.value.magnitude.ulp
    }
  }

  /// The cubic through two nodes, as the kernel computes it.
  private static func cubic(
    _ left: TailPoint, _ right: TailPoint, _ width: Double, at s: Double
  ) -> Double {
    let rise = right.value - left.value
    let slopes = (left: left.finiteSlope * width, right: right.finiteSlope * width)
    let square = 3 * rise - 2 * slopes.left - slopes.right
    let cube = slopes.left + slopes.right - 2 * rise
    return left.value + s * (slopes.left + s * (square + s * cube))
  }

  /// min(u, 1 − u) at a node: equal steps in each octave from 2^-(mostOctaves + 1) to 1/2.
  private static func probability(ofNode node: Int) -> Double {
    let octave = node / perOctave - mostOctaves - 1
    let step = Double(node % perOctave) / Double(perOctave)
    return Double(sign: .plus, exponent: octave, significand: 1 + step)
  }
}

extension TailPoint {
  fileprivate var finiteSlope: Double { slope.isFinite ? slope : 0 }
}
