// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// GSL's own samplers, in standard form where the family has a location and a scale.
public enum Samplers {
  /// Gamma with the given shape and scale 1 (Marsaglia and Tsang).
  public static func gamma<State>(_ generator: GSLGenerator<State>, _ shape: Double) -> Double {
    gsl_ran_gamma(generator.raw, shape, 1)
  }
  /// χ² with `df` degrees of freedom.
  public static func chiSquared<State>(_ generator: GSLGenerator<State>, _ df: Double) -> Double {
    gsl_ran_chisq(generator.raw, df)
  }
  /// Exponential with mean 1.
  public static func exponential<State>(_ generator: GSLGenerator<State>) -> Double {
    gsl_ran_exponential(generator.raw, 1)
  }
  /// Weibull with the given shape and scale 1.
  public static func weibull<State>(_ generator: GSLGenerator<State>, _ shape: Double) -> Double {
    gsl_ran_weibull(generator.raw, 1, shape)
  }
  /// Student's t with `df` degrees of freedom.
  public static func studentT<State>(_ generator: GSLGenerator<State>, _ df: Double) -> Double {
    gsl_ran_tdist(generator.raw, df)
  }
  /// Logistic with location 0 and scale 1.
  public static func logistic<State>(_ generator: GSLGenerator<State>) -> Double {
    gsl_ran_logistic(generator.raw, 1)
  }
  /// Gumbel's distribution of the largest, location 0 and scale 1: GSL's type 1 with a = b = 1.
  public static func gumbel<State>(_ generator: GSLGenerator<State>) -> Double {
    gsl_ran_gumbel1(generator.raw, 1, 1)
  }
  /// Laplace with location 0 and scale 1.
  public static func laplace<State>(_ generator: GSLGenerator<State>) -> Double {
    gsl_ran_laplace(generator.raw, 1)
  }
  /// Pareto with the given shape and scale 1.
  public static func pareto<State>(_ generator: GSLGenerator<State>, _ shape: Double) -> Double {
    gsl_ran_pareto(generator.raw, shape, 1)
  }
  /// Rayleigh with scale 1.
  public static func rayleigh<State>(_ generator: GSLGenerator<State>) -> Double {
    gsl_ran_rayleigh(generator.raw, 1)
  }
  /// Cauchy with location 0 and scale 1.
  public static func cauchy<State>(_ generator: GSLGenerator<State>) -> Double {
    gsl_ran_cauchy(generator.raw, 1)
  }
}

/// The Cauchy distribution with location 0 and scale 1.
public enum StandardCauchy {
  /// P(X <= x).
  public static func cdf(_ x: Double) -> Double { gsl_cdf_cauchy_P(x, 1) }
  /// P(X > x).
  public static func survival(_ x: Double) -> Double { gsl_cdf_cauchy_Q(x, 1) }
}

extension Samplers {
  /// The successes in `n` trials.
  public static func binomial<State>(
    _ generator: GSLGenerator<State>, _ n: UInt32, _ p: Double
  ) -> UInt32 {
    gsl_ran_binomial(generator.raw, p, n)
  }
  /// Events of a Poisson process.
  public static func poisson<State>(_ generator: GSLGenerator<State>, _ mean: Double) -> UInt32 {
    gsl_ran_poisson(generator.raw, mean)
  }
  /// The trial of the first success, from 1.
  public static func geometric<State>(_ generator: GSLGenerator<State>, _ p: Double) -> UInt32 {
    gsl_ran_geometric(generator.raw, p)
  }
  /// The failures before the given number of successes.
  public static func negativeBinomial<State>(
    _ generator: GSLGenerator<State>, _ successes: Double, _ p: Double
  ) -> UInt32 {
    gsl_ran_negative_binomial(generator.raw, p, successes)
  }
  /// The successes among `draws` without replacement.
  public static func hypergeometric<State>(
    _ generator: GSLGenerator<State>, _ successes: UInt32, _ failures: UInt32, _ draws: UInt32
  ) -> UInt32 {
    gsl_ran_hypergeometric(generator.raw, successes, failures, draws)
  }
}
