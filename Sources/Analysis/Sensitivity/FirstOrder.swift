// SPDX-License-Identifier: GPL-3.0-or-later

/// The share of an output's variance that one input alone explains, Var E[Y | X] / Var Y, from a
/// given sample.
///
/// The sample is cut into up to 64 classes of about equal size along the input, never between equal
/// values, and a line is fitted in each. The index is 1 less the ratio of the residual to the total
/// variance, each with its degrees of freedom, which takes off the bias of finite classes. What is
/// left is the curvature inside a class: below 0.002 for smooth dependence at 64 classes.
///
/// The interval is the asymptotic normal one of the efficient influence function
/// (2 g y − g² − S y²) / Var Y, with g the fitted mean and y the output less its mean (Da Veiga and
/// Gamboa, "Efficient estimation of sensitivity indices", Journal of Nonparametric Statistics 25(3),
/// 2013, doi:10.1080/10485252.2013.784762), with the noise of the lines' p parameters, which alone is
/// left where the index is 0: a variance of 2 p / n². It holds for independent trials.
struct FirstOrder {
  /// Nil when nothing varies.
  private(set) var index: SensitivityIndex?

  private static let mostClasses = 64
  /// A class has at least as many values as this, where the sample is small.
  private static let leastClass = 64

  /// - Parameters:
  ///   - order: the input.
  ///   - output: finite values in the input's order.
  init(_ order: RankOrder, output: [Double]) {
    let count = output.count
    guard !order.isConstant, count >= 8,
      let scale = output.withUnsafeBufferPointer({ Standardisation($0) })
    else { return }
    let classes = order.classes(min(max(count / Self.leastClass, 2), Self.mostClasses))
    var residual = 0.0
    var parameters = -1
    let lines = order.sorted.withUnsafeBufferPointer { inputs in
      output.withUnsafeBufferPointer { outputs in
        classes.map { places in
          let line = Line(
            UnsafeBufferPointer(rebasing: inputs[places]),
            UnsafeBufferPointer(rebasing: outputs[places]), scale)
          residual += line.residual
          parameters += line.parameters
          return line
        }
      }
    }
    let n = Double(count)
    guard count > parameters + 2 else { return }
    // The standardised output has variance 1 with n - 1 in the denominator.
    let value = 1 - residual / (n - 1 - Double(parameters))
    var influence = Moments(pivot: 0, scale: 1)
    for (line, places) in zip(lines, classes) {
      line.addInfluence(order.sorted[places], output[places], scale, value, to: &influence)
    }
    // The noise of the fitted lines adds four times p (1 − S) / n to the influence's variance, of which
    // the estimate has two.
    let noise = 2 * Double(parameters) * (1 - min(max(value, 0), 1)) / (n * n)
    let variance = max(influence.variance / n - noise, noise)
    index = SensitivityIndex(.firstOrder, value: value, standardError: variance.squareRoot())
  }
}

/// A line through the points of a class, fitted by least squares; level where all inputs are equal.
private struct Line {
  private let low: Double
  private let centre: Double
  private let inputScale: Double
  private let mean: Double
  private let slope: Double
  /// Sum of squared residuals, the output standardised.
  let residual: Double
  /// How many numbers were fitted.
  let parameters: Int

  init(
    _ inputs: UnsafeBufferPointer<Double>, _ outputs: UnsafeBufferPointer<Double>,
    _ scale: Standardisation
  ) {
    let n = Double(inputs.count)
    // Places within [0, 1], so that no square overflows.
    let low = inputs[0]
    let width = inputs[inputs.count - 1] / 2 - low / 2
    let inputScale = inputs.count >= 4 && width > 0 ? 0.5 / width : 0
    let mean = Moments.sum(outputs) { scale($0) } / n
    let centre = Moments.sum(inputs) { ($0 * 0.5 - low * 0.5) * inputScale } / n
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for i in inputs.indices {
      let x = (inputs[i] * 0.5 - low * 0.5) * inputScale - centre
      let y = scale(outputs[i]) - mean
      xx += x * x
      xy += x * y
      yy += y * y
    }
    let isSloped = xx > 1e-12 * n
    slope = isSloped ? xy / xx : 0
    residual = isSloped ? max(0, yy - xy * (xy / xx)) : yy
    parameters = isSloped ? 2 : 1
    self.inputScale = inputScale
    self.mean = mean
    self.low = low
    self.centre = centre
  }

  func addInfluence(
    _ inputs: ArraySlice<Double>, _ outputs: ArraySlice<Double>, _ scale: Standardisation,
    _ index: Double, to moments: inout Moments
  ) {
    let values = zip(inputs, outputs).map { input, output in
      let y = scale(output)
      let fitted = mean + slope * ((input * 0.5 - low * 0.5) * inputScale - centre)
      return 2 * fitted * y - fitted * fitted - index * y * y
    }
    values.withUnsafeBufferPointer { moments.add($0) }
  }
}
