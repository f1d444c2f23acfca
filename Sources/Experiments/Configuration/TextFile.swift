// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation

/// A file that was read, with what is needed to say which one it was.
public struct TextFile: Sendable {
  /// As the user named it; `-` for standard input.
  public let name: String
  /// Its text.
  public let text: String
  /// SHA-256 of its bytes, in hexadecimal.
  public let digest: String

  /// Largest file that is read: far above any experiment, far below what could fill the memory.
  public static let largestSize = 1 << 20
  /// Largest table that distributions are fitted to.
  static let largestData = 1 << 26
  /// Largest manifest that is read: it lists the values of all files of observations.
  static let largestManifest = 1 << 26

  /// Reads `name`; `-` is standard input.
  ///
  /// - Throws: `OperationFailed` if it cannot be read; `InvalidInput` if it is not a text of at most
  ///   `largestSize` bytes.
  public init(reading name: String) throws {
    try self.init(reading: name, atMost: Self.largestSize)
  }

  /// Reads a text of at most `largest` bytes.
  ///
  /// - Parameters:
  ///   - sizes: what is said of the size a file should have.
  ///   - kind: what should be given.
  init(
    reading name: String, atMost largest: Int,
    sizes: String = "an experiment is a text of a few kilobytes",
    kind: String = "an experiment file in YAML"
  ) throws {
    let bytes =
      try name == "-" ? Self.standardInput(largest) : Self.contents(of: name, largest)
    guard bytes.count <= largest else {
      throw InvalidInput(
        file: name, fault: "larger than \(largest) bytes",
        remedy: sizes)
    }
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      throw InvalidInput(
        file: name, fault: "not a text in UTF-8", remedy: "give \(kind)")
    }
    self.init(name: name, text: text)
  }

  /// A text that came from elsewhere.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
    digest = SHA256.hexadecimal(of: Array(text.utf8))
  }

  /// A file that a manifest recorded and that is not read again.
  init(name: String, recordedDigest: String) {
    self.name = name
    text = ""
    digest = recordedDigest
  }

  /// Devices and pipes are refused before they are opened: they may never end.
  private static func contents(of name: String, _ largest: Int) throws -> [UInt8] {
    var status = stat()
    guard stat(name, &status) == 0 else {
      throw OperationFailed("\(name): \(String(cString: strerror(errno)))")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR:
      throw InvalidInput(file: name, fault: "a folder", remedy: "name a file in it")
    default:
      throw InvalidInput(
        file: name, fault: "not a regular file", remedy: "use - to read standard input")
    }
    guard let file = fopen(name, "rb") else {
      throw OperationFailed("\(name): \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    return try read(file, name: name, largest)
  }

  private static func standardInput(_ largest: Int) throws -> [UInt8] {
    guard let input = fdopen(dup(STDIN_FILENO), "rb") else {
      throw OperationFailed("standard input: \(String(cString: strerror(errno)))")
    }
    defer { fclose(input) }
    return try read(input, name: "-", largest)
  }

  /// One byte more than allowed is enough to know that it is too much.
  private static func read(
    _ file: UnsafeMutablePointer<FILE>, name: String, _ largest: Int
  ) throws -> [UInt8] {
    let limit = largest + 1
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      count = fread(buffer.baseAddress, 1, limit, file)
    }
    guard ferror(file) == 0 else {
      throw OperationFailed("\(name): \(String(cString: strerror(errno)))")
    }
    return bytes
  }
}
