// SPDX-License-Identifier: GPL-3.0-or-later

/// What the output is where an input is near its P10 and near its P90, all other inputs as they come.
///
/// The neighbourhood is the tenth of the sample around the percentile, from P5 to P15 and from P85 to
/// P95; of an input with few different values it is the value at the percentile. The mean there is
/// that of a line fitted to the neighbourhood, at the percentile, which takes off the slope; what is
/// left is the curvature within it. Its interval is the normal one of the residuals. The P80 there is
/// an order statistic with its distribution-free interval.
struct Tornado {
  /// Means of the finite or capped output; empty where there is none.
  private(set) var means: [SensitivityIndex] = []
  /// P80, of the output as it is.
  private(set) var percentiles: [SensitivityIndex] = []

  /// What part of the sample counts as near, to each side.
  private static let reach = 0.05

  /// - Parameters:
  ///   - output: in the input's order, infinite values included.
  ///   - amounts: the same with finite values; nil where there are none.
  ///   - whole: what mean and P80 are in all of the sample.
  init(
    _ order: RankOrder, output: [Double], amounts: [Double]?,
    whole: (mean: Double, p80: Double)
  ) throws(AnalysisError) {
    guard !order.isConstant, output.contains(where: { $0 != output[0] }) else { return }
    let ends: [(Double, SensitivityIndex.Measure, SensitivityIndex.Measure)] = [
      (0.1, .tornadoP10, .tornadoP80AtP10), (0.9, .tornadoP90, .tornadoP80AtP90),
    ]
    for (share, meanMeasure, percentileMeasure) in ends {
      let places = Self.neighbourhood(order, share)
      if let amounts {
        let fit = LocalMean(
          order.sorted, amounts, places, at: order.sorted[Self.centre(order, share)])
        means.append(
          SensitivityIndex(
            meanMeasure, value: fit.value, standardError: fit.standardError,
            neutral: whole.mean))
      }
      var estimates: [QuantileEstimate] = []
      let slice = Array(output[places])
      estimates = try slice.withUnsafeBufferPointer {
        buffer throws(AnalysisError) in
        try quantileEstimates(of: buffer, probabilities: [0.8])
      }
      if let p80 = estimates.first {
        percentiles.append(
          SensitivityIndex(
            percentileMeasure, value: p80.value, low: p80.low, high: p80.high,
            neutral: whole.p80))
      }
    }
  }

  private static func centre(_ order: RankOrder, _ share: Double) -> Int {
    min(Int(share * Double(order.sorted.count)), order.sorted.count - 1)
  }

  private static func neighbourhood(_ order: RankOrder, _ share: Double) -> Range<Int> {
    let count = order.sorted.count
    let centre = centre(order, share)
    let reach = max(Int(reach * Double(count)), 1)
    let tie = order.tie(at: centre)
    if tie.count >= reach { return tie }
    let first = order.tie(at: max(centre - reach, 0)).lowerBound
    let last = order.tie(at: min(centre + reach, count - 1)).upperBound
    return first..<last
  }
}

/// The mean at a point by a line fitted to the points around it.
private struct LocalMean {
  let value: Double
  let standardError: Double

  init(_ inputs: [Double], _ outputs: [Double], _ places: Range<Int>, at point: Double) {
    let n = Double(places.count)
    let low = inputs[places.lowerBound]
    let width = inputs[places.upperBound - 1] / 2 - low / 2
    let scale = width > 0 ? 0.5 / width : 0
    let centre = places.reduce(0.0) { $0 + (inputs[$1] / 2 - low / 2) * scale } / n
    let mean = places.reduce(0.0) { $0 + outputs[$1] / n }
    var (xx, xy) = (0.0, 0.0)
    for i in places {
      let x = (inputs[i] / 2 - low / 2) * scale - centre
      xx += x * x
      xy += x * (outputs[i] - mean)
    }
    let slope = xx > 1e-12 * n ? xy / xx : 0
    let distance = (point / 2 - low / 2) * scale - centre
    var squares = 0.0
    for i in places {
      let x = (inputs[i] / 2 - low / 2) * scale - centre
      let residual = outputs[i] - mean - slope * x
      squares += residual * residual
    }
    let leverage = 1 / n + (xx > 1e-12 * n ? distance * distance / xx : 0)
    value = mean + slope * distance
    standardError = (squares / max(n - 2, 1) * leverage).squareRoot()
  }
}
