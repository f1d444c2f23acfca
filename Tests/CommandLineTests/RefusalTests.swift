// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("What is refused")
struct RefusalTests {
  let reference = projectPath("experiments/reference.yaml")

  /// Runs a file with `bytes`; it must be refused with status 2 and change nothing.
  func refusal(_ bytes: Data, _ arguments: [String] = []) throws -> String {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      try bytes.write(to: URL(fileURLWithPath: "\(folder)/e.yaml"))
      let outcome = try run(["run", "e.yaml"] + arguments)
      #expect(outcome.status == 2, "status \(outcome.status): \(outcome.errors)")
      #expect(outcome.output.isEmpty)
      #expect(try run.contents(of: ".").keys.sorted() == ["e.yaml"])
      return outcome.errors
    }
  }

  @Test("Files that are no text, or none of a sensible size")
  func strangeFiles() throws {
    #expect(try refusal(Data()).contains("e.yaml: empty"))
    var noise = Data([0xFF, 0x00, 0xFE])
    noise.append(contentsOf: (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    #expect(try refusal(noise).contains("not a text"))
    #expect(try refusal(Data(repeating: 0x23, count: 100_000_000)).contains("larger than"))
  }

  @Test("Texts that would take hours or all memory to read", .timeLimit(.minutes(2)))
  func endless() throws {
    let keys = (0..<90_000).map { "k\($0): 1\n" }.joined()
    #expect(try refusal(Data(keys.utf8)).contains("90003 problems"))
    let names = (0..<70_000).map { "  i\($0): 1\n" }.joined()
    #expect(try refusal(Data("format: breakeven/1\ninputs:\n\(names)".utf8)).contains("options: "))
    for deep in [
      String(repeating: "[", count: 200_000), String(repeating: "- ", count: 100_000),
      String(repeating: "{a: ", count: 100_000),
    ] {
      #expect(try refusal(Data(deep.utf8)).contains("nesting"))
    }
    let wide = "[" + String(repeating: "1,", count: 500_000) + "1]"
    #expect(try refusal(Data(wide.utf8)).contains("more than 250000 values"))
  }

  @Test("A manifest that would take all memory to read")
  func wideManifest() throws {
    try withTemporaryFolder { folder in
      for values in [
        "[" + String(repeating: "1,", count: 5_000_000) + "1]",
        "\n" + String(repeating: "- - -\n", count: 5_000_000),
      ] {
        try "{ breakeven: 0.1.0, experiment: \(values) }".write(
          toFile: "\(folder)/m.json", atomically: false, encoding: .utf8)
        let outcome = try Command(folder: folder)(["run", "--manifest", "m.json"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("more than 1200000 values"))
      }
    }
  }

  @Test("A folder, a device, a file that is not there")
  func notAFile() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      #expect(try run(["run", folder]).status == 2)
      #expect(try run(["run", "/dev/zero"]).status == 2)
      let missing = try run(["run", "nowhere.yaml"])
      #expect(missing.status == 1)
      #expect(missing.errors.contains("nowhere.yaml: No such file"))
    }
  }

  @Test(
    "Wrong arguments",
    arguments: [
      ["run"], ["run", "e.yaml", "--trials", "0"], ["run", "e.yaml", "--trials", "1e12"],
      ["run", "e.yaml", "--trials", "many"], ["run", "e.yaml", "--workers", "0"],
      ["run", "e.yaml", "--metrics", "payback"], ["run", "e.yaml", "--format", "xml"],
      ["run", "e.yaml", "--seed", "-1"], ["run", "e.yaml", "--nonsense"], ["nonsense"],
      ["trial", "e.yaml"], ["trial", "e.yaml", "-3"], ["run", "e.yaml", "--sampling", "sobol"],
      ["run", "--manifest", "e.yaml"], ["run", "e.yaml", "--trials", "1e9", "--no-streaming"],
    ])
  func wrongArguments(arguments: [String]) throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      try projectFile("experiments/reference.yaml").write(
        toFile: "\(folder)/e.yaml", atomically: false, encoding: .utf8)
      let outcome = try run(arguments)
      #expect(outcome.status == 2, "status \(outcome.status): \(outcome.errors)")
      #expect(!outcome.errors.isEmpty && outcome.output.isEmpty)
      #expect(try run.contents(of: ".").keys.sorted() == ["e.yaml"])
    }
  }

  @Test("An output folder that cannot be made is an I/O failure, before anything is simulated")
  func unwritable() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      try Data().write(to: URL(fileURLWithPath: "\(folder)/file"))
      for output in ["file", "file/below", "/proc/nowhere"] {
        let outcome = try run(["run", reference, "--trials", "1e8", "-o", output])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("cannot write"))
      }
      #expect(try run.contents(of: ".").keys.sorted() == ["file"])
    }
  }

  @Test("A cost that overflows names the option and the trial")
  func overflow() throws {
    let text = try projectFile("experiments/reference.yaml")
      .replacing("mean: 0.03, sd: 0.02", with: "mean: 900, sd: 1")
      .replacing("horizon_months: 36", with: "horizon_months: 600")
    let errors = try refusal(Data(text.utf8))
    #expect(errors.contains("options.prompting: its cost in trial 0 is too large"))
  }
}
