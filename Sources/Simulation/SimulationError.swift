// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a run gave no result.
public enum SimulationError: Error, Hashable, Sendable {
  /// The memory for the results could not be had; `bytes` is `Int.max` when their number overflows.
  case outOfMemory(bytes: Int)
  /// The run was cancelled before its last block was begun.
  case interrupted
  /// A number of trials below 1, or so great that the last trial has no 64-bit index.
  case trialsOutOfRange(Int)
}

extension SimulationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfMemory(.max):
      "not enough memory: the results have more bytes than can be counted"
    case .outOfMemory(let bytes):
      "not enough memory: the results need \(bytes) bytes"
    case .interrupted:
      "interrupted"
    case .trialsOutOfRange(let trials):
      "the number of trials is \(trials); it must be at least 1 and end below 2^64"
    }
  }
}
