// SPDX-License-Identifier: GPL-3.0-or-later

internal import RandomStreams

/// A distribution that was fitted to a sample, and how well it fits.
public struct FittedDistribution: Sendable {
  /// The most likely member of its family.
  public let distribution: any Distribution
  /// The sum of the logarithms of the density at all values; of the probability for counts.
  public let logLikelihood: Double
  /// How many parameters the data chose.
  public let freeCount: Int
  /// A standard error for each of `distribution.parameters`: nil for those that were given, or in which
  /// the likelihood is not smooth.
  public let standardErrors: [Double?]
  /// How far it lies from the data.
  public let fit: GoodnessOfFit

  private let type: any Fittable.Type
  private let sample: FitSample

  /// Fits the family of that name.
  ///
  /// - Throws: `FitFailure` when there is no such family, or no most likely member.
  public init(_ family: String, to sample: FitSample) throws(FitFailure) {
    guard let type = FittableFamilies.named(family) else {
      throw FitFailure(FittableFamilies.reason(against: family) ?? "there is no such family")
    }
    try self.init(type, sample)
  }

  private init<Family: Fittable>(_ type: Family.Type, _ sample: FitSample) throws(FitFailure) {
    let fitted = try type.mostLikely(sample)
    if let limit = fitted.limit { throw FitFailure(limit) }
    let logLikelihood = Self.logLikelihood(type, fitted.parameters.map(\.value), sample)
    guard logLikelihood.isFinite else { throw FitFailure("the values have no likelihood under it") }
    distribution = fitted
    self.logLikelihood = logLikelihood
    freeCount = fitted.freeCount(sample)
    standardErrors = Self.standardErrors(fitted, sample)
    fit = GoodnessOfFit(sample, fitted, endsAtData: type.endsAtData)
    self.type = type
    self.sample = sample
  }

  /// Akaike's information criterion: the smaller, the better.
  public var aic: Double { 2 * Double(freeCount) - 2 * logLikelihood }
  /// Schwarz's, which asks more of a parameter.
  public var bic: Double { Double(freeCount) * logarithm(sample.count) - 2 * logLikelihood }

  private static func logLikelihood(
    _ type: any Fittable.Type, _ parameters: [Double], _ sample: FitSample
  ) -> Double {
    let logDensity = type.logDensity(parameters)
    return sample.values.reduce(0) { $0 + logDensity($1) }
  }

  private static func standardErrors<Family: Fittable>(
    _ fitted: Family, _ sample: FitSample
  ) -> [Double?] {
    let parameters = fitted.parameters
    let smooth = parameters.indices.filter { !Family.unsmooth.contains(parameters[$0].name) }
    var errors = [Double?](repeating: nil, count: parameters.count)
    let covariance = observedCovariance(
      at: smooth.map { parameters[$0].value }, count: sample.count
    ) { point in
      var all = parameters.map(\.value)
      for (place, value) in zip(smooth, point) { all[place] = value }
      return logLikelihood(Family.self, all, sample)
    }
    if let covariance {
      for (row, place) in smooth.enumerated() { errors[place] = covariance[row][row].squareRoot() }
    }
    return errors
  }

  // MARK: The parametric bootstrap

  /// The statistics of a sample drawn from the fitted distribution, to which the family is fitted
  /// again; nil where it cannot be.
  ///
  /// - Parameters:
  ///   - replicate: addresses the draws, with the seed and the family.
  public func replicate(_ replicate: UInt32, seed: UInt64) -> GoodnessOfFit? {
    let stream = RandomStream(
      seed: seed, name: "fit of \(Swift.type(of: distribution).family)")
    let values = [Double](unsafeUninitializedCapacity: sample.values.count) { buffer, count in
      count = sample.values.count
      let part = UnsafeMutableBufferPointer(rebasing: buffer[0..<count])
      stream.fill(part, firstTrial: 0, draw: replicate)
      distribution.transform(part)
    }
    guard let drawn = try? FitSample(values, ends: sample.ends),
      let refitted = try? type.mostLikely(drawn)
    else { return nil }
    return GoodnessOfFit(drawn, refitted, endsAtData: type.endsAtData)
  }
}

/// The share of replicates whose statistic is at least the data's, the data counted among them.
///
/// Davison and Hinkley, "Bootstrap Methods and their Application", 1997, section 4.2.
public func bootstrapProbability(_ statistic: Double, among replicates: [Double]) -> Double {
  Double(1 + replicates.filter { $0 >= statistic }.count) / Double(1 + replicates.count)
}
