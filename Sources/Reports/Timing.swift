// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments

/// How long a run took: the one file of a run that differs from time to time.
public struct Timing: Sendable {
  private let seconds: Double
  private let workers: Int
  private let trials: Int

  /// `trials` trials that took `seconds` on `workers` workers.
  public init(seconds: Double, workers: Int, trials: Int) {
    self.seconds = seconds
    self.workers = workers
    self.trials = trials
  }

  /// As a JSON object.
  public var json: String {
    ResolvedValue.mapping([
      .init("elapsed_seconds", .number(seconds)),
      .init("workers", .number(Double(workers))),
      .init(
        "trials_per_second", seconds > 0 ? .number((Double(trials) / seconds).rounded()) : .null),
    ]).json() + "\n"
  }
}
