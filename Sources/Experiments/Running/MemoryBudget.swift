// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation

/// Refuses a run that the machine's memory cannot hold, before it begins to.
enum MemoryBudget {
  static func check(trials: Int, columns: Int) throws(InvalidInput) {
    let bytes = Double(trials) * Double(columns) * 8
    guard let available, bytes > available * 0.9 else { return }
    throw problem(bytes: Int(bytes), columns: columns, trials: trials)
  }

  static func problem(bytes: Int, columns: Int, trials: Int) -> InvalidInput {
    let gigabytes = (Double(bytes) / 1e8).rounded(.up) / 10
    let free = available.map { " of \(($0 / 1e8).rounded(.down) / 10) GB free" } ?? ""
    return InvalidInput([
      Problem(
        place: Place(file: "run"), key: "trials",
        fault: "\(trials) trials of \(columns) columns need \(gigabytes) GB\(free)",
        remedy: "give fewer trials, keep fewer metrics with --metrics, or `run --streaming`")
    ])
  }

  /// Bytes that can be had without swapping, as far as the system tells.
  private static var available: Double? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else {
      return nil
    }
    for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
      let words = line.split(separator: " ")
      guard words.count >= 2, let kilobytes = Double(words[1]) else { return nil }
      return min(kilobytes * 1024, controlGroupLimit ?? .infinity)
    }
    return nil
  }

  /// The limit of the container, if it has one.
  private static var controlGroupLimit: Double? {
    let path = "/sys/fs/cgroup/memory.max"
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    return text.flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }
}
