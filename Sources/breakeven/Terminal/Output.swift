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

  /// Writes a page for people, as the terminal behind standard output can show it; elsewhere as it is.
  ///
  /// - Parameter hasHeadline: whether what stands before its first empty line is the answer.
  static func page(_ text: String, hasHeadline: Bool = false) {
    print(TerminalText(screen).written(text, hasHeadline: hasHeadline))
  }

  /// Writes a line for people.
  static func complain(_ text: String) {
    let isPlain = isatty(STDERR_FILENO) == 1 && !hasUnicode
    show((isPlain ? TerminalText.plain(text) : text) + "\n")
  }

  /// Writes a text for people as it is.
  static func show(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// What the terminal behind standard output can show.
  static var screen: Screen {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    return Screen(
      width: isTerminal ? width(of: STDOUT_FILENO) : 80, unicode: !isTerminal || hasUnicode,
      wrapsLines: isTerminal,
      colour: isTerminal && hasColour)
  }

  /// Whether the terminal shows more than ASCII, as its locale says.
  private static var hasUnicode: Bool {
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment($0) }.first ?? ""
    return locale.uppercased().contains("UTF")
  }

  /// Whether it shows colours and they are wanted (no-color.org).
  private static var hasColour: Bool {
    environment("NO_COLOR") == nil && environment("TERM") != "dumb"
  }

  /// A variable that is set to something.
  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The characters in a line of the terminal behind a file descriptor; 80 where there is none.
  static func width(of descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
