// SPDX-License-Identifier: GPL-3.0-or-later

/// A place in a text file; lines and columns count from 1.
public struct Place: Sendable, Hashable, Comparable {
  /// The file as the user named it; `-` for standard input.
  public let file: String
  /// 0 when the fault is the whole file's.
  public let line: Int
  /// 0 when the fault is the whole file's.
  public let column: Int

  /// A place in `file`.
  public init(file: String, line: Int = 0, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// In reading order.
  public static func < (a: Place, b: Place) -> Bool {
    (a.file, a.line, a.column) < (b.file, b.line, b.column)
  }
}

/// One mistake in a file: where, at which key, what is wrong and what would be right.
public struct Problem: Sendable, Hashable {
  /// Where it stands.
  public let place: Place
  /// The key's path from the top, as `options.hosted.project.labels`; empty for the whole file.
  public let key: String
  /// What is wrong, with the offending value.
  public let fault: String
  /// What would be right.
  public let remedy: String

  /// A mistake at `place`.
  public init(place: Place, key: String, fault: String, remedy: String) {
    self.place = place
    self.key = key
    self.fault = fault
    self.remedy = remedy
  }
}

extension Problem: CustomStringConvertible {
  /// In the form `file:line:column: key: fault; remedy`.
  public var description: String {
    let position =
      place.line > 0 ? "\(place.file):\(place.line):\(place.column)" : place.file
    let subject = key.isEmpty ? "" : "\(key): "
    return "\(position): \(subject)\(fault)\(remedy.isEmpty ? "" : "; \(remedy)")"
  }
}

/// Input that cannot be used, with everything that is wrong with it.
///
/// The command ends with status 2.
public struct InvalidInput: Error, CustomStringConvertible {
  /// In reading order, at least one.
  public let problems: [Problem]

  /// All `problems` at once, sorted by place.
  public init(_ problems: [Problem]) {
    self.problems = problems.sorted { $0.place < $1.place }
  }

  /// A problem with a whole file.
  public init(file: String, fault: String, remedy: String) {
    self.init([Problem(place: Place(file: file), key: "", fault: fault, remedy: remedy)])
  }

  /// One line for each problem.
  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}

/// Something that could not be done though the input was right: reading, writing.
///
/// The command ends with status 1.
public struct OperationFailed: Error, CustomStringConvertible {
  /// What failed, on what, and why.
  public let description: String

  /// A failure with its reason.
  public init(_ description: String) { self.description = description }
}
