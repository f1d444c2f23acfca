// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
internal import Simulation

/// Families fitted to a column of data, the best first.
public struct DistributionFit: Sendable {
  /// A family that was fitted.
  public struct Candidate: Sendable {
    /// The most likely member of the family.
    public let fitted: FittedDistribution
    /// The probability of a Kolmogorov–Smirnov statistic as large, were the family the right one; nil
    /// without replicates.
    public let kolmogorovSmirnovProbability: Double?
    /// Likewise of the Anderson–Darling statistic; nil where that does not exist.
    public let andersonDarlingProbability: Double?
    /// Tails that miss the data's.
    public let tails: [TailMisfit]

    /// The family's name.
    public var family: String { type(of: fitted.distribution).family }
  }

  /// A family that was not, and why.
  public struct LeftOut: Sendable, Hashable {
    /// Its name.
    public let family: String
    /// The reason, as a sentence without its end.
    public let reason: String
  }

  /// Where the data are from.
  public let column: DataColumn
  /// The data.
  public let sample: FitSample
  /// By Akaike's criterion, the best first.
  public let candidates: [Candidate]
  /// In the order in which they were tried.
  public let leftOut: [LeftOut]
  /// How many samples were drawn from each family for the probabilities.
  public let replicates: Int
  /// The best of the candidates.
  public let best: Candidate

  /// What to fit, and how.
  public struct Settings: Sendable {
    /// The families; nil for all that suit the data.
    public var families: [String]?
    /// The ends of the beta distribution; nil when they are to be found.
    public var ends: ClosedRange<Double>?
    /// How many samples are drawn for the probabilities; nil for 400, or none of long columns.
    public var replicates: Int?
    /// Seed of those.
    public var seed: UInt64 = SimulationSettings().seed

    /// All families, and what suits the data.
    public init() {}

    /// The longest column for which samples are drawn unasked: beyond, it takes minutes, and families
    /// are rejected for deviations that do not matter.
    public static let longestReplicated = 5_000
    /// How many are drawn then.
    public static let usualReplicates = 400
    /// Most that may be asked for.
    public static let mostReplicates = 100_000
  }

  /// Fits families to a column.
  ///
  /// - Throws: `InvalidInput` when none can be fitted.
  public init(_ column: DataColumn, _ settings: Settings = Settings()) throws {
    let sample = try column.sample(ends: settings.ends)
    let isLong = sample.values.count > Settings.longestReplicated
    let replicates = settings.replicates ?? (isLong ? 0 : Settings.usualReplicates)
    let families = settings.families ?? FittableFamilies.names(for: sample)
    let outcomes = try concurrentMap(count: families.count) { index in
      let family = families[index]
      do throws(FitFailure) {
        return Result<FittedDistribution, LeftOut>.success(
          try FittedDistribution(family, to: sample))
      } catch {
        return .failure(LeftOut(family: family, reason: error.description))
      }
    }
    leftOut = outcomes.compactMap { if case .failure(let reason) = $0 { reason } else { nil } }
    candidates =
      try outcomes.compactMap { try? $0.get() }
      .sorted { $0.aic < $1.aic }
      .map { try Candidate($0, sample, replicates: replicates, seed: settings.seed) }
    self.column = column
    self.sample = sample
    self.replicates = replicates
    guard let best = candidates.first else {
      throw InvalidInput(
        leftOut.map {
          Problem(
            place: Place(file: column.file), key: "",
            fault: "column \(shortened(column.title)): \($0.family): \($0.reason)", remedy: "")
        })
    }
    self.best = best
  }

  /// The families of a list separated by commas.
  ///
  /// - Throws: `InvalidInput` that names each that cannot be fitted, and why.
  public static func families(from text: String, name: String) throws(InvalidInput) -> [String] {
    var families: [String] = []
    var problems: [Problem] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = word.filter { $0 != " " }
      let isKnown = FittableFamilies.names.contains(word)
      guard !isKnown || families.contains(word) else {
        families.append(word)
        continue
      }
      let near = nearest(word, among: FittableFamilies.names)
      let reason = FittableFamilies.reason(against: word)
      problems.append(
        Problem(
          place: Place(file: name), key: "",
          fault: isKnown
            ? "\(word) stands twice"
            : "“\(shortened(word))” is not \(reason == nil ? "a family" : "fitted")",
          remedy: isKnown
            ? "name it once"
            : reason ?? near.map { "did you mean `\($0)`?" }
              ?? "there are \(FittableFamilies.names.joined(separator: ", "))"))
    }
    guard problems.isEmpty else { throw InvalidInput(problems) }
    return families
  }
}

extension DistributionFit {
  /// Two numbers separated by a comma, the ends of a beta distribution.
  ///
  /// - Throws: `InvalidInput` that names `name` unless they rise.
  public static func ends(
    from text: String, name: String
  ) throws(InvalidInput) -> ClosedRange<Double> {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { NumberText.read(String($0.filter { $0 != " " })) }
    if parts.count == 2, case .number(let low) = parts[0], case .number(let high) = parts[1],
      low < high, abs(low) <= 1e100, abs(high) <= 1e100
    {
      return low...high
    }
    throw InvalidInput(
      file: name, fault: "“\(shortened(text))” is not a pair of ends",
      remedy: "give two numbers that rise, as 0,1")
  }
}

extension DistributionFit.LeftOut: Error {}

extension DistributionFit.Candidate {
  /// Draws the replicates and compares the data's statistics with theirs.
  fileprivate init(
    _ fitted: FittedDistribution, _ sample: FitSample, replicates: Int, seed: UInt64
  ) throws {
    let drawn = try concurrentMap(count: replicates) { index in
      [fitted.replicate(UInt32(index), seed: seed)].compactMap { $0 }
    }.flatMap { $0 }
    self.fitted = fitted
    kolmogorovSmirnovProbability =
      drawn.isEmpty
      ? nil
      : bootstrapProbability(
        fitted.fit.kolmogorovSmirnov, among: drawn.map(\.kolmogorovSmirnov))
    let tailWeighted = drawn.compactMap(\.andersonDarling)
    andersonDarlingProbability = fitted.fit.andersonDarling.flatMap { statistic in
      tailWeighted.isEmpty ? nil : bootstrapProbability(statistic, among: tailWeighted)
    }
    tails = TailMisfit.tails(of: fitted.distribution, sample)
  }
}
