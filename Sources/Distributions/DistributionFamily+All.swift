// SPDX-License-Identifier: GPL-3.0-or-later

extension DistributionFamily {
  /// The families on a continuous range, in alphabetical order of their types.
  static let continuous: [DistributionFamily] = [
    DistributionFamily(
      Beta.family,
      [
        Form(["alpha", "beta"], optional: [("low", 0), ("high", 1)]) {
          (v) throws(ParameterError) in
          try Beta(alpha: v[0], beta: v[1], low: v[2], high: v[3])
        }
      ]),
    DistributionFamily(
      Cauchy.family,
      [
        Form(["location", "scale"]) { (v) throws(ParameterError) in
          try Cauchy(location: v[0], scale: v[1])
        }
      ], percentiles: { (points) throws(ParameterError) in try Cauchy(points) }),
    DistributionFamily(
      ChiSquared.family,
      [Form(["df"]) { (v) throws(ParameterError) in try ChiSquared(df: v[0]) }]),
    DistributionFamily(
      Exponential.family,
      [Form(["mean"]) { (v) throws(ParameterError) in try Exponential(mean: v[0]) }]),
    DistributionFamily(
      Gamma.family,
      [
        Form(["shape", "scale"]) { (v) throws(ParameterError) in
          try Gamma(shape: v[0], scale: v[1])
        }
      ], percentiles: { (points) throws(ParameterError) in try Gamma(points) }),
    DistributionFamily(
      Gumbel.family,
      [
        Form(["location", "scale"]) { (v) throws(ParameterError) in
          try Gumbel(location: v[0], scale: v[1])
        }
      ], percentiles: { (points) throws(ParameterError) in try Gumbel(points) }),
    DistributionFamily(
      Laplace.family,
      [
        Form(["location", "scale"]) { (v) throws(ParameterError) in
          try Laplace(location: v[0], scale: v[1])
        }
      ], percentiles: { (points) throws(ParameterError) in try Laplace(points) }),
    DistributionFamily(
      LogNormal.family,
      [
        Form(["median", "sigma"]) { (v) throws(ParameterError) in
          try LogNormal(median: v[0], sigma: v[1])
        },
        Form(["mu", "sigma"]) { (v) throws(ParameterError) in
          try LogNormal(mu: v[0], sigma: v[1])
        },
        Form(["mean", "sd"]) { (v) throws(ParameterError) in
          try LogNormal(mean: v[0], sd: v[1])
        },
      ], percentiles: { (points) throws(ParameterError) in try LogNormal(points) }),
    DistributionFamily(
      LogUniform.family,
      [
        Form(["low", "high"]) { (v) throws(ParameterError) in
          try LogUniform(low: v[0], high: v[1])
        }
      ], percentiles: { (points) throws(ParameterError) in try LogUniform(points) }),
    DistributionFamily(
      Logistic.family,
      [
        Form(["location", "scale"]) { (v) throws(ParameterError) in
          try Logistic(location: v[0], scale: v[1])
        }
      ], percentiles: { (points) throws(ParameterError) in try Logistic(points) }),
    DistributionFamily(
      Normal.family,
      [
        Form(["mean", "sd"]) { (v) throws(ParameterError) in try Normal(mean: v[0], sd: v[1]) }
      ], percentiles: { (points) throws(ParameterError) in try Normal(points) }),
    DistributionFamily(
      PERT.family,
      [
        Form(["low", "mode", "high"], optional: [("lambda", 4)]) { (v) throws(ParameterError) in
          try PERT(low: v[0], mode: v[1], high: v[2], lambda: v[3])
        }
      ]),
    DistributionFamily(
      Pareto.family,
      [
        Form(["shape", "scale"]) { (v) throws(ParameterError) in
          try Pareto(shape: v[0], scale: v[1])
        }
      ], percentiles: { (points) throws(ParameterError) in try Pareto(points) }),
    DistributionFamily(
      Rayleigh.family,
      [Form(["sigma"]) { (v) throws(ParameterError) in try Rayleigh(sigma: v[0]) }]),
    DistributionFamily(
      StudentT.family,
      [
        Form(["df"], optional: [("location", 0), ("scale", 1)]) { (v) throws(ParameterError) in
          try StudentT(df: v[0], location: v[1], scale: v[2])
        }
      ]),
    DistributionFamily(
      Triangular.family,
      [
        Form(["low", "mode", "high"]) { (v) throws(ParameterError) in
          try Triangular(low: v[0], mode: v[1], high: v[2])
        }
      ]),
    DistributionFamily(
      Uniform.family,
      [
        Form(["low", "high"]) { (v) throws(ParameterError) in
          try Uniform(low: v[0], high: v[1])
        }
      ], percentiles: { (points) throws(ParameterError) in try Uniform(points) }),
    DistributionFamily(
      Weibull.family,
      [
        Form(["shape", "scale"]) { (v) throws(ParameterError) in
          try Weibull(shape: v[0], scale: v[1])
        }
      ], percentiles: { (points) throws(ParameterError) in try Weibull(points) }),
  ]

  /// The families on separate values, likewise.
  static let discrete: [DistributionFamily] = [
    DistributionFamily(
      Bernoulli.family, [Form(["p"]) { (v) throws(ParameterError) in try Bernoulli(p: v[0]) }]),
    DistributionFamily(
      Binomial.family,
      [Form(["n", "p"]) { (v) throws(ParameterError) in try Binomial(n: v[0], p: v[1]) }]),
    DistributionFamily(
      Geometric.family, [Form(["p"]) { (v) throws(ParameterError) in try Geometric(p: v[0]) }]),
    DistributionFamily(
      Hypergeometric.family,
      [
        Form(["successes", "failures", "draws"]) { (v) throws(ParameterError) in
          try Hypergeometric(successes: v[0], failures: v[1], draws: v[2])
        }
      ]),
    DistributionFamily(
      IntegerRange.family,
      [
        Form(["low", "high"]) { (v) throws(ParameterError) in
          try IntegerRange(low: v[0], high: v[1])
        }
      ]),
    DistributionFamily(
      NegativeBinomial.family,
      [
        Form(["successes", "p"]) { (v) throws(ParameterError) in
          try NegativeBinomial(successes: v[0], p: v[1])
        }
      ]),
    DistributionFamily(
      Poisson.family, [Form(["mean"]) { (v) throws(ParameterError) in try Poisson(mean: v[0]) }]),
  ]

  /// The families that are made of lists, likewise.
  static let derived: [DistributionFamily] = [
    DistributionFamily(Choice.family, .weightedValues),
    DistributionFamily(Empirical.family, .observations),
    DistributionFamily(Metalog.family, .quantiles),
    DistributionFamily(Mixture.family, .components),
  ]
}
