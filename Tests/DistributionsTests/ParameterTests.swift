// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

@Suite("Parameters")
struct ParameterTests {
  /// Parameters that make no distribution, and the one the message must name.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let family: String
    let values: [String: Double]
    let named: String

    init(_ family: String, _ values: [String: Double], _ named: String) {
      self.family = family
      self.values = values
      self.named = named
    }
    var testDescription: String {
      let texts = values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      return "\(family)(\(texts.joined(separator: ", ")))"
    }
  }

  static let valid: [(family: String, values: [String: Double])] = [
    ("bernoulli", ["p": 0.5]),
    ("binomial", ["n": 10, "p": 0.5]),
    ("geometric", ["p": 0.5]),
    ("hypergeometric", ["successes": 5, "failures": 6, "draws": 7]),
    ("negative_binomial", ["successes": 5, "p": 0.5]),
    ("poisson", ["mean": 5]),
    ("quantiles", ["p10": 1, "p50": 2, "p90": 4]),
    ("chi_squared", ["df": 3]),
    ("exponential", ["mean": 2]),
    ("gamma", ["shape": 2, "scale": 3]),
    ("gamma", ["p5": 1, "p95": 2]),
    ("gumbel", ["location": 0, "scale": 1]),
    ("gumbel", ["p5": -1, "p95": 2]),
    ("laplace", ["location": 0, "scale": 1]),
    ("laplace", ["p5": -1, "p95": 2]),
    ("logistic", ["location": 0, "scale": 1]),
    ("logistic", ["p5": -1, "p95": 2]),
    ("loguniform", ["low": 1, "high": 2]),
    ("loguniform", ["p5": 1, "p95": 2]),
    ("pareto", ["shape": 3, "scale": 1]),
    ("pareto", ["p5": 1, "p95": 2]),
    ("rayleigh", ["sigma": 1]),
    ("student_t", ["df": 5, "location": 0, "scale": 1]),
    ("weibull", ["shape": 3, "scale": 1]),
    ("weibull", ["p5": 1, "p95": 2]),
    ("uniform", ["p5": 1, "p95": 2]),
    ("beta", ["alpha": 2, "beta": 3, "low": 0, "high": 1]),
    ("integers", ["low": 1, "high": 6]),
    ("lognormal", ["median": 1, "sigma": 1]),
    ("lognormal", ["mu": 0, "sigma": 1]),
    ("lognormal", ["mean": 1, "sd": 1]),
    ("lognormal", ["p5": 1, "p95": 2]),
    ("normal", ["mean": 0, "sd": 1]),
    ("normal", ["p10": 1, "p90": 2]),
    ("pert", ["low": 0, "mode": 1, "high": 2, "lambda": 4]),
    ("triangular", ["low": 0, "mode": 1, "high": 2]),
    ("uniform", ["low": 0, "high": 1]),
  ]

  /// Every parameter of every form in turn not a number, infinite or absurdly large.
  static let notNumbers: [Refusal] = valid.flatMap { family, values in
    values.keys.flatMap { name in
      [Double.nan, .infinity, -.infinity, 1e200, -1e200].map { value in
        Refusal(family, values.merging([name: value]) { $1 }, name)
      }
    }
  }

  static let reversed = [
    Refusal("bernoulli", ["p": -0.1], "p"),
    Refusal("bernoulli", ["p": 1.1], "p"),
    Refusal("beta", ["alpha": 0, "beta": 1], "alpha"),
    Refusal("beta", ["alpha": 1, "beta": -1], "beta"),
    Refusal("beta", ["alpha": 1, "beta": 1e9], "beta"),
    Refusal("beta", ["alpha": 1, "beta": 1, "low": 1], "high"),
    Refusal("beta", ["alpha": 1, "beta": 1, "low": 2, "high": 1], "high"),
    Refusal("binomial", ["n": 0, "p": 0.5], "n"),
    Refusal("binomial", ["n": 2.5, "p": 0.5], "n"),
    Refusal("binomial", ["n": 1e7, "p": 0.5], "n"),
    Refusal("binomial", ["n": 5, "p": 1.5], "p"),
    Refusal("geometric", ["p": 0], "p"),
    Refusal("geometric", ["p": 1.5], "p"),
    Refusal("hypergeometric", ["successes": 5, "failures": 6, "draws": 12], "draws"),
    Refusal("hypergeometric", ["successes": 5.5, "failures": 6, "draws": 2], "successes"),
    Refusal("hypergeometric", ["successes": 5, "failures": -1, "draws": 2], "failures"),
    Refusal("negative_binomial", ["successes": 0, "p": 0.5], "successes"),
    Refusal("negative_binomial", ["successes": 5, "p": 0], "p"),
    Refusal("negative_binomial", ["successes": 1e6, "p": 0.01], "p"),
    Refusal("poisson", ["mean": 0], "mean"),
    Refusal("poisson", ["mean": 1e7], "mean"),
    Refusal("quantiles", ["p10": 1, "p50": 2, "p90": 2], "p90"),
    Refusal("quantiles", ["p10": 1, "p50": 0, "p90": 2], "p50"),
    Refusal("quantiles", ["p10": 1, "p50": 2, "p90": 3, "low": 1], "low"),
    Refusal("quantiles", ["p10": 1, "p50": 2, "p90": 3, "high": 2.5], "high"),
    Refusal("quantiles", ["p10": 1, "p50": 2, "p90": 3, "low": .nan], "low"),
    Refusal("cauchy", ["location": 0, "scale": 0], "scale"),
    Refusal("cauchy", ["p5": 2, "p95": 1], "p95"),
    Refusal("chi_squared", ["df": 0], "df"),
    Refusal("exponential", ["mean": 0], "mean"),
    Refusal("exponential", ["mean": -1], "mean"),
    Refusal("gamma", ["shape": 0, "scale": 1], "shape"),
    Refusal("gamma", ["shape": 1e7, "scale": 1], "shape"),
    Refusal("gamma", ["shape": 1, "scale": 0], "scale"),
    Refusal("gamma", ["p5": 0, "p95": 1], "p5"),
    Refusal("gamma", ["p5": 1, "p95": 1.0001], "p95"),
    Refusal("gamma", ["p49": 1e-90, "p51": 1e90], "p51"),
    Refusal("gumbel", ["location": 0, "scale": -1], "scale"),
    Refusal("laplace", ["location": 0, "scale": 0], "scale"),
    Refusal("logistic", ["location": 0, "scale": 0], "scale"),
    Refusal("loguniform", ["low": 0, "high": 1], "low"),
    Refusal("loguniform", ["low": 2, "high": 1], "high"),
    Refusal("pareto", ["shape": 0.01, "scale": 1], "shape"),
    Refusal("pareto", ["shape": 1, "scale": 0], "scale"),
    Refusal("pareto", ["p5": -1, "p95": 1], "p5"),
    Refusal("rayleigh", ["sigma": 0], "sigma"),
    Refusal("student_t", ["df": 0.1], "df"),
    Refusal("student_t", ["df": 3, "scale": 0], "scale"),
    Refusal("weibull", ["shape": 0, "scale": 1], "shape"),
    Refusal("weibull", ["shape": 1, "scale": 0], "scale"),
    Refusal("integers", ["low": 2, "high": 1], "high"),
    Refusal("integers", ["low": 1.5, "high": 3], "low"),
    Refusal("integers", ["low": 1, "high": 3.5], "high"),
    Refusal("integers", ["low": 1, "high": 1e12], "high"),
    Refusal("lognormal", ["median": 0, "sigma": 1], "median"),
    Refusal("lognormal", ["median": -1, "sigma": 1], "median"),
    Refusal("lognormal", ["mu": 0, "sigma": 0], "sigma"),
    Refusal("lognormal", ["mu": 0, "sigma": -1], "sigma"),
    Refusal("lognormal", ["mu": 0, "sigma": 100], "sigma"),
    Refusal("lognormal", ["mean": 0, "sd": 1], "mean"),
    Refusal("lognormal", ["mean": 1, "sd": 0], "sd"),
    Refusal("lognormal", ["p5": 0, "p95": 1], "p5"),
    Refusal("lognormal", ["p5": 2, "p95": 1], "p95"),
    Refusal("lognormal", ["p5": 2, "p95": 2], "p95"),
    Refusal("normal", ["mean": 0, "sd": 0], "sd"),
    Refusal("normal", ["mean": 0, "sd": -1], "sd"),
    Refusal("normal", ["p10": 3, "p90": 2], "p90"),
    Refusal("pert", ["low": 0, "mode": 3, "high": 2], "mode"),
    Refusal("pert", ["low": 0, "mode": -1, "high": 2], "mode"),
    Refusal("pert", ["low": 2, "mode": 2, "high": 2], "high"),
    Refusal("pert", ["low": 0, "mode": 1, "high": 2, "lambda": 0], "lambda"),
    Refusal("triangular", ["low": 0, "mode": 3, "high": 2], "mode"),
    Refusal("triangular", ["low": 2, "mode": 1, "high": 0], "high"),
    Refusal("triangular", ["low": 2, "mode": 2, "high": 2], "high"),
    Refusal("uniform", ["low": 1, "high": 1], "high"),
    Refusal("uniform", ["low": 1, "high": 0], "high"),
  ]

  /// Names that fit no form; the message then lists the forms.
  static let misnamed = [
    Refusal("uniform", [:], ""),
    Refusal("uniform", ["low": 0], ""),
    Refusal("uniform", ["low": 0, "high": 1, "mode": 0.5], ""),
    Refusal("normal", ["mean": 0, "sigma": 1], ""),
    Refusal("normal", ["p5": 0, "sd": 1], ""),
    Refusal("normal", ["p5": 0, "p50": 1, "p95": 2], ""),
    Refusal("normal", ["p0": 0, "p95": 2], ""),
    Refusal("normal", ["p5": 0, "p100": 2], ""),
    Refusal("normal", ["pfive": 0, "p95": 2], ""),
    Refusal("student_t", ["p5": 0, "p95": 2], ""),
    Refusal("quantiles", ["p5": 0, "p95": 2], ""),
    Refusal("quantiles", ["p5": 0, "p50": 1, "p95": 2, "mode": 1], ""),
    Refusal("mixture", ["weight": 1], ""),
    Refusal("choice", ["values": 1], ""),
    Refusal("empirical", ["values": 1], ""),
    Refusal("exponential", ["p5": 0, "p95": 2], ""),
    Refusal("triangular", ["p5": 0, "p95": 2], ""),
    Refusal("lognormal", ["mu": 0, "median": 1, "sigma": 1], ""),
  ]

  @Test(
    "that make no distribution are refused by name", arguments: notNumbers + reversed + misnamed)
  func areRefused(_ refusal: Refusal) throws {
    let family = try #require(DistributionFamily.named(refusal.family))
    let error = #expect(throws: ParameterError.self) { try family.make(refusal.values) }
    #expect(error?.family == refusal.family)
    #expect(error?.parameter == refusal.named)
    #expect(error?.description.contains(refusal.family) == true)
    if refusal.named.isEmpty { #expect(error?.requirement == family.usage) }
  }

  @Test("that are right are taken", arguments: valid.indices)
  func areTaken(index: Int) throws {
    let (name, values) = Self.valid[index]
    let distribution = try #require(DistributionFamily.named(name)).make(values)
    #expect(type(of: distribution).family == name)
    #expect(distribution.mean.isFinite && distribution.variance > 0)
  }

  struct Interval: Sendable {
    let minimum: Double
    let maximum: Double
    let named: String
  }

  @Test(
    "of a truncation that leaves no probability are refused by name",
    arguments: [
      Interval(minimum: .nan, maximum: 1, named: "min"),
      Interval(minimum: 0, maximum: .nan, named: "max"),
      Interval(minimum: .infinity, maximum: .infinity, named: "min"),
      Interval(minimum: -.infinity, maximum: -.infinity, named: "max"),
      Interval(minimum: 1, maximum: 0, named: "max"),
      Interval(minimum: 0.5, maximum: 0.5, named: "min"),
      Interval(minimum: 40, maximum: .infinity, named: "min"),
      Interval(minimum: -.infinity, maximum: -40, named: "max"),
    ])
  func truncationIsRefused(_ interval: Interval) throws {
    let normal = try Normal(mean: 0, sd: 1)
    let error = #expect(throws: ParameterError.self) {
      try normal.truncated(minimum: interval.minimum, maximum: interval.maximum)
    }
    #expect(error?.family == "normal")
    #expect(error?.parameter == interval.named)
  }

  @Test("of a truncation between two whole numbers are refused for a discrete family")
  func emptyStepIsRefused() throws {
    let die = try IntegerRange(low: 1, high: 6)
    #expect(throws: ParameterError.self) { try die.truncated(minimum: 2.2, maximum: 2.8) }
    #expect(throws: ParameterError.self) { try die.truncated(minimum: 7, maximum: 9) }
    #expect(try die.truncated(minimum: 2, maximum: 2).mean == 2)
  }

  @Test("by two percentiles give a distribution with these quantiles")
  func percentilesAreMet() throws {
    for (name, low, high) in [
      ("normal", -3.0, 8.0), ("lognormal", 0.44, 2.4), ("cauchy", -3, 8), ("gumbel", -3, 8),
      ("laplace", -3, 8), ("logistic", -3, 8), ("uniform", -3, 8), ("gamma", 0.44, 2.4),
      ("loguniform", 0.44, 2.4), ("pareto", 2.2, 2.4), ("weibull", 0.44, 2.4),
    ] {
      let family = try #require(DistributionFamily.named(name))
      #expect(family.takesPercentiles)
      for (a, b) in [(5.0, 95.0), (10.0, 90.0), (50.0, 97.5), (10.0, 20.0)] {
        let distribution = try family.make(["p\(a)": low, "p\(b)": high])
        #expect(agrees(distribution.cdf(low), a / 100, within: 1e-12))
        #expect(agrees(distribution.cdf(high), b / 100, within: 1e-12))
      }
    }
  }

  @Test("`low to high` is lognormal above 0, else normal, with 5 % on either side")
  func ninetyPercentIntervals() throws {
    for (low, high, family) in [(2.0, 9.0, "lognormal"), (0, 9, "normal"), (-4, -1, "normal")] {
      let distribution = try ninetyPercentInterval(from: low, to: high)
      #expect(type(of: distribution).family == family)
      #expect(agrees(distribution.cdf(low), 0.05, within: 1e-12))
      #expect(agrees(distribution.survival(high), 0.05, within: 1e-12))
    }
    for (low, high) in [(9.0, 2.0), (2, 2), (.nan, 1), (1, .nan), (-1, .infinity)] {
      #expect(throws: ParameterError.self) { try ninetyPercentInterval(from: low, to: high) }
    }
  }

  @Test("of the optional kind have their documented values")
  func optionalValues() throws {
    let beta = try #require(DistributionFamily.named("beta")).make(["alpha": 2, "beta": 3])
    #expect(beta.support == Support(0, 1))
    let pert = try #require(DistributionFamily.named("pert"))
      .make(["low": 0, "mode": 1, "high": 4])
    #expect(agrees(pert.mean, (0 + 4 * 1 + 4) / 6.0, within: 1e-15))
  }

  @Test("families are in alphabetical order under names of their own")
  func familiesAreOrdered() {
    let names = DistributionFamily.all.map(\.name)
    #expect(names == Set(names).sorted())
    #expect(DistributionFamily.named("gauss") == nil)
  }
}
