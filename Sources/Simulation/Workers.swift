// SPDX-License-Identifier: GPL-3.0-or-later

internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// How many processors are online, at least 1: the number of workers to use when nobody says
/// otherwise.
///
/// A batch system that gives the process fewer must be asked for their number by the caller.
public func availableProcessors() -> Int {
  max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
}

/// Evaluates `body` for 0, 1, … `count - 1` on several workers.
///
/// - Parameters:
///   - workers: how many run at a time; below 1 counts as 1.
///   - control: lets another thread cancel. It counts no trials here.
///   - body: must not depend on the order of calls.
/// - Returns: the values in the order of their indices.
/// - Throws: the error of the lowest index that failed, or `SimulationError.interrupted`.
public func concurrentMap<Value: Sendable>(
  count: Int, workers: Int = availableProcessors(), control: RunControl? = nil,
  _ body: @Sendable (Int) throws -> Value
) throws -> [Value] {
  let values = Mutex([Value?](repeating: nil, count: max(count, 0)))
  try work(items: count, workers: workers, control: control, makeScratch: {}) { index, _ in
    let value = try body(index)
    values.withLock { $0[index] = value }
  }
  return values.withLock { $0.compactMap { $0 } }
}

/// Hands out 0, 1, … `items - 1` to workers, each of which has its own scratch.
///
/// Which error is thrown does not depend on timing: indices are handed out in order, and after a
/// failure at one index only lower ones, all handed out before, can still fail and take its place.
///
/// - Parameter finish: called by each worker with its scratch when no index is left.
func work<Scratch>(
  items: Int, workers: Int, control: RunControl?,
  makeScratch: @Sendable () throws -> Scratch,
  body: @Sendable (Int, inout Scratch) throws -> Void,
  finish: @Sendable (Scratch) -> Void = { _ in }
) throws {
  guard items > 0 else { return }
  let cursor = Atomic(0)
  let lowestFailure = Atomic(Int.max)
  let outcome = Mutex(Outcome())

  DispatchQueue.concurrentPerform(iterations: min(max(workers, 1), items)) { _ in
    // A scratch that cannot be made fails before every index.
    var index = -1
    do {
      var scratch = try makeScratch()
      while true {
        index = cursor.add(1, ordering: .relaxed).oldValue
        if index >= items {
          finish(scratch)
          return
        }
        if index > lowestFailure.load(ordering: .relaxed) { return }
        if let control, control.isCancelled {
          outcome.withLock { $0.isInterrupted = true }
          return
        }
        try body(index, &scratch)
      }
    } catch {
      lowestFailure.min(index, ordering: .relaxed)
      outcome.withLock { $0.record(error, at: index) }
    }
  }

  let final = outcome.withLock { $0 }
  if let error = final.error { throw error }
  if final.isInterrupted { throw SimulationError.interrupted }
}

/// What went wrong, if anything.
private struct Outcome {
  var isInterrupted = false
  private(set) var error: (any Error)?
  private var index = Int.max

  mutating func record(_ error: any Error, at index: Int) {
    guard self.error == nil || index < self.index else { return }
    self.error = error
    self.index = index
  }
}
