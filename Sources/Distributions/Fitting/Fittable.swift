// SPDX-License-Identifier: GPL-3.0-or-later

/// A family whose parameters can be found from data by maximum likelihood.
protocol Fittable: Distribution {
  /// The member under which the sample is most likely.
  ///
  /// Parameters are right to about 1e-12 of their size.
  static func mostLikely(_ sample: FitSample) throws(FitFailure) -> Self

  /// The logarithm of the density, or of the probability of a count, as a function of the value.
  ///
  /// - Parameter parameters: as in `parameters`; any that make no distribution may give NaN.
  static func logDensity(_ parameters: [Double]) -> (Double) -> Double

  // With defaults

  /// Parameters without a standard error: the likelihood is not smooth in them.
  static var unsmooth: Set<String> { get }
  /// Whether an end of the support is the data's own, so that the Anderson–Darling statistic is
  /// infinite.
  static var endsAtData: Bool { get }
  /// How many parameters were found from the data.
  func freeCount(_ sample: FitSample) -> Int
  /// That the likelihood rises up to the limit of a parameter, and what the family becomes there.
  var limit: String? { get }
}

extension Fittable {
  static var unsmooth: Set<String> { [] }
  static var endsAtData: Bool { false }
  func freeCount(_ sample: FitSample) -> Int { parameters.count }
  var limit: String? { nil }

  /// The member with the parameters that `body` finds.
  static func make(
    _ body: () throws(ParameterError) -> Self
  ) throws(FitFailure) -> Self {
    do { return try body() } catch { throw FitFailure(error) }
  }
}

/// The families that are fitted, and why others are not.
public enum FittableFamilies {
  static let continuous: [any Fittable.Type] = [
    Normal.self, LogNormal.self, Gamma.self, Weibull.self, Exponential.self, Beta.self,
    Uniform.self, LogUniform.self, Logistic.self, Gumbel.self, Laplace.self, Pareto.self,
    Rayleigh.self, Cauchy.self, StudentT.self,
  ]
  static let counts: [any Fittable.Type] = [
    Poisson.self, Geometric.self, NegativeBinomial.self, Binomial.self, IntegerRange.self,
  ]

  /// The names of all that can be fitted.
  public static let names = (continuous + counts).map { $0.family }

  /// The names of those that are tried when nobody says which.
  ///
  /// Whole numbers many of which are the same are counts: beside their probabilities a density, which
  /// may exceed 1, would win by having no width. Where most differ, they may be measurements as well.
  public static func names(for sample: FitSample) -> [String] {
    let isCount = sample.isWhole
    let isMeasurement = !isCount || 2 * sample.distinct >= sample.values.count
    return ((isMeasurement ? continuous : []) + (isCount ? counts : [])).map { $0.family }
  }

  static func named(_ name: String) -> (any Fittable.Type)? {
    (continuous + counts).first { $0.family == name }
  }

  /// Why a family that exists cannot be fitted; nil for one that can, or that does not exist.
  public static func reason(against name: String) -> String? {
    switch name {
    case Triangular.family, PERT.family:
      "its ends and its mode are guesses of a person, which data do not give; use beta"
    case ChiSquared.family: "it is a gamma of scale 2; use gamma"
    case Bernoulli.family: "it is a share of cases; use binomial"
    case Hypergeometric.family: "data do not tell its three numbers apart"
    case Choice.family, Empirical.family: "it is the data themselves"
    case Metalog.family, Mixture.family: "it can follow any data; give its percentiles or parts"
    default: nil
    }
  }
}
