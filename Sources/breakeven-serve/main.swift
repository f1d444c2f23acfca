// SPDX-License-Identifier: GPL-3.0-or-later
//
// The server behind `breakeven serve`, which checks what it is given and starts it: a program of its own, so
// that no other command loads what it takes to speak HTTP.

internal import Experiments
internal import FlyingFox
internal import FlyingSocks
internal import Foundation
internal import Simulation

/// Says what went wrong and ends.
func fail(_ reason: String, status: Int32) -> Never {
  FileHandle.standardError.write(Data((reason + "\n").utf8))
  exit(status)
}

/// The port asked for, or a free one for 0.
func boundPort(_ port: UInt16) throws -> UInt16 {
  let socket = try Socket(domain: AF_INET)
  defer { try? socket.close() }
  try socket.setValue(true, for: .localAddressReuse)
  try socket.bind(to: sockaddr_in.inet(ip4: "127.0.0.1", port: port))
  guard case .ip4(_, let found) = try socket.sockname() else { return port }
  return found
}

let arguments = CommandLine.arguments.dropFirst().map { $0 }
guard arguments.count == 7, let trials = Int(arguments[3]), let port = UInt16(arguments[4]),
  let workers = Int(arguments[5])
else { fail("breakeven-serve is started by `breakeven serve`", status: 2) }

do {
  var editable = try EditableExperiment(
    reading: arguments[0], library: arguments[1].isEmpty ? nil : arguments[1],
    allowOutside: arguments[2] == "true")
  editable.settings.trials = trials
  let address: UInt16
  do {
    address = try boundPort(port)
  } catch {
    fail(
      "breakeven: port \(port) is taken; choose another with --port, or 0 for a free one", status: 1
    )
  }
  let session = LiveSession(editable, workers: workers, version: arguments[6])
  let server = HTTPServer(
    address: try sockaddr_in.inet(ip4: "127.0.0.1", port: address), logger: .disabled,
    handler: LiveServer(session: session, port: address))
  let serving = Task { try await server.run() }
  try await server.waitUntilListening()
  FileHandle.standardError.write(
    Data("serving \(arguments[0]) at http://127.0.0.1:\(address)/ (Ctrl-C ends it)\n".utf8))
  try await serving.value
} catch {
  fail("breakeven: \(error)", status: 1)
}
