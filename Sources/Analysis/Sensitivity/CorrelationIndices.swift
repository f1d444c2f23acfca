// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Correlation, standardised coefficient and partial correlation of each input with the output, with
/// intervals that hold whatever the distribution.
///
/// The standard errors are those of `CovarianceInfluence`, times √(n / (n − d − 1)) for the numbers
/// that were fitted. Correlations have intervals on Fisher's scale, artanh r, coefficients plain ones;
/// both with the quantile of Student's t. For normal data and Spearman's ρ this agrees with Bonett and
/// Wright ("Sample size requirements for estimating Pearson, Kendall and Spearman correlations",
/// Psychometrika 65(1), 2000, doi:10.1007/BF02294183), and it holds for other data as well.
struct CorrelationIndices: Sendable {
  private let regression: CorrelationRegression
  private let influence: CovarianceInfluence
  private let count: Int

  init(_ regression: CorrelationRegression, _ influence: CovarianceInfluence, count: Int) {
    self.regression = regression
    self.influence = influence
    self.count = count
  }

  private var output: Int { regression.correlations.count }

  /// Pearson's correlation of the columns: Spearman's when they are ranks.
  func correlation(_ measure: SensitivityIndex.Measure, _ input: Int) -> SensitivityIndex? {
    guard let r = regression.correlations[input], count > 3 else { return nil }
    let x = [(column: input, value: 1.0)]
    let y = [(column: output, value: 1.0)]
    let deviation = influence.deviation(of: [
      .init(weight: 1, a: x, b: y), .init(weight: -r / 2, a: x, b: x),
      .init(weight: -r / 2, a: y, b: y),
    ])
    return onFisherScale(measure, r, deviation, fitted: 2)
  }

  /// The coefficient in standard deviations.
  func coefficient(_ measure: SensitivityIndex.Measure, _ input: Int) -> SensitivityIndex? {
    guard let place = place(of: input) else { return nil }
    let beta = regression.coefficients[place]
    let x = [(column: input, value: 1.0)]
    let y = [(column: output, value: 1.0)]
    let deviation = influence.deviation(of: [
      .init(weight: 1, a: rows(regression.inverse[place]), b: residual),
      .init(weight: beta / 2, a: x, b: x), .init(weight: -beta / 2, a: y, b: y),
    ])
    let degrees = Double(count - regression.regressors.count - 1)
    return SensitivityIndex(
      measure, value: beta,
      standardError: deviation / degrees.squareRoot() * Self.widening(degrees))
  }

  /// The correlation of what the other inputs leave of input and output.
  func partial(_ measure: SensitivityIndex.Measure, _ input: Int) -> SensitivityIndex? {
    guard let place = place(of: input) else { return nil }
    let row = regression.inverse[place]
    let beta = regression.coefficients[place]
    // What the others leave: 1 / P_jj of the input, (1 − R²) + β² / P_jj of the output.
    let inputRest = 1 / row[place]
    let outputRest = 1 - regression.explained + beta * beta * inputRest
    guard outputRest > 0 else { return nil }
    let r = min(max(beta * (inputRest / outputRest).squareRoot(), -1), 1)
    let u = rows(row.map { $0 * inputRest })
    // y less the others' part: the residual and this input's own part.
    let v = residual + u.map { ($0.column, beta * $0.value) }
    let deviation = influence.deviation(of: [
      .init(weight: 1 / (inputRest * outputRest).squareRoot(), a: u, b: v),
      .init(weight: -r / 2 / inputRest, a: u, b: u),
      .init(weight: -r / 2 / outputRest, a: v, b: v),
    ])
    return onFisherScale(measure, r, deviation, fitted: regression.regressors.count + 1)
  }

  /// The output less what the regression makes of the inputs.
  private var residual: [(column: Int, value: Double)] {
    [(output, 1)] + rows(regression.coefficients.map { -$0 })
  }

  private func rows(_ values: [Double]) -> [(column: Int, value: Double)] {
    zip(regression.regressors, values).map { ($0, $1) }
  }

  /// Nil when the coefficient is not determined or the sample is too small.
  private func place(of input: Int) -> Int? {
    guard count > regression.regressors.count + 3, regression.determined.contains(input) else {
      return nil
    }
    return regression.regressors.firstIndex(of: input)
  }

  private func onFisherScale(
    _ measure: SensitivityIndex.Measure, _ r: Double, _ deviation: Double, fitted: Int
  ) -> SensitivityIndex {
    let rest = (1 - r) * (1 + r)
    guard rest > 1e-12 else { return SensitivityIndex(measure, value: r, low: r, high: r) }
    let degrees = Double(count - fitted - 1)
    let width =
      ProbabilityEstimate.halfWidthOf95Percent * Self.widening(degrees) * deviation
      / (rest * degrees.squareRoot())
    // artanh r ± width, by the quotient of the two numbers that tanh compares.
    let odds = (1 + r) / (1 - r)
    func bound(_ shift: Double) -> Double {
      let moved = odds * exponential(2 * shift)
      return moved < .infinity ? (moved - 1) / (moved + 1) : 1
    }
    return SensitivityIndex(measure, value: r, low: bound(-width), high: bound(width))
  }

  /// Student's 97.5 % point over the normal one, by the first terms of its expansion in 1 / degrees
  /// (Cornish and Fisher).
  private static func widening(_ degrees: Double) -> Double {
    let z = ProbabilityEstimate.halfWidthOf95Percent
    let square = z * z
    return 1 + (square + 1) / (4 * degrees)
      + (5 * square * square + 16 * square + 3) / (96 * degrees * degrees)
  }
}
