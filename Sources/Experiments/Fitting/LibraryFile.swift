// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
internal import Foundation

/// A file of the library that an entry is added to.
public struct LibraryFile {
  private let path: String
  private let text: String
  private let names: [String]

  /// Reads the file at `path`, which need not exist.
  ///
  /// - Throws: `InvalidInput` unless it could be a file of a library; `OperationFailed` if it cannot be
  ///   read.
  public init(_ path: String) throws {
    let file = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let library = DistributionLibrary(folders: [])
    guard file.hasSuffix(".yaml"), library.isFileName(file.dropLast(5)) else {
      throw InvalidInput(
        file: path, fault: "not the name of a file of a library",
        remedy: "give letters, digits, - and _, then .yaml: distributions/mine.yaml")
    }
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else {
      (text, names) = ("", [])
      return
    }
    let text = try TextFile(reading: path)
    self.text = text.text
    names = try Self.names(in: text)
  }

  private static func names(in file: TextFile) throws -> [String] {
    let diagnostics = Diagnostics(file: file.name)
    let root = Located(
      node: try Document.root(of: file), path: "", diagnostics: diagnostics)
    let names = root.section()?.keys
    guard let names, diagnostics.problems.isEmpty else { throw InvalidInput(diagnostics.problems) }
    return names
  }

  /// Throws unless an entry can be called that and the file has none of the name.
  public func requireFree(_ name: String) throws(InvalidInput) {
    let isName =
      name.first?.isLetter == true
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    guard isName else {
      throw InvalidInput(
        file: "--name", fault: "“\(shortened(name))” is not a name of an entry",
        remedy: "give letters, digits and _, a letter first")
    }
    guard !names.contains(name) else {
      throw InvalidInput(
        file: path, fault: "it has an entry \(name) already",
        remedy: "give another --name, or remove that entry first")
    }
  }

  /// The file's text with an entry after all others.
  ///
  /// - Throws: `InvalidInput` when the entry has no place in the file, or leaves it too large.
  public func appending(
    _ name: String, _ distribution: any Distribution, notes: InputNotes
  ) throws -> String {
    try requireFree(name)
    let parameters = distribution.parameters.map { "\($0.name): \($0.value)" }
    var entry = "\(name):\n"
    entry +=
      "  \(type(of: distribution).family): { \(parameters.joined(separator: ", ")) }\n"
    for (key, note) in [("unit", notes.unit), ("source", notes.source)] {
      if let note { entry += "  \(key): \(ResolvedValue.json(note))\n" }
    }
    if let checked = notes.checked { entry += "  checked: \(checked)\n" }
    if let confidence = notes.confidence { entry += "  confidence: \(confidence)\n" }
    let ending = text.isEmpty ? "" : text.hasSuffix("\n") ? "\n" : "\n\n"
    let whole = text + ending + entry
    let after = try? Self.names(in: TextFile(name: path, text: whole))
    guard whole.utf8.count <= TextFile.largestSize, after == names + [name] else {
      throw InvalidInput(
        file: path, fault: "an entry cannot be added at its end",
        remedy: "write its entries as lines of a block, in at most 1 MiB")
    }
    return whole
  }
}
