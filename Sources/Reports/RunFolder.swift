// SPDX-License-Identifier: GPL-3.0-or-later

public import Experiments
internal import Foundation
internal import Simulation

/// The folder a run writes to.
///
/// Files are written to a folder beside their place, which is renamed when it has all of them; from then on
/// they count as written, and are moved to their places. So none is ever seen half written, a run that
/// fails leaves the last good one whole, and what one leaves that is killed while it moves files is moved by
/// the next command.
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
  /// - Parameters:
  ///   - removing: files that an earlier run may have left, and that go if not written now.
  ///   - removesCharts: whether the charts that an earlier run may have left go as well.
  /// - Throws: `OperationFailed` when one cannot be written; then nothing has changed.
  public func write(
    _ files: [(name: String, text: String)], removing leftovers: [String] = [],
    removesCharts: Bool = false
  ) throws(OperationFailed) {
    let existed = FileManager.default.fileExists(atPath: path)
    let staging = try makeStaging()
    do throws(OperationFailed) {
      try makeFolders(of: files.map(\.name), in: [staging, path])
      let leftCharts = removesCharts ? charts : []
      let removed = (leftovers + leftCharts).filter { name in
        Self.isFile("\(path)/\(name)") && !files.contains { $0.name == name }
      }
      // None rather than an empty one: Foundation loses memory when it reads an empty file.
      let list = removed.isEmpty ? [] : [(Self.removedList, removed.joined(separator: "\n"))]
      do {
        try Reports.write((files + list).map { ("\(staging)/\($0)", $1) })
      } catch {
        throw OperationFailed(error.description.replacingOccurrences(of: staging, with: path))
      }
      guard rename(staging, finished) == 0 else { throw failure(path) }
      try place(finished)
    } catch {
      unlinkAll(staging)
      unlinkAll(finished)
      if !existed { rmdir(path) }
      throw error
    }
  }

  /// Where this process has all files, before they are in their places.
  private var finished: String { "\(path)/\(Self.finishedPrefix)\(getpid())" }

  private static let stagingPrefix = ".writing-"
  private static let finishedPrefix = ".written-"
  /// Beside the files: the names of those that go when they come.
  private static let removedList = ".removed"

  /// Moves files to their places, the manifest last, and removes those that go.
  ///
  /// What was done already is not done again.
  private func place(_ finished: String) throws(OperationFailed) {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: finished)) ?? []
    let moves = names.filter { $0 != Self.removedList && Self.isFile("\(finished)/\($0)") }
      .map { (from: "\(finished)/\($0)", to: "\(path)/\($0)") }
    try move(moves.filter { !$0.from.hasSuffix("manifest.json") })
    try move(moves.filter { $0.from.hasSuffix("manifest.json") })
    let list = try? String(contentsOfFile: "\(finished)/\(Self.removedList)", encoding: .utf8)
    for name in (list ?? "").split(separator: "\n") { unlink("\(path)/\(name)") }
    // Goes only when nothing is left in it.
    rmdir("\(path)/charts")
    unlinkAll(finished)
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
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
    let staging = "\(path)/\(Self.stagingPrefix)\(getpid())"
    do {
      try FileManager.default.createDirectory(
        atPath: staging, withIntermediateDirectories: true)
    } catch {
      throw failure(path)
    }
    guard access(staging, W_OK) == 0 else { throw failure(path) }
    settle()
    return staging
  }

  /// Brings to an end what commands left that were killed while they wrote: moves the files of those that had
  /// written all, and removes those of the others.
  ///
  /// Before anything in the folder is read that must fit together.
  public func settle() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names {
      if Self.isLeft(name, Self.finishedPrefix) { try? place("\(path)/\(name)") }
      if Self.isLeft(name, Self.stagingPrefix) { unlinkAll("\(path)/\(name)") }
    }
  }

  /// Whether the name is that of a process that is no more.
  ///
  /// A folder of finished files that has this process's number is an older one's: it is asked before this one
  /// has any.
  private static func isLeft(_ name: String, _ prefix: String) -> Bool {
    guard name.hasPrefix(prefix), let process = pid_t(name.dropFirst(prefix.count)) else {
      return false
    }
    if process == getpid() { return prefix == finishedPrefix }
    return kill(process, 0) != 0 && errno == ESRCH
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
  public func files(
    version: String, timing: String, workers: Int
  ) -> [(name: String, text: String)] {
    var files: [(name: String, text: @Sendable () -> String)] = [
      ("summary.csv", { summaryTable.csv }),
      ("percentiles.csv", { percentileTable.csv }),
      ("risk.csv", { riskTable.csv }),
      ("probabilities.csv", { probabilityTable.csv }),
      ("cashflow.csv", { cashflowTable.csv }),
      ("budget.csv", { budgetTable(budgets).csv }),
      ("timing.json", { timing }),
    ]
    if !convergence.isEmpty { files.append(("convergence.csv", { convergenceTable.csv })) }
    files.append(("manifest.json", { Manifest.json(self, version: version) }))
    let all = files
    // Nothing is thrown without an error of the body and without a control.
    let texts = try? concurrentMap(count: all.count, workers: workers) { all[$0].text() }
    return zip(all.map(\.name), texts ?? all.map { $0.text() }).map { ($0, $1) }
  }

  /// The files that only some runs write.
  public static let optionalFiles = ["convergence.csv", "report.html", "report.ipynb"]
}
