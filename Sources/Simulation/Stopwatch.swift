// SPDX-License-Identifier: GPL-3.0-or-later

internal import Dispatch

/// How long something takes, by a clock that runs on when the day's time is set.
public struct Stopwatch: Sendable {
  private let start = DispatchTime.now().uptimeNanoseconds

  /// Starts.
  public init() {}

  /// Seconds since the start; 0 where a broken clock has gone backwards.
  public var seconds: Double {
    let now = DispatchTime.now().uptimeNanoseconds
    return now > start ? Double(now - start) / 1e9 : 0
  }
}
