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
  func run() throws -> (seconds: Double, output: Data) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    let start = DispatchTime.now().uptimeNanoseconds
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    guard process.terminationStatus == 0 else {
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
