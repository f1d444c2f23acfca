// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("breakeven distributions fit")
struct FitTests {
  /// Twenty-four prices of an irregular ladder, two cells empty, and dates.
  static let table: String = {
    var lines = ["date,price,count,name"]
    for i in 0..<24 {
      let price = i % 12 == 5 ? "" : "\(1 + Double(i * i % 19) / 8)"
      let day = i < 9 ? "0\(i + 1)" : "\(i + 1)"
      lines.append("2026-0\(1 + i * 5 % 9)-\(day),\(price),\(i * i % 7),x\(i)")
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  func inFolder(_ text: String = table, _ body: (Command) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try text.write(toFile: "\(folder)/data.csv", atomically: false, encoding: .utf8)
      try body(Command(folder: folder))
    }
  }

  static let fit = ["distributions", "fit", "data.csv", "--column", "price", "--bootstrap", "40"]

  @Test("The page ranks, plots and tells how many cells are empty")
  func page() throws {
    try inFolder { run in
      let outcome = try run(Self.fit)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors == "2 empty cells passed over\n")
      for text in ["price of data.csv: 22 values", "normal", "p: share of 40", "bars are the data"]
      {
        #expect(outcome.output.contains(text), "no “\(text)” in \(outcome.output)")
      }
      #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let again = try run(
        ["distributions", "fit", "-", "--column", "price", "--bootstrap", "40", "--format", "csv"],
        input: Self.table)
      let file = try run(Self.fit + ["--format", "csv"])
      #expect(again.output == file.output && !file.output.isEmpty)
      let other = try run(Self.fit + ["--format", "csv", "--seed", "5"])
      #expect(other.output != file.output)
      let json = try run(Self.fit + ["--format", "json"])
      let rows =
        try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]] ?? []
      let criteria = rows.compactMap { $0["aic"] as? Double }
      #expect(criteria == criteria.sorted() && criteria.count == rows.count && rows.count > 15)
      #expect(try run(Self.fit + ["--format", "markdown"]).output.hasPrefix("| rank | family |"))
    }
  }

  @Test("What is written can be shown, and is never written over")
  func write() throws {
    try inFolder { run in
      let arguments =
        Self.fit + ["--families", "gamma", "--write", "mine.yaml", "--unit", "USD \"net\""]
      let first = try run(arguments)
      #expect(first.status == 0, "\(first.errors)")
      let second = try run(arguments + ["--name", "other"])
      #expect(second.status == 0, "\(second.errors)")
      let shown = try run(["distributions", "show", "mine.price", "mine.other", "--library", "."])
      for text in [
        "distribution  gamma(shape", "unit          USD \"net\"", "confidence    medium",
        "column price of data.csv, 22 values", "mine.other",
      ] {
        #expect(shown.output.contains(text), "no “\(text)” in \(shown.output) \(shown.errors)")
      }
      let before = try run.contents(of: ".")
      let refused = try run(arguments)
      #expect(refused.status == 2 && refused.errors.contains("it has an entry price already"))
      #expect(try run.contents(of: ".") == before)
    }
  }

  @Test("A file that cannot take an entry stays as it was")
  func unwritable() throws {
    try inFolder { run in
      for (text, message) in [
        ("{ a: { value: 1 } }\n", "cannot be added"), ("- 1\n", "mine.yaml"),
        ("a: [1\n", "mine.yaml:"), ("a: &x 1\nb: *x\n...\n", "cannot be added"),
      ] {
        try text.write(
          toFile: "\(run.folder)/mine.yaml", atomically: false, encoding: .utf8)
        let outcome = try run(Self.fit + ["--write", "mine.yaml", "--svg", "a.svg"])
        #expect(outcome.status == 2 && outcome.errors.contains(message), "\(outcome.errors)")
        #expect(try run.contents(of: ".").keys.sorted() == ["data.csv", "mine.yaml"])
        #expect(try run.contents(of: ".")["mine.yaml"] == Data(text.utf8))
      }
      let odd = try run(Self.fit + ["--write", "mine.txt"])
      #expect(odd.status == 2 && odd.errors.contains("distributions/mine.yaml"))
      let named = try run(Self.fit + ["--write", "new.yaml", "--name", "a b"])
      #expect(named.status == 2 && named.errors.contains("--name"))
      #expect(try run(Self.fit + ["--write", "nowhere/new.yaml"]).status == 1)
    }
  }

  @Test("The picture is well-formed, the same each time, and has a title")
  func picture() throws {
    try inFolder(Self.table.replacing(",price,", with: ",\"a<b&\"\"c\"\"\",")) { run in
      let arguments = [
        "distributions", "fit", "data.csv", "--column", "a<b&\"c\"", "--bootstrap", "0",
      ]
      for (column, name) in [("a<b&\"c\"", "a"), ("count", "b")] {
        var arguments = arguments
        arguments[4] = column
        #expect(try run(arguments + ["--svg", "\(name).svg", "--unit", "<&>"]).status == 0)
        #expect(try run(arguments + ["--svg", "again.svg", "--unit", "<&>"]).status == 0)
        let files = try run.contents(of: ".")
        let picture = try #require(files["\(name).svg"])
        #expect(picture == files["again.svg"])
        #expect(XMLCheck.isWellFormed(picture))
        let text = String(decoding: picture, as: UTF8.self)
        #expect(text.contains("<title>") && text.contains("<polyline") && text.contains("<rect"))
        #expect(!text.contains("<script") && !text.contains("nan") && !text.contains("inf"))
      }
    }
  }

  @Test("A path is printed as a process that an experiment reads")
  func path() throws {
    try inFolder { run in
      let arguments = ["distributions", "fit", "data.csv", "--column", "price", "--process"]
      let walk = try run(arguments + ["random_walk"])
      #expect(walk.status == 0, "\(walk.errors)")
      #expect(walk.output.contains("# price of data.csv: 22 dates from 2026-01-01 to 2026-09-"))
      for kind in ["random_walk", "mean_reverting"] {
        let process = try run(arguments + [kind])
        #expect(process.output.contains("\n    \(kind):\n"), "\(process.errors)")
        let experiment = try projectFile("experiments/ticket-classifier.yaml")
          .replacing("processes:", with: "\(process.output)  #")
        try experiment.write(toFile: "\(run.folder)/e.yaml", atomically: false, encoding: .utf8)
        let valid = try run(["validate", "e.yaml", "--library", projectPath("distributions")])
        #expect(valid.status == 0, "\(valid.errors)")
        #expect((valid.output + valid.errors).contains("process price is not used"))
      }
      let csv = try run(arguments + ["random_walk", "--format", "csv"])
      #expect(csv.output.hasPrefix("process,kind,parameter,estimate,standard_error"))
      #expect(csv.output.contains("price,random_walk,volatility,"))
    }
  }

  @Test(
    "Wrong data are told with their place, and change nothing",
    arguments: [
      ("price\n1\n2\nx y\n4\n", "data.csv:4:1: “x y” is not a number"),
      ("a,price\n1,2\n2,nan\n1,inf\n", "data.csv:3:3: nan is not a finite number"),
      ("a,price\n1,2\n2,nan\n1,inf\n", "data.csv:4:3: inf is not a finite number"),
      ("a,price\n1,\"2\n,3\"\n", "data.csv:2:3: “2” is not a number"),
      ("price\n1e400\n", "too large"), ("price\n\"1,5\"\n", "has a comma"),
      ("pric\n1\n", "did you mean `pric`?"), ("a,b\n1,2\n", "it has a, b"),
      ("price\n" + String(repeating: "3\n", count: 20), "all values are the same"),
      ("price\n1\n2\n3\n", "10 are needed"), ("", "no column"),
      ("price\n\"1\n", "data.csv:2:1: a quote is not closed"),
    ])
  func wrongData(text: String, message: String) throws {
    try inFolder(text) { run in
      let outcome = try run(Self.fit + ["--write", "mine.yaml", "--svg", "a.svg"])
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(try run.contents(of: ".").keys.sorted() == ["data.csv"])
    }
  }

  @Test("Wrong dates are told with their place")
  func wrongDates() throws {
    let arguments = [
      "distributions", "fit", "data.csv", "--column", "p", "--date-column", "d", "--process",
      "random_walk",
    ]
    let rows = (1...12).map { "2026-\($0 < 10 ? "0" : "")\($0)-01,\($0)" }
    for (extra, message) in [
      ("2026-02-30,3", "data.csv:14:1: “2026-02-30” is not a date"),
      ("2026-05-01,3", "data.csv:14:1: 2026-05-01 stands in line 6 too"),
      ("2027-05-01,0", "data.csv:14:12: 0 is too small"),
    ] {
      let text = (["d,p"] + rows + [extra]).joined(separator: "\n")
      try inFolder(text) { run in
        let outcome = try run(arguments)
        #expect(outcome.status == 2 && outcome.errors.contains(message), "\(outcome.errors)")
      }
    }
    try inFolder((["d,p"] + rows.prefix(9)).joined(separator: "\n")) { run in
      let few = try run(arguments)
      #expect(few.status == 2 && few.errors.contains("10 are needed"), "\(few.errors)")
      let kind = try run(Array(arguments.dropLast()) + ["levy"])
      #expect(kind.status == 2, "\(kind.errors)")
    }
  }

  @Test(
    "Wrong options are refused",
    arguments: [
      (["--families", "gama"], "did you mean `gamma`?"), (["--families", "pert"], "use beta"),
      (["--families", "gamma,gamma"], "twice"), (["--families", ""], "there are normal"),
      (["--ends", "1,0"], "two numbers that rise"), (["--ends", "1"], "two numbers that rise"),
      (["--families", "beta", "--ends", "2,9"], "on or beyond its ends"),
      (["--process", "random_walk"], "takes neither"), (["--date-column", "d"], "--process"),
      (["--bootstrap", "-1"], "--bootstrap"),
    ])
  func wrongOptions(options: [String], message: String) throws {
    try inFolder { run in
      let outcome = try run(
        ["distributions", "fit", "data.csv", "--column", "price", "--unit", "USD"] + options)
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }
}

/// Whether bytes are XML, as far as tags that open and close in order and text without bare marks.
private enum XMLCheck {
  static func isWellFormed(_ data: Data) -> Bool {
    var open: [Substring] = []
    var rest = String(decoding: data, as: UTF8.self)[...]
    var sawRoot = false
    while let start = rest.firstIndex(of: "<") {
      guard isText(rest[..<start]), let end = rest[start...].firstIndex(of: ">") else {
        return false
      }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { return false }
      } else {
        guard tag.count(where: { $0 == "\"" }) % 2 == 0, isText(tag) else { return false }
        sawRoot = true
        if !tag.hasSuffix("/"), let name = tag.split(separator: " ").first { open.append(name) }
      }
    }
    return sawRoot && open.isEmpty && isText(rest)
  }

  /// Every `&` begins an entity.
  private static func isText(_ text: Substring) -> Bool {
    text.split(separator: "&", omittingEmptySubsequences: false).dropFirst().allSatisfy { part in
      ["amp;", "lt;", "gt;", "quot;"].contains { part.hasPrefix($0) }
    }
  }
}
