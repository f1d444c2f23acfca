// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("breakeven sweep")
struct SweepCommandTests {
  private let arguments = [
    "sweep", projectPath("experiments/reference.yaml"), "--trials", "2000", "--over",
    "starting_volume=100k..1M:4:log", "--over", "label_price=0.5,2",
  ]

  @Test("Writes a tidy table and a picture, and shows the probabilities")
  func whole() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let outcome = try run(arguments)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let files = try run.contents(of: "notebooks-out/reference")
      #expect(files.keys.sorted() == ["sweep.csv", "sweep.svg"])
      let rows = String(decoding: files["sweep.csv"] ?? Data(), as: UTF8.self)
        .split(separator: "\r\n")
      #expect(
        rows[0] == "starting_volume,label_price,option,metric,statistic,value,ci_low,ci_high")
      let probabilities = rows.filter { $0.contains(",hosted,payback_months<=12,probability,") }
      #expect(probabilities.count == 8)
      // More requests pay back sooner, dearer labels later.
      let values = probabilities.map { Double($0.split(separator: ",")[5]) ?? .nan }
      #expect(zip(values, values.dropFirst(2)).allSatisfy { $0 <= $1 })
      #expect((0..<4).allSatisfy { values[2 * $0] >= values[2 * $0 + 1] })
      #expect(outcome.output.contains("P(payback_months <= 12) of self-hosted, %"))
      #expect(outcome.output.contains("8 points over starting_volume, label_price"))
      let picture = String(decoding: files["sweep.svg"] ?? Data(), as: UTF8.self)
      #expect(picture.contains("P(payback_months &lt;= 12), %: hosted"))
    }
  }

  @Test("Shards of the grid are its rows, one after the other")
  func shards() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      #expect(try run(arguments + ["-o", "whole"]).status == 0)
      var rows: [String] = []
      for number in 1...3 {
        let outcome = try run(arguments + ["--shard", "\(number)/3", "-o", "part-\(number)"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let text = try String(contentsOfFile: "\(folder)/part-\(number)/sweep.csv", encoding: .utf8)
        rows += text.components(separatedBy: "\r\n").dropFirst(rows.isEmpty ? 0 : 1).dropLast()
        #expect(try run.contents(of: "part-\(number)").keys.sorted() == ["sweep.csv"])
      }
      let whole = try String(contentsOfFile: "\(folder)/whole/sweep.csv", encoding: .utf8)
      #expect(rows == whole.components(separatedBy: "\r\n").dropLast())
    }
  }

  @Test(
    "Is refused where it makes no sense, and writes nothing",
    arguments: [
      ["--over", "starting_volume=1..2"], ["--over", "nothing=1"],
      ["--over", "failed_share=0.2,3"], ["--over", "failed_share=0.2", "--shard", "1/2"], [],
    ])
  func refused(more: [String]) throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let outcome = try run(Array(arguments[0...1]) + more)
      #expect(outcome.status == 2, "\(outcome.errors)")
      #expect(try run.contents(of: ".").isEmpty)
    }
  }
}
