// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation

/// The path of a file of the project.
public func projectPath(_ path: String) -> String {
  let here = URL(fileURLWithPath: #filePath)
  let root = here.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  return root.appendingPathComponent(path).path
}

/// The text of a file of the project.
public func projectFile(_ path: String) throws -> String {
  try String(contentsOfFile: projectPath(path), encoding: .utf8)
}

/// A folder that is removed at the end of `body`.
public func withTemporaryFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "breakeven-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}
