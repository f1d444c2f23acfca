// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments
internal import Foundation
internal import Synchronization

/// Writes files, which are on the disk when it returns.
func write(_ files: [(path: String, text: String)]) throws(OperationFailed) {
  try FileWork.requireAll(files.map(\.path)) { index in
    let file = open(files[index].path, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    guard file >= 0 else { return errno }
    var text = files[index].text
    let isWritten = text.withUTF8 { write($0, to: file) } && fsync(file) == 0
    let reason = isWritten ? 0 : errno
    return close(file) == 0 || reason != 0 ? reason : errno
  }
}

/// Renames files.
func move(_ files: [(from: String, to: String)]) throws(OperationFailed) {
  for file in files where rename(file.from, file.to) != 0 { throw failure(file.to) }
}

/// Why a file cannot be written.
func failure(_ file: String, _ reason: Int32 = errno) -> OperationFailed {
  OperationFailed("cannot write \(file): \(String(cString: strerror(reason)))")
}

private func write(_ bytes: UnsafeBufferPointer<UInt8>, to file: Int32) -> Bool {
  var rest = UnsafeRawBufferPointer(bytes)
  while !rest.isEmpty {
    let count = write(file, rest.baseAddress, rest.count)
    guard count > 0 || (count < 0 && errno == EINTR) else { return false }
    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(count, 0)))
  }
  return true
}

/// Something that is done to each of some files, all at once: the time goes in waiting for the disk, which
/// serves many as fast as one.
///
/// Dispatch has as many threads as there are processors, and these wait. Where threads cannot be had, fewer do.
private final class FileWork: Sendable {
  private static let mostThreads = 16
  /// They call the system and little else; under a limit of memory the usual size would not be had.
  private static let stackSize = 256 << 10

  private let body: @Sendable (Int) -> Int32
  private let count: Int
  private let cursor = Atomic(0)
  private let reasons: Mutex<[Int32]>

  private init(_ count: Int, _ body: @escaping @Sendable (Int) -> Int32) {
    self.count = count
    self.body = body
    reasons = Mutex([Int32](repeating: 0, count: count))
  }

  /// - Parameter body: gives an error number, or 0, for the file at an index.
  /// - Throws: `OperationFailed` for the first of the files with which it failed.
  static func requireAll(
    _ files: [String], _ body: @escaping @Sendable (Int) -> Int32
  ) throws(OperationFailed) {
    let work = FileWork(files.count, body)
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    defer { attributes.deallocate() }
    pthread_attr_init(attributes)
    pthread_attr_setstacksize(attributes, stackSize)
    var threads: [pthread_t] = []
    while threads.count + 1 < min(mostThreads, files.count), let thread = work.thread(attributes) {
      threads.append(thread)
    }
    pthread_attr_destroy(attributes)
    work.run()
    for thread in threads { pthread_join(thread, nil) }
    for (file, reason) in zip(files, work.reasons.withLock { $0 }) where reason != 0 {
      throw failure(file, reason)
    }
  }

  /// A thread that takes part; nil where there is none to be had.
  private func thread(_ attributes: UnsafePointer<pthread_attr_t>) -> pthread_t? {
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let own = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread, attributes,
      { raw in
        let pointer = raw as UnsafeMutableRawPointer?
        pointer.map { Unmanaged<FileWork>.fromOpaque($0).takeRetainedValue().run() }
        return nil
      }, own.toOpaque())
    guard status == 0 else {
      own.release()
      return nil
    }
    return thread
  }

  private func run() {
    while true {
      let index = cursor.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      let reason = body(index)
      if reason != 0 { reasons.withLock { $0[index] = reason } }
    }
  }
}
