// SPDX-License-Identifier: GPL-3.0-or-later

internal import Simulation

/// Answers that are known from elsewhere, asked of this program on this machine.
public struct SelfCheck: Sendable {
  /// One question.
  public struct Check: Sendable, Hashable {
    /// What is asked.
    public let name: String
    /// The answer, and where it is from.
    public let expected: String
    /// What came out here.
    public let found: String
    /// How far that is off, in the unit that is named; nil where only the same will do.
    public let error: Double?
    /// The most that is right.
    public let bound: Double?
    /// What error and bound count, as “relative” or “standard errors”.
    public let unit: String
    /// Whether it is right.
    public let passes: Bool

    /// Both must be the same, sign by sign.
    init(_ name: String, expected: String, found: String) {
      self.name = name
      self.expected = expected
      self.found = found
      (error, bound, unit) = (nil, nil, "")
      passes = expected == found
    }

    /// A number that may be off by `bound`, NaN being wrong.
    init(
      _ name: String, expected: Double, found: Double, error: Double, bound: Double, unit: String
    ) {
      self.name = name
      self.expected = "\(expected)"
      self.found = "\(found)"
      self.error = error
      self.bound = bound
      self.unit = unit
      passes = error <= bound
    }

    /// A number that may be off by a share of itself.
    static func relative(
      _ name: String, expected: Double, found: Double, bound: Double
    ) -> Check {
      Check(
        name, expected: expected, found: found, error: abs(found / expected - 1), bound: bound,
        unit: "relative")
    }
  }

  /// In the order in which they build on each other.
  public let checks: [Check]

  /// Whether all are right.
  public var passes: Bool { checks.allSatisfy(\.passes) }

  /// Asks everything, in a few seconds.
  ///
  /// - Throws: as `Experiment.run`.
  public init() throws {
    checks = Self.bits + Self.functions + (try Self.tables()) + (try Self.runs())
  }
}
