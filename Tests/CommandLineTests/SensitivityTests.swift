// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("breakeven sensitivity")
struct SensitivityTests {
  /// A lattice of 600 rows: `b` matters most, `noise` not at all, every eleventh result never comes.
  static let table: String = {
    var lines = ["a,b,noise,fixed,months"]
    for i in 0..<600 {
      let a = Double(i * 7 % 600) / 600
      let b = Double(i * 191 % 600) / 600
      let noise = Double(i * 343 % 601) / 601
      let months = b > 0.91 ? "inf" : "\(a + 4 * b)"
      lines.append("\(a),\(b),\(noise),5,\(months)")
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  static let arguments = [
    "sensitivity", "--data", "data.csv", "--inputs", "a,b, noise,fixed", "--output", "months",
  ]

  func inFolder(_ text: String = table, _ body: (Command) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try text.write(toFile: "\(folder)/data.csv", atomically: false, encoding: .utf8)
      try body(Command(folder: folder))
    }
  }

  @Test("prints bars and tables that fit, and what was left out")
  func page() throws {
    try inFolder { run in
      let outcome = try run(Self.arguments + ["--cap", "6", "--at-most", "2"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      for text in [
        "months: 600 trials, 4 inputs", "Shapley", "not distinguishable from 0", "mean at P10",
        "of outcomes against the others", "P(months <= 2)", "█",
      ] {
        #expect(outcome.output.contains(text), "no “\(text)” in \(outcome.output)")
      }
      #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      #expect(outcome.errors.contains("no index for what does not vary: fixed"))
      let lines = outcome.output.split(separator: "\n")
      #expect(lines[2].hasPrefix("b ") && lines[3].hasPrefix("a "))
      let open = try run(Self.arguments)
      #expect(open.errors.contains("some outputs are infinite") && open.status == 0)
      #expect(!open.output.contains("Shapley"))
    }
  }

  @Test("writes sensitivity.csv, the same from a pipe")
  func files() throws {
    try inFolder { run in
      let options = ["--cap", "6", "--format", "csv"]
      let outcome = try run(Self.arguments + options + ["--output-file", "sensitivity.csv"])
      let written = try run.contents(of: ".")["sensitivity.csv"]
      #expect(written == Data(outcome.output.utf8))
      #expect(
        outcome.output.hasPrefix("option,metric,input,method,index,value,ci_low,ci_high\r\n"))
      #expect(outcome.output.contains("\r\n,months,b,shapley,effect,0."))
      #expect(!outcome.output.contains("nan") && !outcome.output.contains(",fixed,"))
      var piped = Self.arguments
      piped[2] = "-"
      #expect(try run(piped + options, input: Self.table).output == outcome.output)
      let some = try run(Self.arguments + ["--method", "rank,given-data", "--format", "json"])
      let rows =
        try JSONSerialization.jsonObject(with: Data(some.output.utf8)) as? [[String: Any]] ?? []
      #expect(Set(rows.compactMap { $0["method"] as? String }) == ["rank", "given_data"])
      #expect(try run(Self.arguments + ["--format", "markdown"]).output.hasPrefix("| option |"))
    }
  }

  @Test(
    "refuses wrong data with their place",
    arguments: [
      (table.replacing("0.5,", with: "nan,"), "nan is not a finite number"),
      (table.replacing(",5,", with: ",,"), "no number; give one in every row"),
      (table.replacing(",5,", with: ",inf,"), "inf is not a finite number"),
      (table.replacing("noise", with: "nois"), "did you mean `nois`?"),
      (table.split(separator: "\n").prefix(100).joined(separator: "\n"), "99 rows"),
      (table.replacing("inf", with: "nan"), "nan is not a finite number"),
      ("a,b,noise,fixed,months\n" + String(repeating: "1,2,3,4,5\n", count: 200), "all values"),
    ])
  func wrongData(text: String, message: String) throws {
    try inFolder(text) { run in
      let outcome = try run(Self.arguments + ["--output-file", "out.csv"])
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(try run.contents(of: ".").keys.sorted() == ["data.csv"])
    }
  }

  @Test(
    "refuses wrong options",
    arguments: [
      (["--inputs", "a,a"], "stands there twice"), (["--inputs", "a,months"], "is the output"),
      (["--inputs", "a,,b"], "an empty title"), (["--method", "given-date"], "given_data"),
      (["--method", "x"], "there are rank"), (["--cap", "inf"], "--cap"),
      (["--at-most", "nan"], "--at-most"), (["--worst", "middle"], "--worst"),
    ])
  func wrongOptions(options: [String], message: String) throws {
    try inFolder { run in
      let outcome = try run(Self.arguments + options)
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }
}
