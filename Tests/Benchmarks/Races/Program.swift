// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A program that is timed from outside.
struct Program {
  let path: String
  let arguments: [String]

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Breakeven itself, as it is installed.
  static func breakeven(_ arguments: String...) -> Program {
    let path = ProcessInfo.processInfo.environment["BREAKEVEN"] ?? ".build/release/breakeven"
    return Program(path: path, arguments: arguments)
  }

  /// A script beside this file's folder, by the Python that `PYTHON` names.
  static func python(_ script: String, _ arguments: String...) -> Program {
    let python = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"
    return Program(
      path: "/usr/bin/env", arguments: [python, "Tests/Benchmarks/Peers/\(script)"] + arguments)
  }

  /// Whether Python has a module.
  static func pythonHas(_ module: String) -> Bool {
    let python = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"
    let program = Program(path: "/usr/bin/env", arguments: [python, "-c", "import \(module)"])
    return (try? program.run()) != nil
  }

  /// Seconds from start to end, and what it printed.
  ///
  /// By the system's calls: Foundation's `Process` looks for the end of a program every 50 ms only.
  func run() throws -> (seconds: Double, output: Data) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure(description: "no pipe") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    posix_spawn_file_actions_addclose(&actions, ends[1])
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process = pid_t()
    let start = DispatchTime.now().uptimeNanoseconds
    let status = posix_spawn(&process, path, &actions, nil, &words, environ)
    close(ends[1])
    let output = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true).readDataToEndOfFile()
    guard status == 0 else { throw Failure(description: "\(path) cannot be started") }
    var end: Int32 = 0
    waitpid(process, &end, 0)
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    guard end == 0 else {
      throw Failure(description: "\(path) \(arguments.joined(separator: " ")) failed")
    }
    return (seconds, output)
  }
}

/// The middle of some figures.
func median(_ figures: [Double]) -> Double {
  let sorted = figures.sorted()
  return sorted[sorted.count / 2]
}
