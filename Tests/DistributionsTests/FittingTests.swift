// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import RandomStreams
import Testing

/// What another library fits to a sample.
struct FitCase: Sendable, CustomTestStringConvertible {
  let sample: FitData
  let family: String
  /// In the order of the family, with standard errors where they exist.
  let parameters: [(value: Double, error: Double?)]
  let logLikelihood: Double
  let kolmogorovSmirnov: Double
  let andersonDarling: Double?

  var testDescription: String { "\(family) of \(sample)" }
}

/// How far `value` is from `reference`, as a share of it.
private func distance(_ value: Double, _ reference: Double) -> Double {
  reference == 0 ? abs(value) : abs(value / reference - 1)
}

@Suite("Fitting")
struct FittingTests {
  // A root of the gradient is found to some 1e-12; 1e-9 is what is promised.
  @Test("Parameters and log-likelihood are mpmath's", arguments: referenceFits)
  func maximum(reference: FitCase) throws {
    let fitted = try FittedDistribution(
      reference.family, to: FitSample(reference.sample.values.shuffled()))
    for (found, expected) in zip(fitted.distribution.parameters, reference.parameters) {
      #expect(distance(found.value, expected.value) < 1e-9, "\(found)")
    }
    #expect(fitted.distribution.parameters.count == reference.parameters.count)
    #expect(distance(fitted.logLikelihood, reference.logLikelihood) < 1e-11)
    let free = Double(fitted.freeCount)
    let logarithm = try #require(Self.logarithms[reference.sample.values.count])
    #expect(free == Double(reference.family == "beta" ? 2 : reference.parameters.count))
    #expect(distance(fitted.aic, 2 * free - 2 * reference.logLikelihood) < 1e-11)
    #expect(
      distance(fitted.bic, free * logarithm - 2 * reference.logLikelihood)
        < 1e-11)
  }

  /// Natural logarithms of the samples' sizes, from a table.
  private static let logarithms = [
    40: 3.6888794541139363, 50: 3.912023005428146, 60: 4.0943445622221, 70: 4.248495242049359,
    80: 4.382026634673881,
  ]

  // 1e-10 of each derivative is lost, and 20,000 times that where parameters are nearly collinear.
  @Test("Standard errors are those of the Hessian at the maximum", arguments: referenceFits)
  func standardErrors(reference: FitCase) throws {
    let fitted = try FittedDistribution(
      reference.family, to: FitSample(reference.sample.values))
    for (found, expected) in zip(fitted.standardErrors, reference.parameters) {
      #expect((found == nil) == (expected.error == nil))
      if let found, let error = expected.error { #expect(distance(found, error) < 2e-5) }
    }
  }

  @Test("Statistics of fit are those of their definitions", arguments: referenceFits)
  func statistics(reference: FitCase) throws {
    let fit = try FittedDistribution(reference.family, to: FitSample(reference.sample.values)).fit
    #expect(abs(fit.kolmogorovSmirnov - reference.kolmogorovSmirnov) < 1e-10)
    #expect((fit.andersonDarling == nil) == (reference.andersonDarling == nil))
    if let found = fit.andersonDarling, let expected = reference.andersonDarling {
      #expect(abs(found - expected) < 1e-10 * max(1, expected))
    }
  }

  /// A location, or a scale, is moved or stretched with the values.
  @Test(
    "A fit follows the values when they are moved and stretched",
    arguments: ["normal", "logistic", "gumbel", "laplace", "cauchy", "student_t", "uniform"])
  func equivariance(family: String) throws {
    let values = FitData.signed.values
    let plain = try FittedDistribution(family, to: FitSample(values)).distribution
    for (factor, shift) in [(1e-6, 3.0), (1e6, -5e6), (4.0, 1e9)] {
      let moved = try FittedDistribution(
        family, to: FitSample(values.map { factor * $0 + shift })
      ).distribution
      for p in [0.02, 0.3, 0.5, 0.9] {
        let expected = factor * plain.quantile(p) + shift
        // The values themselves are rounded where they are moved.
        let rounding = 100 * shift.ulp + 1e-9 * factor * abs(plain.quantile(p))
        #expect(abs(moved.quantile(p) - expected) < rounding, "\(family) \(factor) \(shift)")
      }
    }
  }

  @Test("A family without a most likely member says why")
  func failures() throws {
    func reason(_ family: String, _ values: [Double]) -> String {
      do {
        _ = try FittedDistribution(family, to: FitSample(values))
        return ""
      } catch {
        return "\(error)"
      }
    }
    let even = FitData.even.values
    #expect(reason("gamma", FitData.signed.values).contains("above 0"))
    #expect(reason("negative_binomial", even).contains("poisson"))
    #expect(reason("binomial", FitData.scattered.values).contains("poisson"))
    #expect(reason("geometric", FitData.scattered.values).contains("from 1"))
    #expect(reason("poisson", FitData.skewed.values).contains("whole numbers"))
    #expect(reason("student_t", (1...40).map { Double($0) }).contains("normal"))
    #expect(reason("cauchy", Array(repeating: 2, count: 9) + [1, 3, 4]).contains("a third"))
    #expect(reason("triangular", even).contains("beta"))
    #expect(reason("normal", [1, 2, 3]).contains("10 are needed"))
    #expect(reason("normal", Array(repeating: 2.5, count: 20)).contains("the same"))
    #expect(reason("normal", Array(repeating: 2.5, count: 20) + [.nan]).contains("finite"))
  }

  @Test("Whole numbers are counts where many are the same, and measurements too where most differ")
  func families() throws {
    let counts = FittableFamilies.names(for: try FitSample(FitData.even.values))
    #expect(counts.contains("poisson") && !counts.contains("laplace"))
    let prices = FittableFamilies.names(for: try FitSample((1...50).map { Double($0 * $0) }))
    #expect(prices.contains("poisson") && prices.contains("lognormal"))
    let broken = FittableFamilies.names(for: try FitSample(FitData.skewed.values))
    #expect(!broken.contains("poisson") && broken.contains("lognormal"))
  }

  /// Under the family that the data are from, p is as likely to be below any share as the share says.
  @Test(
    "The bootstrap's probabilities are uniform when the family is right",
    arguments: [
      DistributionFamily.Drawn.gamma, .normal, .weibull, .poisson,
    ])
  func calibration(drawn: DistributionFamily.Drawn) throws {
    let samples = 200
    let replicates: UInt32 = 39
    var smooth: [Double] = []
    var tails: [Double] = []
    for index in 0..<samples {
      let values = drawn.values(count: 25, index: UInt32(index))
      let fitted = try FittedDistribution(drawn.rawValue, to: FitSample(values))
      let others = (0..<replicates).compactMap { fitted.replicate($0, seed: UInt64(index)) }
      smooth.append(
        bootstrapProbability(
          fitted.fit.kolmogorovSmirnov, among: others.map(\.kolmogorovSmirnov)))
      tails.append(
        bootstrapProbability(
          try #require(fitted.fit.andersonDarling), among: others.compactMap(\.andersonDarling)))
    }
    // Four standard errors of a share of 200; 40 ranks make both levels exact.
    for (level, error) in [(0.05, 0.0617), (0.5, 0.1415)] {
      for probabilities in [smooth, tails] {
        let share = Double(probabilities.count { $0 <= level + 1e-9 }) / Double(samples)
        #expect(abs(share - level) < error, "\(drawn) \(level): \(share)")
      }
    }
  }

  @Test("A wrong family has a small probability")
  func power() throws {
    let fitted = try FittedDistribution("exponential", to: FitSample(FitData.tight.values))
    let others = (0..<99).compactMap { fitted.replicate($0, seed: 1) }
    let p = bootstrapProbability(
      try #require(fitted.fit.andersonDarling), among: others.compactMap(\.andersonDarling))
    #expect(p == 0.01)
  }

  @Test("Replicates are addressed by seed and number")
  func addressed() throws {
    let fitted = try FittedDistribution("gamma", to: FitSample(FitData.skewed.values))
    let again = try FittedDistribution("gamma", to: FitSample(FitData.skewed.values))
    _ = again.replicate(5, seed: 9)
    #expect(fitted.replicate(3, seed: 9) == again.replicate(3, seed: 9))
    #expect(fitted.replicate(3, seed: 9) != fitted.replicate(4, seed: 9))
    #expect(fitted.replicate(3, seed: 9) != fitted.replicate(3, seed: 10))
  }

  /// Above a standard normal's P99 of 2.326 lies a hundredth: of 1,000 values 10 ± 3.1.
  @Test("A tail misses when its number of values is unlikely")
  func tails() throws {
    let normal = try Normal(mean: 0, sd: 1)
    let quantiles = (0..<1_000).map { normal.quantile((Double($0) + 0.5) / 1_000) }
    #expect(TailMisfit.tails(of: normal, try FitSample(quantiles)).isEmpty)
    let heavy = Array(quantiles.dropLast(20)) + (0..<20).map { 3 + Double($0) / 10 }
    let misfits = TailMisfit.tails(of: normal, try FitSample(heavy))
    #expect(misfits.map(\.isUpper) == [true])
    #expect(misfits.first?.beyond == 20)
    #expect(abs((misfits.first?.expected ?? 0) - 10) < 1e-9)
    #expect(misfits.first?.dataQuantile == 3.9)
  }
}

extension DistributionFamily {
  /// Families whose members samples are drawn from.
  enum Drawn: String, Sendable {
    case gamma, normal, weibull, poisson

    func values(count: Int, index: UInt32) -> [Double] {
      let stream = RandomStream(seed: 20_261, name: "data of \(rawValue)")
      let law: (any Distribution)? =
        switch self {
        case .gamma: try? Gamma(shape: 2, scale: 3)
        case .normal: try? Normal(mean: -4, sd: 2)
        case .weibull: try? Weibull(shape: 1.5, scale: 10)
        case .poisson: try? Poisson(mean: 9)
        }
      return (0..<count).map {
        law?.quantile(stream.uniform(trial: UInt64($0), draw: index)) ?? .nan
      }
    }
  }
}
