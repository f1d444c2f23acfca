// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Which inputs of an experiment vary together, and how.
public struct Correlations: Sendable {
  /// Two inputs with the rank correlation of their copula.
  public struct Pair: Sendable, Hashable {
    /// The inputs' places in the experiment's list, which differ.
    public let inputs: [Int]
    /// Spearman's, between −1 and 1.
    public let rank: Double
  }

  /// In the order of the file.
  public let pairs: [Pair]
  /// How extremes come together.
  let copula: Copula.Family
  let groups: [Group]

  /// Degrees of freedom of a Student copula; nil when it is Gaussian.
  public var studentDegrees: Double? {
    if case .student(let df) = copula { df } else { nil }
  }

  /// Inputs that correlations connect, directly or through others.
  struct Group: Sendable {
    /// Places in the experiment's list, in the order of their names.
    let inputs: [Int]
    let copula: Copula
  }

  static let none = Correlations(pairs: [], copula: .gaussian, groups: [])
}
