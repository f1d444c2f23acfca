// SPDX-License-Identifier: GPL-3.0-or-later

public import Experiments
internal import Foundation

extension RunFolder {
  /// Makes sure that the tables of the folder are those of a run, so that a page beside them says the same.
  ///
  /// - Throws: `InvalidInput` that names each table that differs; `OperationFailed` for one that cannot be
  ///   read.
  public func check(_ result: RunResult, version: String, workers: Int) throws {
    var problems: [Problem] = []
    let files = result.files(version: version, timing: "", workers: workers)
    for (name, text) in files where name != "timing.json" {
      let file = "\(path)/\(name)"
      guard let found = FileManager.default.contents(atPath: file) else {
        throw OperationFailed("cannot read \(file): \(String(cString: strerror(errno)))")
      }
      if found != Data(text.utf8) {
        problems.append(
          Problem(
            place: Place(file: file), key: "", fault: "not what its manifest.json makes",
            remedy: "run the experiment again, or breakeven run --manifest \(path)/manifest.json"))
      }
    }
    guard problems.isEmpty else { throw InvalidInput(problems) }
  }
}
