// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("The terminal")
struct TerminalTests {
  /// Runs the command on a terminal of some width, by util-linux's `script`.
  static func onTerminal(
    _ arguments: [String], columns: Int, environment: String, folder: String
  ) throws -> String? {
    let script = "/usr/bin/script"
    guard FileManager.default.isExecutableFile(atPath: script) else { return nil }
    let quoted = ([Command.path] + arguments)
      .map { "'\($0.replacing("'", with: "'\\''"))'" }.joined(separator: " ")
    let line = "stty cols \(columns) && \(environment) exec \(quoted) 2>/dev/null"
    let outcome = try Command(folder: folder, launcher: [script])(["-qec", line, "/dev/null"])
    return outcome.output.replacing("\r\n", with: "\n")
  }

  @Test(
    "Every line fits, colours and Unicode are there when they are wanted and can be shown",
    arguments: [40, 80, 132])
  func fits(columns: Int) throws {
    try withTemporaryFolder { folder in
      let reference = projectPath("experiments/reference.yaml")
      for arguments in [
        ["run", reference, "--trials", "500", "--no-report"], ["trial", reference, "3"],
        ["explain", reference], ["budget", reference, "--trials", "500"],
      ] {
        let utf = "LC_ALL=C.UTF-8 TERM=xterm"
        guard
          let plain = try Self.onTerminal(
            arguments, columns: columns, environment: "\(utf) NO_COLOR=1", folder: folder)
        else { return }
        #expect(!plain.isEmpty)
        #expect(!plain.contains("\u{1B}"), "\(arguments)")
        for line in plain.split(separator: "\n") {
          #expect(line.count <= columns || !line.dropFirst(4).contains(" "), "\(line)")
        }
        let ascii = try Self.onTerminal(
          arguments, columns: columns, environment: "LC_ALL=C NO_COLOR=1", folder: folder)
        #expect(ascii?.allSatisfy(\.isASCII) == true, "\(arguments)")
        guard arguments[0] == "run" else { continue }
        let colours = try Self.onTerminal(
          arguments, columns: columns, environment: "\(utf) NO_COLOR=", folder: folder)
        #expect(colours?.contains("\u{1B}[36m") == true)
        let dumb = try Self.onTerminal(
          arguments, columns: columns, environment: "LC_ALL=C.UTF-8 TERM=dumb", folder: folder)
        #expect(dumb == plain)
      }
    }
  }

  @Test(
    "Completions for bash, zsh and fish know every command", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let outcome = try run(["--generate-completion-script", shell])
      #expect(outcome.status == 0)
      for word in ["run", "report", "information", "--no-report", "--sampling", "latin-hypercube"] {
        #expect(outcome.output.contains(word.replacing("--", with: shell == "fish" ? "" : "--")))
      }
      guard FileManager.default.isExecutableFile(atPath: "/bin/\(shell)") else { return }
      let file = "\(folder)/completions"
      try outcome.output.write(toFile: file, atomically: false, encoding: .utf8)
      let checked = try Command(folder: folder, launcher: ["/bin/\(shell)"])(["-n", file])
      #expect(checked.status == 0, "\(checked.errors)")
    }
  }

  @Test(
    "The manual page has every command and flag, and no line that troff would take for a request")
  func manual() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let page = try run(["manual"]).output
      #expect(page.hasPrefix(".TH BREAKEVEN 1 \"\" \"Breakeven "))
      for part in [
        ".SS \\fBrun\\fR [\\fIexperiment\\fR]", ".SS \\fBdistributions fit\\fR",
        "\\fB\\-\\-no\\-report\\fR", "NO_COLOR", ".SS \\fBreport\\fR \\fIfolders\\fR...",
      ] {
        #expect(page.contains(part), "\(part)")
      }
      let requests = Set(
        page.split(separator: "\n").filter { $0.hasPrefix(".") || $0.hasPrefix("'") }
          .map { $0.prefix { $0 != " " } })
      #expect(requests == [".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".I"])
      guard FileManager.default.isExecutableFile(atPath: "/usr/bin/groff") else { return }
      let file = "\(folder)/breakeven.1"
      try page.write(toFile: file, atomically: false, encoding: .utf8)
      let shown = try Command(folder: folder, launcher: ["/usr/bin/groff"])(
        ["-man", "-ww", "-z", file])
      #expect(shown.status == 0 && shown.errors.isEmpty, "\(shown.errors)")
    }
  }
}
