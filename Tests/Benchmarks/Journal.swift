// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What was measured, on standard output and, of a whole run, in a file.
enum Journal {
  nonisolated(unsafe) private static var lines: [String] = []

  /// Says what machine this is, and with which versions.
  static func begin() {
    let cpu = firstLine("/proc/cpuinfo", beginning: "model name") ?? "unknown processor"
    write("\(cpu), \(ProcessInfo.processInfo.activeProcessorCount) processors in use")
    write("vector level: \(level)")
    for (name, program) in [
      ("Breakeven", Program.breakeven("--version")),
      ("Python", Program.python("versions.py")),
      ("C", Program(path: "/usr/bin/env", arguments: ["cc", "--version"])),
    ] {
      guard let output = try? program.run().output else { continue }
      let text = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline)
      if let first = text.first { write("\(name): \(first)") }
    }
  }

  static func write(_ line: String) {
    print(line)
    lines += line.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    fflush(nil)
  }

  static func save(to path: String) throws {
    let text =
      "# Measured by `make bench`\n\nRatios of one run mean something; times alone do not.\n\n"
    try (text + lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n") + "\n")
      .write(toFile: path, atomically: true, encoding: .utf8)
  }

  private static var level: String {
    let flags = firstLine("/proc/cpuinfo", beginning: "flags") ?? ""
    if flags.contains("avx512dq") { return "AVX-512" }
    return flags.contains("avx2") ? "AVX2" : "SSE2"
  }

  private static func firstLine(_ path: String, beginning start: String) -> String? {
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    let line = text?.split(whereSeparator: \.isNewline).first { $0.hasPrefix(start) }
    return line?.split(separator: ":", maxSplits: 1).last.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }
}
