// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// The beta distribution on [0, 1] with shapes `alpha` and `beta`.
public enum BetaFunctions {
  /// Density at `x`.
  public static func density(_ x: Double, _ alpha: Double, _ beta: Double) -> Double {
    quiet { gsl_ran_beta_pdf(x, alpha, beta) }
  }
  /// P(X <= x), the regularised incomplete beta function.
  public static func cdf(_ x: Double, _ alpha: Double, _ beta: Double) -> Double {
    quiet { gsl_cdf_beta_P(x, alpha, beta) }
  }
  /// P(X > x).
  public static func survival(_ x: Double, _ alpha: Double, _ beta: Double) -> Double {
    quiet { gsl_cdf_beta_Q(x, alpha, beta) }
  }
  /// GSL's inverse of `cdf`; it fails for some shapes in the tails.
  public static func quantile(
    _ p: Double, _ alpha: Double, _ beta: Double
  ) throws(GSLError) -> Double {
    try withGSL("gsl_cdf_beta_Pinv") { gsl_cdf_beta_Pinv(p, alpha, beta) }
  }
  /// ln B(alpha, beta).
  public static func logBeta(_ alpha: Double, _ beta: Double) -> Double {
    quiet { gsl_sf_lnbeta(alpha, beta) }
  }
  /// A draw in [0, 1].
  public static func sample<State>(
    _ generator: GSLGenerator<State>, _ alpha: Double, _ beta: Double
  ) -> Double {
    gsl_ran_beta(generator.raw, alpha, beta)
  }
}

/// Runs GSL with its aborting handler off; what it cannot compute is NaN or 0.
func quiet(_ body: () -> Double) -> Double {
  _ = handlerInstalled
  let value = body()
  _ = bk_gsl_take_status()
  return value
}
