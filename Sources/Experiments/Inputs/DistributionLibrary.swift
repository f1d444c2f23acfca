// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation
internal import Yams

/// The folder `distributions/`: uncertain quantities that experiments share.
///
/// `training-practice.failed_share` is the entry `failed_share` of `training-practice.yaml`. A file is
/// read when something first names it.
final class DistributionLibrary {
  let folders: [String]
  private var sections: [String: Section?] = [:]
  /// The files that were read, for the manifest.
  private(set) var files: [TextFile] = []
  /// What is wrong with files that could not be read at all.
  private var unreadable: [Problem] = []
  /// The diagnostics of those that could.
  private var watched: [Diagnostics] = []

  /// Everything wrong in the files that were named.
  var problems: [Problem] { unreadable + watched.flatMap(\.problems) }

  enum LookUp {
    case found(Located)
    /// The name has no dot: it can only be an input of the experiment.
    case notQualified
    case noSuchFile(String)
    case noSuchEntry(file: String, known: [String])
  }

  /// A library in the first of `folders` that has the file.
  init(folders: [String]) { self.folders = folders }

  /// Where the library of an experiment is looked for unless its folder is named.
  static func folders(experiment file: String, library: String?) -> [String] {
    let beside = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    return library.map { [$0] } ?? [
      "\(beside)/../distributions", "\(beside)/distributions", "distributions",
    ]
  }

  /// The names of a file's entries; none when it cannot be read.
  func names(in file: String) -> [String] {
    (section(file)?.keys ?? []).map { "\(file).\($0)" }
  }

  func look(up name: String) -> LookUp {
    let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, isFileName(parts[0]) else { return .notQualified }
    let file = "distributions/\(parts[0]).yaml"
    guard let section = section(String(parts[0])) else { return .noSuchFile(file) }
    guard let entry = section.take(String(parts[1])) else {
      return .noSuchEntry(file: file, known: section.keys)
    }
    return .found(entry)
  }

  /// Letters, digits and hyphens: nothing that could leave the folder.
  func isFileName(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }

  private func section(_ file: String) -> Section? { section(file, path: file) }

  /// The mapping of `file`, a path below the folder without its ending; `path` begins its keys.
  func section(_ file: String, path: String) -> Section? {
    if let known = sections[file] { return known }
    let found = read(file, keys: path)
    sections[file] = .some(found)
    return found
  }

  private func read(_ file: String, keys: String) -> Section? {
    for folder in folders {
      let path = "\(folder)/\(file).yaml"
      guard FileManager.default.fileExists(atPath: path) else { continue }
      do {
        let text = try TextFile(reading: path)
        let diagnostics = Diagnostics(file: path)
        let root = Located(
          node: try Document.root(of: text), path: keys, diagnostics: diagnostics)
        files.append(text)
        watched.append(diagnostics)
        return root.section()
      } catch let invalid as InvalidInput {
        unreadable += invalid.problems
      } catch {
        unreadable.append(
          Problem(place: Place(file: path), key: "", fault: "\(error)", remedy: ""))
      }
      return nil
    }
    return nil
  }
}
