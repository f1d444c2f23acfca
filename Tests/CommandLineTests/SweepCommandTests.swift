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

  @Test("Shards merge to the bytes of the whole grid, in any order")
  func shards() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      for (name, more) in [("two", []), ("one", ["--metrics", "npv"])] {
        let whole = try run(arguments + more + ["-o", "whole-\(name)"])
        #expect(whole.status == 0, "\(whole.errors)")
        for number in 1...3 {
          let output = "\(name)-\(number)"
          let outcome = try run(
            arguments + more + ["--shard", "\(number)/3", "--workers", "1", "-o", output])
          #expect(outcome.status == 0, "\(outcome.errors)")
          #expect(try run.contents(of: output).keys.sorted() == ["shard.part"])
        }
        let parts = ["\(name)-3/shard.part", "\(name)-1", "\(name)-2"]
        let merged = try run(["merge"] + parts + ["-o", "merged-\(name)"])
        #expect(merged.status == 0, "\(merged.errors)")
        #expect(merged.output == whole.output)
        #expect(
          try run.contents(of: "merged-\(name)") == run.contents(of: "whole-\(name)"))
      }
      #expect(try run.contents(of: "merged-two").keys.sorted() == ["sweep.csv", "sweep.svg"])
    }
  }

  @Test("Shards that are missing, doubled, foreign or damaged are named, and nothing is written")
  func refusedShards() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      func shard(_ number: Int, _ name: String, _ more: [String] = []) throws {
        let outcome = try run(arguments + more + ["--shard", "\(number)/3", "-o", name])
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      for number in 1...3 { try shard(number, "p\(number)") }
      try shard(2, "seed", ["--seed", "7"])
      try shard(2, "axes", ["--over", "failed_share=0.1,0.2"])
      let single = try run(
        ["run", arguments[1], "--trials", "9000", "--shard", "2/3", "-o", "run"])
      #expect(single.status == 0)
      let good = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/p2/shard.part"))
      for (name, place) in [("header", 20), ("record", 500), ("rows", good.count - 40)] {
        var bad = good
        bad[place] ^= 1
        try bad.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
      try good.dropLast(3).write(to: URL(fileURLWithPath: "\(folder)/short"))
      for (parts, message) in [
        (["p1", "p3"], "shard 2/3 is missing; add it, or make it with `sweep --shard 2/3`"),
        (["p1", "p2", "p3", "p2"], "has points that p2/shard.part has as well"),
        (["p1", "seed", "p3"], "seed/shard.part: of another run"),
        (["p1", "seed", "p3"], "seed 7, not 42"),
        (["p1", "axes", "p3"], "axes/shard.part: of another run"),
        (["p1", "run", "p3"], "run/shard.part: of another run"),
        (["p1", "header", "p3"], "header: damaged"), (["p1", "record", "p3"], "record: damaged"),
        (["p1", "rows", "p3"], "rows: damaged"), (["p1", "short", "p3"], "short: damaged"),
      ] {
        let outcome = try run(["merge"] + parts + ["-o", "out"])
        #expect(outcome.status == 2, "\(parts)")
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/out"))
      }
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
