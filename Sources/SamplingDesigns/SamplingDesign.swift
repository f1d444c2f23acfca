// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// How the points of the unit cube that the trials use are chosen.
///
/// A design other than random is made of independent replicates: each a design of its own, with its own
/// randomisation, among which the trials take turns. Their spread is what tells the error, since the
/// trials inside a replicate are not independent.
public struct SamplingDesign: Sendable, Hashable {
  /// What the points of a replicate have in common.
  public enum Kind: Sendable, Hashable {
    /// Nothing: they are independent.
    case random
    /// Each coordinate has one point in each of as many strata as there are points (McKay, Beckman and
    /// Conover, Technometrics 21, 1979, doi:10.1080/00401706.1979.10489755).
    case latinHypercube
    /// They are the points of a Sobol' sequence, scrambled as Owen does.
    case sobol
  }

  /// What the points of a replicate have in common.
  public let kind: Kind
  /// Trials in all.
  public let trials: Int
  /// Number of independent replicates.
  ///
  /// Trial t belongs to replicate t modulo their number: one of a random design, 16 of a Latin
  /// hypercube, 16 to 31 of a Sobol' design.
  public let replicates: Int

  /// Fewest replicates of a design that is not random.
  public static let fewestReplicates = 16
  /// Most dimensions of a Sobol' design.
  public static let mostSobolDimensions = DirectionNumbers.dimensions
  /// Most trials of a replicate.
  static let mostPoints = 1 << Int(BK_SOBOL_LEVELS)

  /// - Throws: `DesignError` when the trials cannot be split into replicates as the kind needs it: a Latin
  ///   hypercube takes a multiple of 16, Sobol' points 16 to 31 times a power of two.
  public init(_ kind: Kind, trials: Int) throws(DesignError) {
    guard let replicates = Self.replicates(kind, trials) else {
      throw DesignError(kind: kind, trials: trials)
    }
    self.kind = kind
    self.trials = trials
    self.replicates = replicates
  }

  /// How many replicates the trials are split into; nil when they make no such design.
  static func replicates(_ kind: Kind, _ trials: Int) -> Int? {
    guard kind != .random else { return 1 }
    let fewest = fewestReplicates
    guard trials >= 2 * fewest else { return nil }
    var replicates = kind == .sobol ? trials : fewest
    while replicates >= 2 * fewest, replicates.isMultiple(of: 2) { replicates /= 2 }
    guard replicates < 2 * fewest, trials.isMultiple(of: replicates),
      trials / replicates <= mostPoints
    else { return nil }
    return replicates
  }

  /// One coordinate of the points.
  ///
  /// - Parameters:
  ///   - dimension: of the Sobol' sequence, counted from 0; a Latin hypercube has no order.
  ///   - key: gives the randomisation of the replicate with this number.
  /// - Returns: nil for a random design, whose uniforms stay as they are.
  public func coordinate(dimension: Int, key: (_ replicate: Int) -> UInt64) -> Coordinate? {
    guard kind != .random else { return nil }
    return Coordinate(
      numbers: kind == .sobol ? DirectionNumbers.all[dimension] : nil,
      keys: (0..<replicates).map(key), size: trials / replicates)
  }

  /// One coordinate of the points of a design.
  public struct Coordinate: Sendable {
    /// Direction numbers; nil for a Latin hypercube.
    let numbers: [UInt32]?
    /// The randomisation of each replicate.
    let keys: [UInt64]
    /// Points of a replicate.
    let size: Int

    /// Turns the uniforms of the trials from `firstTrial` on into the points' coordinates.
    ///
    /// The uniform of a trial says where in its stratum or cell the point lies. What a trial gets does
    /// not depend on the block it comes in, and for Sobol' points not on how many trials there are
    /// as long as there are as many replicates.
    public func transform(_ uniforms: UnsafeMutableBufferPointer<Double>, firstTrial: UInt64) {
      guard let base = uniforms.baseAddress else { return }
      let replicates = UInt32(keys.count)
      if let numbers {
        bk_sobol(base, uniforms.count, firstTrial, replicates, keys, numbers)
      } else {
        // The last block is filled up to a multiple of eight: those trials have no stratum.
        let room = max(0, size * keys.count - Int(firstTrial))
        bk_latin_hypercube(
          base, min(uniforms.count, room), firstTrial, replicates, keys, UInt64(size))
      }
    }
  }
}

/// Trials that a design cannot be made of.
public struct DesignError: Error, CustomStringConvertible {
  /// The kind of design.
  public let kind: SamplingDesign.Kind
  /// The trials asked for.
  public let trials: Int

  /// The numbers of trials next to it that would do.
  public var nearest: [Int] {
    let fewest = SamplingDesign.fewestReplicates
    let most = kind == .sobol ? 2 * fewest - 1 : fewest
    let range = 2 * fewest...most * SamplingDesign.mostPoints
    let trials = min(max(self.trials, range.lowerBound), range.upperBound)
    var step = kind == .sobol ? 2 : fewest
    while kind == .sobol, trials / step >= 2 * fewest { step *= 2 }
    let below = trials / step * step
    let above = below + step
    return below == trials ? [below] : [below, above]
  }

  public var description: String {
    let fewest = SamplingDesign.fewestReplicates
    let rule =
      kind == .sobol
      ? "\(fewest) to \(2 * fewest - 1) times a power of two" : "a multiple of \(fewest)"
    return "\(trials) trials are not \(rule), from \(2 * fewest) on"
  }
}
