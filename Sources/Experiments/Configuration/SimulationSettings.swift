// SPDX-License-Identifier: GPL-3.0-or-later

/// How an experiment is simulated; each has a flag of `run` that overrides it.
public struct SimulationSettings: Sendable, Hashable {
  /// Number of trials, 1 to `mostTrials`.
  public var trials: Int = 100_000
  /// Seed of all random numbers.
  public var seed: UInt64 = 42
  /// How points of the unit cube are chosen.
  public var sampling: Sampling = .random
  /// How uniforms become draws.
  public var sampler: Sampler = .quantile

  /// Until when trials are doubled; nil for as many as there are.
  public var stopWhen: StoppingRule?

  /// Most trials of a run.
  public static let mostTrials = 1_000_000_000

  /// How points of the unit cube are chosen.
  public enum Sampling: String, Sendable, Hashable, CaseIterable {
    /// Independent uniforms.
    case random
    /// A point in each of as many strata as there are trials, for each input.
    case latinHypercube = "latin-hypercube"
    /// Scrambled points of a Sobol' sequence.
    case sobol
  }

  /// How uniforms become draws.
  public enum Sampler: String, Sendable, Hashable, CaseIterable {
    /// By the quantile function: a draw belongs to its trial and input.
    case quantile
    /// By GSL's own samplers on the trial's bits: an independent check of the first.
    case gsl
  }

  /// The defaults of the format.
  public init() {}
}
