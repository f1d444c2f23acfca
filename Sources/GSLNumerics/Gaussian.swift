// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// The standard normal distribution.
public enum Gaussian {
  /// Density at `x`.
  public static func density(_ x: Double) -> Double { gsl_ran_ugaussian_pdf(x) }
  /// P(Z <= x).
  public static func cdf(_ x: Double) -> Double { gsl_cdf_ugaussian_P(x) }
  /// P(Z > x).
  public static func survival(_ x: Double) -> Double { gsl_cdf_ugaussian_Q(x) }
  /// The x with P(Z <= x) = p.
  public static func quantile(_ p: Double) -> Double { gsl_cdf_ugaussian_Pinv(p) }
  /// The x with P(Z > x) = q.
  public static func upperQuantile(_ q: Double) -> Double { gsl_cdf_ugaussian_Qinv(q) }

  /// A draw by the Box–Muller method; GSL's ziggurat has only 24 bits.
  public static func sample<State>(_ generator: GSLGenerator<State>) -> Double {
    gsl_ran_gaussian(generator.raw, 1)
  }
}
