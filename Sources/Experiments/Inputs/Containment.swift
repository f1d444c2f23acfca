// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation

/// Whether a path leads to something in a folder or below it, once `..` and symbolic links are followed.
///
/// Of a path that leads nowhere the part that exists is looked at, so that the answer says nothing of what
/// lies outside.
func leads(_ path: String, into folder: String) -> Bool {
  guard let base = resolved(folder) else { return false }
  var path = path
  while true {
    if let target = resolved(path) {
      return target == base || target.hasPrefix(base == "/" ? base : base + "/")
    }
    // A link that leads nowhere: whatever it leads to is not known to be inside.
    var status = stat()
    guard lstat(path, &status) != 0, let slash = path.lastIndex(of: "/") else { return false }
    path = slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

/// The path without links and `..`; nil where there is no such file.
private func resolved(_ path: String) -> String? {
  guard let found = realpath(path, nil) else { return nil }
  defer { free(found) }
  return String(cString: found)
}
