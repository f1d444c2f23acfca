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
      return min(kilobytes * 1024, controlGroupLimit ?? .infinity, processLimit ?? .infinity)
    }
    return nil
  }

  /// What the limit of the process (`ulimit -v`) leaves for columns; nil where it has none.
  private static var processLimit: Double? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      limit.rlim_cur != rlim_t.max,
      let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = text.split(separator: " ").first.flatMap({ Double($0) })
    else { return nil }
    return max(0, Double(limit.rlim_cur) - pages * Double(sysconf(Int32(_SC_PAGESIZE))) - reserve)
  }

  /// What a run takes beside its columns.
  private static let reserve = 1.5e8

  /// The limit of the container, if it has one.
  private static var controlGroupLimit: Double? {
    let path = "/sys/fs/cgroup/memory.max"
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    return text.flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }
}
