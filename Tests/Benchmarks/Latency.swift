// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What people wait for: the help, a short run, the page that follows a slider.
struct Latency {
  static let rounds = 25
  static let moves = 30

  func report() throws {
    try startUp()
    try answers()
  }

  /// Whole processes, in turn, the page cache warm.
  private func startUp() throws {
    let folder = NSTemporaryDirectory() + "breakeven-latency-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = ["run", "experiments/reference.yaml", "--trials", "1000", "-o", folder]
    let breakeven = Program.breakeven().path
    let programs = [
      ("/bin/true", Program(path: "/bin/true", arguments: [])),
      ("--help", Program.breakeven("--help")),
      ("1000 trials, tables", Program(path: breakeven, arguments: run + ["--no-report"])),
      ("1000 trials, tables and pages", Program(path: breakeven, arguments: run)),
    ]
    var times = programs.map { _ in [Double]() }
    for _ in 0..<Self.rounds {
      for (index, program) in programs.enumerated() {
        times[index].append(try program.1.run().seconds)
      }
    }
    Journal.write("\nwhole processes in turn, median of \(Self.rounds) rounds, milliseconds")
    for (program, times) in zip(programs, times) { write(program.0, times) }
    let limit = 1e3 * 3 * median(times[0]) + 20
    Journal.write("three times /bin/true and 20 ms are \(String(format: "%.1f", limit)) ms")
  }

  /// A number of the live page moved: from the request to the last byte of the answer.
  private func answers() throws {
    let trials = 100_000
    let server = try LiveServer(experiment: "experiments/reference.yaml", trials: trials)
    defer { server.stop() }
    var times: [Double] = []
    for move in 0..<Self.moves {
      let body = "{\"inputs/label_price/uniform/low\": \(0.5 + 0.01 * Double(move))}"
      let start = DispatchTime.now().uptimeNanoseconds
      try server.post(body, to: "/run")
      times.append(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9)
    }
    Journal.write(
      "\nbreakeven serve, \(trials) trials, median of \(Self.moves) moves, milliseconds")
    write("answer", times)
  }

  private func write(_ name: String, _ seconds: [Double]) {
    let sorted = seconds.sorted().map { 1e3 * $0 }
    let label = name.padding(toLength: 44, withPad: " ", startingAt: 0)
    Journal.write(
      label
        + String(
          format: "%9.1f   (%9.1f to%9.1f)", median(sorted), sorted[0], sorted[sorted.count - 1]))
  }
}

/// `breakeven serve` on a free port.
private final class LiveServer {
  private let process = Process()
  private let port: UInt16

  init(experiment: String, trials: Int) throws {
    process.executableURL = URL(fileURLWithPath: Program.breakeven().path)
    process.arguments = ["serve", experiment, "--trials", "\(trials)", "--port", "0"]
    let messages = Pipe()
    process.standardError = messages
    try process.run()
    // It says where it listens, once it does: “… at http://127.0.0.1:PORT/ …”.
    let said = String(decoding: messages.fileHandleForReading.availableData, as: UTF8.self)
    let address = said.split(separator: "127.0.0.1:", maxSplits: 1).last ?? ""
    guard let port = UInt16(address.prefix { $0.isNumber }) else {
      process.terminate()
      throw Program.Failure(description: "breakeven serve: \(said)")
    }
    self.port = port
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  /// Sends a JSON body and reads the whole answer.
  func post(_ body: String, to path: String) throws {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(connection) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(connection, $0, size) }
    }
    let request =
      "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    guard connected == 0, write(connection, request, request.utf8.count) == request.utf8.count
    else { throw Program.Failure(description: "breakeven serve does not listen") }
    var answer: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(connection, &part, part.count), count > 0 {
      answer += part[..<count]
    }
    guard String(decoding: answer.prefix(32), as: UTF8.self).contains(" 200 ") else {
      throw Program.Failure(description: String(decoding: answer.prefix(1_000), as: UTF8.self))
    }
  }
}
