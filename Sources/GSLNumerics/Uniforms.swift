// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Draws from intervals and sets.
public enum Uniforms {
  /// A uniform in (0, 1) from the generator's own bits.
  public static func unit<State>(_ generator: GSLGenerator<State>) -> Double {
    gsl_rng_uniform_pos(generator.raw)
  }
  /// A uniform on [low, high).
  public static func flat<State>(
    _ generator: GSLGenerator<State>, _ low: Double, _ high: Double
  ) -> Double {
    gsl_ran_flat(generator.raw, low, high)
  }
  /// One of 0 ..< count with equal probability.
  public static func integer<State>(_ generator: GSLGenerator<State>, below count: UInt) -> UInt {
    gsl_rng_uniform_int(generator.raw, count)
  }
  /// 1 with probability `p`, else 0.
  public static func bernoulli<State>(_ generator: GSLGenerator<State>, _ p: Double) -> UInt32 {
    gsl_ran_bernoulli(generator.raw, p)
  }
}
