// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels
internal import Foundation

/// Reads a part of a run, section by section, and refuses what is damaged.
final class PartReader {
  /// Its file as the user named it.
  let name: String
  let header: PartHeader
  private let stream: UnsafeMutablePointer<FILE>

  /// Opens a file and reads its header.
  ///
  /// - Throws: `OperationFailed` if it cannot be read; `InvalidInput` if it is no part or damaged.
  init(_ name: String) throws {
    var status = stat()
    guard stat(name, &status) == 0, let stream = fopen(name, "rb") else {
      throw OperationFailed("\(name): \(String(cString: strerror(errno)))")
    }
    self.name = name
    self.stream = stream
    do {
      guard status.st_mode & S_IFMT == S_IFREG,
        try Self.bytes(PartHeader.magic.count, stream, name) == PartHeader.magic
      else {
        throw InvalidInput(
          file: name, fault: "no part of a run", remedy: "name what `run --shard` wrote")
      }
      let words: [UInt64] = try Self.numbers(stream, name, atMost: PartHeader.wordCount)
      let text = try Self.section(stream, name, atMost: TextFile.largestManifest)
      guard let record = String(validating: text, as: UTF8.self),
        let header = PartHeader(words: words, record: record)
      else {
        throw InvalidInput(
          file: name, fault: "a part of another version's run",
          remedy: "merge it with the version that made it")
      }
      self.header = header
    } catch {
      fclose(stream)
      throw error
    }
  }

  deinit { fclose(stream) }

  /// The 64-bit words of the next section, of at most `most`.
  func words(atMost most: Int) throws -> [UInt64] { try Self.numbers(stream, name, atMost: most) }

  /// The text of the next section, of at most `most` bytes.
  func text(atMost most: Int) throws -> String {
    let bytes = try Self.section(stream, name, atMost: most)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Self.damaged(name) }
    return text
  }

  /// Reads the next section into `target`, which must be as long.
  func read(into target: UnsafeMutableRawBufferPointer) throws {
    let size = try Self.word(stream, name)
    guard size == UInt64(target.count),
      fread(target.baseAddress, 1, target.count, stream) == target.count,
      try Self.word(stream, name) == bk_checksum(target.baseAddress, target.count)
    else { throw Self.damaged(name) }
  }

  /// That nothing follows.
  func finish() throws {
    guard getc(stream) == EOF, ferror(stream) == 0 else { throw Self.damaged(name) }
  }

  /// What is said of a file whose bytes are not those that were written.
  static func damaged(_ name: String) -> InvalidInput {
    InvalidInput(
      file: name, fault: "damaged: its checksum does not fit or it ends too soon",
      remedy: "run that shard again")
  }

  private static func bytes(
    _ count: Int, _ stream: UnsafeMutablePointer<FILE>, _ name: String
  ) throws -> [UInt8] {
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
      read = fread(buffer.baseAddress, 1, count, stream)
    }
    guard ferror(stream) == 0 else {
      throw OperationFailed("\(name): \(String(cString: strerror(errno)))")
    }
    return bytes
  }

  private static func word(
    _ stream: UnsafeMutablePointer<FILE>, _ name: String
  ) throws -> UInt64 {
    let bytes = try bytes(8, stream, name)
    guard bytes.count == 8 else { throw damaged(name) }
    return bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
  }

  private static func section(
    _ stream: UnsafeMutablePointer<FILE>, _ name: String, atMost most: Int
  ) throws -> [UInt8] {
    // The size is not trusted before the checksum: it says at most how much is read, and no more memory is
    // asked for than the file can fill.
    let size = try word(stream, name)
    var status = stat()
    guard size <= UInt64(most), fstat(fileno(stream), &status) == 0, size <= UInt64(status.st_size)
    else { throw damaged(name) }
    let section = try bytes(Int(size), stream, name)
    guard section.count == Int(size), try word(stream, name) == bk_checksum(section, section.count)
    else { throw damaged(name) }
    return section
  }

  private static func numbers(
    _ stream: UnsafeMutablePointer<FILE>, _ name: String, atMost most: Int
  ) throws -> [UInt64] {
    let bytes = try section(stream, name, atMost: 8 * most)
    guard bytes.count.isMultiple(of: 8) else { throw damaged(name) }
    return bytes.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 8).map {
        bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)
      }
    }
  }
}
