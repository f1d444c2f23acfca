// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What a command printed and how it ended.
struct Outcome {
  let status: Int32
  let output: String
  let errors: String
}

/// The command as users run it: a process of its own.
struct Command {
  /// Beside the test program, where the build puts it.
  static var path: String {
    let tests = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0])
    return tests.deletingLastPathComponent().appendingPathComponent("breakeven").path
  }

  var folder: String
  /// What starts it: the command itself, or a program that runs it.
  var launcher = [path]

  /// Runs `breakeven` with `arguments`; stops it when `interruptAfter` seconds have passed.
  func callAsFunction(
    _ arguments: [String], input: String? = nil, interruptAfter seconds: Double? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: launcher[0])
    process.arguments = launcher.dropFirst() + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let files = ["out", "err", "in"].map { "\(folder)/.\($0)-\(UUID().uuidString)" }
    for file in files { try Data().write(to: URL(fileURLWithPath: file)) }
    defer { files.forEach { try? FileManager.default.removeItem(atPath: $0) } }
    if let input { try input.write(toFile: files[2], atomically: false, encoding: .utf8) }
    process.standardOutput = FileHandle(forWritingAtPath: files[0])
    process.standardError = FileHandle(forWritingAtPath: files[1])
    process.standardInput = FileHandle(forReadingAtPath: files[2])
    try process.run()
    if let seconds {
      Thread.sleep(forTimeInterval: seconds)
      process.interrupt()
    }
    process.waitUntilExit()
    return Outcome(
      status: process.terminationReason == .exit
        ? process.terminationStatus : -process.terminationStatus,
      output: try String(contentsOfFile: files[0], encoding: .utf8),
      errors: try String(contentsOfFile: files[1], encoding: .utf8))
  }

  /// Every file below a folder with its contents.
  func contents(of path: String) throws -> [String: Data] {
    var found: [String: Data] = [:]
    let base = "\(folder)/\(path)"
    for name in try FileManager.default.subpathsOfDirectory(atPath: base) {
      found[name] = FileManager.default.contents(atPath: "\(base)/\(name)")
    }
    return found
  }
}
