// SPDX-License-Identifier: GPL-3.0-or-later

public import CostModel
public import Simulation

/// How to run an experiment, beyond what its file says.
public struct RunOptions: Sendable {
  /// What is computed and kept; everything when nil.
  public var metrics: Set<Metric>?
  /// Worker threads; they change no result.
  public var workers: Int
  /// Trials whose cash flow is kept, from the first one on.
  public var cashflowTrials: Int
  /// Whether the estimates of the first trials, at powers of two, are kept as well.
  public var convergence = false
  /// Cancels the run and tells its progress.
  public var control: RunControl?

  /// Enough trials for a fan of cash flows: its P5 is then good to 3 % of the spread.
  public static let defaultCashflowTrials = 16_384

  /// Everything, on all processors.
  public init(
    metrics: Set<Metric>? = nil, workers: Int = availableProcessors(),
    cashflowTrials: Int = Self.defaultCashflowTrials, control: RunControl? = nil
  ) {
    self.metrics = metrics
    self.workers = workers
    self.cashflowTrials = cashflowTrials
    self.control = control
  }
}
