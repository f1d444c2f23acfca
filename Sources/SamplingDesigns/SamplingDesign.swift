// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels
internal import RandomStreams

/// How the points of the unit cube that the trials use are chosen.
///
/// A design other than random is made of independent replicates: each a design of its own on its share
/// of the trials, with its own randomisation. Their spread is what tells the error, since the trials
/// inside a replicate are not independent.
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
  /// Independent replicates that the trials are split into; one of a random design.
  public let replicates: Int
  private let seed: UInt64

  /// Replicates of a design that is not random.
  public static let replicateCount = 16
  /// Most coordinates of a Sobol' design.
  public static let mostSobolCoordinates = DirectionNumbers.dimensions

  /// - Throws: `DesignError` when the trials cannot be split into replicates as the kind needs it.
  public init(_ kind: Kind, trials: Int, seed: UInt64) throws(DesignError) {
    self.kind = kind
    self.trials = trials
    self.seed = seed
    replicates = kind == .random ? 1 : Self.replicateCount
    guard kind != .random else { return }
    let least = 2 * Self.replicateCount
    let isWhole =
      kind == .sobol
      ? trials.nonzeroBitCount == 1 && trials >= least
      : trials % Self.replicateCount == 0 && trials >= least
    let most = Self.replicateCount << 31
    guard isWhole, trials <= most else { throw DesignError(kind: kind, trials: trials) }
  }

  /// Trials of a replicate.
  public var replicateSize: Int { trials / replicates }

  /// Turns the uniforms of the trials from `firstTrial` on into one coordinate of the design's points.
  ///
  /// The uniform of a trial says where in its stratum or cell the point lies. A random design leaves
  /// them as they are.
  ///
  /// - Parameters:
  ///   - uniforms: one for each trial; trials beyond the design's last are left alone.
  ///   - name: the coordinate's name, which addresses its randomisation.
  ///   - coordinate: its number, which picks the dimension of a Sobol' sequence.
  public func transform(
    _ uniforms: UnsafeMutableBufferPointer<Double>, name: String, coordinate: Int,
    firstTrial: UInt64
  ) {
    guard kind != .random, let base = uniforms.baseAddress else { return }
    let size = replicateSize
    let numbers = kind == .sobol ? DirectionNumbers.all[coordinate] : []
    var offset = 0
    while offset < uniforms.count, Int(firstTrial) + offset < trials {
      let trial = Int(firstTrial) + offset
      let (replicate, index) = trial.quotientAndRemainder(dividingBy: size)
      let count = min(uniforms.count - offset, size - index)
      let key = RandomStream(seed: seed, name: "design:\(replicate):\(name)").key
      if kind == .sobol {
        bk_sobol(
          base + offset, count, UInt32(index), numbers, Int32(size.trailingZeroBitCount), key)
      } else {
        bk_latin_hypercube(base + offset, count, UInt64(index), UInt64(size), key)
      }
      offset += count
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
    let step = SamplingDesign.replicateCount
    let least = 2 * step
    guard kind == .sobol else {
      let below = max(least, trials / step * step)
      return below == trials ? [below] : [below, max(least, below + step)]
    }
    var power = least
    while power <= trials / 2 { power *= 2 }
    return power >= trials ? [power] : [power, 2 * power]
  }

  public var description: String {
    let rule = kind == .sobol ? "a power of two" : "a multiple of \(SamplingDesign.replicateCount)"
    return "\(trials) trials are not \(rule) of at least \(2 * SamplingDesign.replicateCount)"
  }
}
