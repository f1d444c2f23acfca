// SPDX-License-Identifier: GPL-3.0-or-later

public import Experiments
internal import Foundation

/// The folder a run writes to.
///
/// Files are written to a folder beside their place and then renamed, so that none is ever seen half
/// written and a run that fails leaves the last good one whole.
public struct RunFolder: Sendable {
  /// Where the files go.
  public let path: String

  /// The folder at `path`, which need not exist yet.
  public init(_ path: String) { self.path = path }

  /// Makes sure that files can be written, before any work is done for them.
  ///
  /// - Throws: `OperationFailed` if the folder cannot be made or written to.
  public func prepare() throws(OperationFailed) {
    let existed = FileManager.default.fileExists(atPath: path)
    let staging = try makeStaging()
    unlinkAll(staging)
    if !existed { rmdir(path) }
  }

  /// Makes the folder, and makes sure that files can be written to it.
  ///
  /// - Throws: `OperationFailed` if it cannot be made or written to.
  public func create() throws(OperationFailed) { unlinkAll(try makeStaging()) }

  /// Writes all files or none.
  ///
  /// A name may have one folder in front, which is made.
  ///
  /// - Parameter removing: files that an earlier run may have left, and that go if not written now.
  /// - Throws: `OperationFailed` when one cannot be written; then nothing has changed.
  public func write(
    _ files: [(name: String, text: String)], removing leftovers: [String] = []
  ) throws(OperationFailed) {
    let existed = FileManager.default.fileExists(atPath: path)
    let staging = try makeStaging()
    do throws(OperationFailed) {
      try makeFolders(of: files.map(\.name), in: [staging, path])
      do {
        try Reports.write(files.map { ("\(staging)/\($0.name)", $0.text) })
      } catch {
        throw OperationFailed(error.description.replacingOccurrences(of: staging, with: path))
      }
      try putInPlace(files.map(\.name), from: staging)
    } catch {
      unlinkAll(staging)
      if !existed { rmdir(path) }
      throw error
    }
    for name in leftovers + charts where !files.contains(where: { $0.name == name }) {
      unlink("\(path)/\(name)")
    }
    // Goes only when nothing is left in it.
    rmdir("\(path)/charts")
    unlinkAll(staging)
  }

  /// Moves files to where they belong, the last one when all others are there.
  private func putInPlace(_ names: [String], from staging: String) throws(OperationFailed) {
    let moves = names.map { (from: "\(staging)/\($0)", to: "\(path)/\($0)") }
    try move(Array(moves.dropLast()))
    try move(Array(moves.suffix(1)))
  }

  /// The charts that earlier runs left.
  private var charts: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/charts")) ?? [])
      .filter(Report.isChart).map { "charts/\($0)" }
  }

  private func makeFolders(of names: [String], in places: [String]) throws(OperationFailed) {
    for name in names {
      guard let slash = name.firstIndex(of: "/") else { continue }
      for place in places {
        let folder = "\(place)/\(name[..<slash])"
        guard mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw failure(folder) }
      }
    }
  }

  private func makeStaging() throws(OperationFailed) -> String {
    let staging = "\(path)/.writing-\(getpid())"
    do {
      try FileManager.default.createDirectory(
        atPath: staging, withIntermediateDirectories: true)
    } catch {
      throw failure(path)
    }
    guard access(staging, W_OK) == 0 else { throw failure(path) }
    removeLeftovers()
    return staging
  }

  /// Removes what runs left that were killed while they wrote.
  private func removeLeftovers() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names where name.hasPrefix(".writing-") {
      guard let process = pid_t(name.dropFirst(".writing-".count)), process != getpid(),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unlinkAll("\(path)/\(name)")
    }
  }

  private func unlinkAll(_ staging: String) {
    try? FileManager.default.removeItem(atPath: staging)
  }
}

/// Writes a file beside its place and renames it, so that it is never seen half written.
///
/// - Throws: `OperationFailed` when it cannot be written; then nothing has changed.
public func writeWhole(_ text: String, to file: String) throws(OperationFailed) {
  let staging = "\(file).writing-\(getpid())"
  do {
    try write([(staging, text)])
  } catch {
    unlink(staging)
    throw OperationFailed(error.description.replacingOccurrences(of: staging, with: file))
  }
  guard rename(staging, file) == 0 else {
    let reason = failure(file)
    unlink(staging)
    throw reason
  }
}

/// Makes sure, before any work is done for it, that a file can be written where it shall go.
///
/// - Throws: `OperationFailed` when its folder is not there or takes no files.
public func requireWritable(_ file: String) throws(OperationFailed) {
  let end = file.lastIndex(of: "/")
  let folder = end.map { $0 == file.startIndex ? "/" : String(file[..<$0]) } ?? "."
  guard access(folder, W_OK) == 0 else { throw failure(file) }
}

extension RunResult {
  /// The files of a run, in the order in which they are put in place: the manifest last, so that
  /// it never describes tables that are not there yet.
  public func files(version: String, timing: String) -> [(name: String, text: String)] {
    var files = [
      ("summary.csv", summaryTable.csv),
      ("percentiles.csv", percentileTable.csv),
      ("risk.csv", riskTable.csv),
      ("probabilities.csv", probabilityTable.csv),
      ("cashflow.csv", cashflowTable.csv),
      ("budget.csv", budgetTable(budgets).csv),
      ("timing.json", timing),
    ]
    if !convergence.isEmpty { files.append(("convergence.csv", convergenceTable.csv)) }
    return files + [("manifest.json", Manifest.json(self, version: version))]
  }

  /// The files that only some runs write.
  public static let optionalFiles = ["convergence.csv", "report.html", "report.ipynb"]
}
