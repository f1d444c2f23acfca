// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels
internal import Foundation

/// Writes a part of a run: sections of bytes, each with its size before and its checksum behind it.
///
/// The file is written in a folder beside its place and renamed, so that it is never seen half written.
struct PartWriter {
  private let stream: UnsafeMutablePointer<FILE>
  private let name: String

  /// Writes `folder/name` with what `body` adds to the header.
  ///
  /// - Throws: `OperationFailed` when it cannot be written; then nothing has changed.
  static func write(
    _ header: PartHeader, to name: String, in folder: String,
    _ body: (PartWriter) throws -> Void
  ) throws {
    let staging = "\(folder)/.writing-\(getpid())"
    let place = "\(folder)/\(name)"
    func failure() -> OperationFailed {
      OperationFailed("cannot write \(place): \(String(cString: strerror(errno)))")
    }
    guard mkdir(staging, 0o777) == 0 || errno == EEXIST else { throw failure() }
    defer { try? FileManager.default.removeItem(atPath: staging) }
    guard let stream = fopen("\(staging)/\(name)", "wb") else { throw failure() }
    var isOpen = true
    defer { if isOpen { fclose(stream) } }
    let writer = PartWriter(stream: stream, name: place)
    try writer.raw(PartHeader.magic)
    try writer.section(header.words)
    try writer.section(Array(header.record.utf8))
    try body(writer)
    guard fflush(stream) == 0, fsync(fileno(stream)) == 0 else { throw failure() }
    isOpen = false
    guard fclose(stream) == 0, rename("\(staging)/\(name)", place) == 0 else { throw failure() }
  }

  /// Adds a section with the bytes of an array.
  func section<Element: BitwiseCopyable>(_ elements: [Element]) throws {
    try elements.withUnsafeBytes { try section($0) }
  }

  /// Adds a section.
  func section(_ bytes: UnsafeRawBufferPointer) throws {
    try raw([UInt64(bytes.count)])
    try raw(bytes)
    try raw([bk_checksum(bytes.baseAddress, bytes.count)])
  }

  private func raw<Element: BitwiseCopyable>(_ elements: [Element]) throws {
    try elements.withUnsafeBytes { try raw($0) }
  }

  private func raw(_ bytes: UnsafeRawBufferPointer) throws {
    guard fwrite(bytes.baseAddress, 1, bytes.count, stream) == bytes.count else {
      throw OperationFailed("cannot write \(name): \(String(cString: strerror(errno)))")
    }
  }
}
