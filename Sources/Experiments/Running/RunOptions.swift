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
  /// Whether histograms are kept and not the numbers of every trial; when nil, where the numbers would take
  /// more than `memory` and nothing else needs them.
  public var streaming: Bool?
  /// Bytes that the numbers of every trial may take.
  public var memory = Self.defaultMemory
  /// Whether what only the page of the run shows is kept as well: gates, and how upfront costs spread.
  public var isForReport = false
  /// Cancels the run and tells its progress.
  public var control: RunControl?

  /// Enough trials for a fan of cash flows: its P5 is then good to 3 % of the spread.
  public static let defaultCashflowTrials = 16_384

  /// 4 GB, and not what the machine has: that would change percentiles from machine to machine.
  public static let defaultMemory = 4e9

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
