// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments
internal import Foundation

/// The limit that the shell or the batch system sets on a process, as `ulimit -v`.
enum MemoryLimit {
  /// What the program, its threads and its tables take before any trial: below that, allocations fail in
  /// places that have no way to say so.
  private static let least: UInt64 = 256_000_000

  /// - Throws: `OperationFailed` when the limit is too low to begin with.
  static func require() throws(OperationFailed) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < least
    else { return }
    throw OperationFailed(
      "the limit on memory (ulimit -v) is \(limit.rlim_cur / 1_000_000) MB; give at least "
        + "\(least / 1_000_000) MB")
  }
}
