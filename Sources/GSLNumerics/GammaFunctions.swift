// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// The gamma function and the gamma distribution with scale 1.
public enum GammaFunctions {
  /// P(X <= x), the regularised incomplete gamma function, for a shape of at most 1,000; beyond, GSL
  /// ends its series too early.
  public static func cdf(_ x: Double, _ shape: Double) -> Double {
    quiet { gsl_cdf_gamma_P(x, shape, 1) }
  }
  /// P(X > x), likewise.
  public static func survival(_ x: Double, _ shape: Double) -> Double {
    quiet { gsl_cdf_gamma_Q(x, shape, 1) }
  }
  /// ln Γ(x).
  public static func logGamma(_ x: Double) -> Double { quiet { gsl_sf_lngamma(x) } }
  /// ψ(x), the derivative of ln Γ(x).
  public static func digamma(_ x: Double) -> Double { quiet { gsl_sf_psi(x) } }
  /// ψ′(x).
  public static func trigamma(_ x: Double) -> Double { quiet { gsl_sf_psi_1(x) } }
  /// Γ(x) over Stirling's √(2π) x^(x − 1/2) e^(−x).
  public static func overStirling(_ x: Double) -> Double { quiet { gsl_sf_gammastar(x) } }
  /// ζ(n) for n >= 2.
  public static func zeta(_ n: Int32) -> Double { quiet { gsl_sf_zeta_int(n) } }
}
