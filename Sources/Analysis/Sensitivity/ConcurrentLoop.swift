// SPDX-License-Identifier: GPL-3.0-or-later

internal import Synchronization

/// Calls a body for 0, 1, … count − 1, in any order, perhaps at the same time.
///
/// Analysis knows nothing of threads: who calls it says how loops are run. No result depends on it.
public typealias ConcurrentLoop = (_ count: Int, _ body: @Sendable (Int) -> Void) throws -> Void

/// One after the other.
public func serialLoop(_ count: Int, _ body: @Sendable (Int) -> Void) {
  for index in 0..<count { body(index) }
}

/// The values of `body` in the order of their indices.
func concurrentValues<Value: Sendable>(
  count: Int, _ loop: ConcurrentLoop, _ body: @escaping @Sendable (Int) -> Value
) throws -> [Value] {
  let values = Mutex([Value?](repeating: nil, count: count))
  try loop(count) { index in
    let value = body(index)
    values.withLock { $0[index] = value }
  }
  return values.withLock { $0.compactMap { $0 } }
}
