// SPDX-License-Identifier: GPL-3.0-or-later

internal import Synchronization

/// The wire to a run that is on: another thread stops it here and sees how far it is.
public final class RunControl: Sendable {
  private let cancelled = Atomic(false)
  private let finished = Atomic(0)

  public init() {}

  /// Stops the run at the next block.
  ///
  /// One atomic store, so a signal handler may call it.
  public func cancel() { cancelled.store(true, ordering: .relaxed) }

  /// Whether `cancel` was called.
  public var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

  /// How many trials have been evaluated, in all runs under this control.
  public var finishedTrials: Int { finished.load(ordering: .relaxed) }

  func add(finishedTrials count: Int) { finished.add(count, ordering: .relaxed) }
}
