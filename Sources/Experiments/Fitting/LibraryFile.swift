// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions
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

  /// Throws when the file has an entry of that name.
  public func requireFree(_ name: EntryName) throws(InvalidInput) {
    guard !names.contains(name.text) else {
      throw InvalidInput(
        file: path, fault: "it has an entry \(name.text) already",
        remedy: "give another --name, or remove that entry first")
    }
  }

  /// The file's text with the best of a fit after all other entries.
  ///
  /// - Parameter checked: the day of the fit.
  /// - Throws: `InvalidInput` when the entry has no place in the file, or leaves it too large.
  public func adding(
    _ fit: DistributionFit, as name: EntryName, unit: String?, checked: CalendarDate
  ) throws(InvalidInput) -> String {
    try requireFree(name)
    let ending = text.isEmpty ? "" : text.hasSuffix("\n") ? "\n" : "\n\n"
    let whole = text + ending + Self.entry(fit, name, unit: unit, checked: checked)
    let after = try? Self.names(in: TextFile(name: path, text: whole))
    guard whole.utf8.count <= TextFile.largestSize, after == names + [name.text] else {
      throw InvalidInput(
        file: path, fault: "an entry cannot be added at its end",
        remedy: "write its entries as lines of a block, in at most 1 MiB")
    }
    return whole
  }

  private static func entry(
    _ fit: DistributionFit, _ name: EntryName, unit: String?, checked: CalendarDate
  ) -> String {
    let distribution = fit.best.fitted.distribution
    let parameters = distribution.parameters.map { "\($0.name): \($0.value)" }
    let source =
      "most likely \(fit.best.family) for column \(fit.column.title) of \(fit.column.file),"
      + " \(fit.sample.values.count) values"
    var lines = [
      "\(name.text):", "  \(fit.best.family): { \(parameters.joined(separator: ", ")) }",
    ]
    if let unit { lines.append("  unit: \(ResolvedValue.json(unit))") }
    lines += [
      "  source: \(ResolvedValue.json(source))", "  checked: \(checked)", "  confidence: medium",
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}
