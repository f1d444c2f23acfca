// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments
internal import Foundation
internal import Reports

/// Standard output for data, standard error for people.
enum Output {
  /// Writes data.
  ///
  /// A closed pipe ends the process quietly; another failure is one.
  static func print(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EPIPE {
        exit(0)
      } else if errno != EINTR {
        complain("breakeven: cannot write to standard output: \(String(cString: strerror(errno)))")
        exit(ExitStatus.failed)
      }
    }
  }

  /// Writes a line for people.
  static func complain(_ text: String) {
    show(text + "\n")
  }

  /// Writes a text for people as it is.
  static func show(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// What the terminal behind standard output can show.
  static var screen: Screen {
    let environment = ProcessInfo.processInfo.environment
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let unicode = !isTerminal || locale.uppercased().contains("UTF")
    return Screen(width: isTerminal ? width : 80, unicode: unicode, wrapsLines: isTerminal)
  }

  private static var width: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
