// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Experiments
import Foundation
import TestSupport
import Testing

@Suite("Files that an experiment names")
struct ContainmentTests {
  /// A folder `e` with an experiment that reads `file`, a table in it and a table beside it.
  private func read(
    _ file: String, links: [(from: String, to: String)] = [], allowOutside: Bool = false
  ) throws -> Experiment {
    try withTemporaryFolder { root in
      let files = FileManager.default
      try files.createDirectory(atPath: "\(root)/e/deep", withIntermediateDirectories: true)
      try files.createDirectory(atPath: "\(root)/ever", withIntermediateDirectories: true)
      for place in ["e/in.csv", "e/deep/in.csv", "ever/out.csv", "out.csv"] {
        try "x\n3\n".write(toFile: "\(root)/\(place)", atomically: false, encoding: .utf8)
      }
      for (from, to) in links {
        try files.createSymbolicLink(atPath: "\(root)/\(from)", withDestinationPath: to)
      }
      let file = file.replacing("ROOT", with: root)
      let text = """
        format: breakeven/1
        inputs:
          demand: { empirical: { file: "\(file)", column: x } }
        workload: { requests_per_month: demand }
        options:
          - { name: a, baseline: true, serving: { fixed: { per_month: 1 } } }
          - { name: b, serving: { fixed: { per_month: 2 } } }
        """
      try text.write(toFile: "\(root)/e/e.yaml", atomically: false, encoding: .utf8)
      return try Experiment.read("\(root)/e/e.yaml", allowOutside: allowOutside)
    }
  }

  private static let inner = [("e/link.csv", "deep/in.csv"), ("e/folder", "deep")]
  private static let outer = [
    ("e/link.csv", "../out.csv"), ("e/folder", ".."), ("e/dangling.csv", "../nothing.csv"),
  ]

  @Test(
    "May lie in its folder, below it, and behind links that stay there",
    arguments: [
      "in.csv", "deep/in.csv", "deep/../in.csv", "../e/in.csv", "ROOT/e/in.csv", "link.csv",
      "folder/in.csv",
    ])
  func inside(file: String) throws {
    let mean = try read(file, links: Self.inner).inputs.first?.distribution?.mean
    #expect(mean == 3)
  }

  @Test(
    "Are refused outside it, whatever leads there, and whether or not they are there",
    arguments: [
      "../out.csv", "ROOT/out.csv", "deep/../../out.csv", "../ever/out.csv", "link.csv",
      "folder/out.csv", "../nothing.csv", "folder/nothing.csv", "dangling.csv", "/etc/passwd",
      "/proc/self/environ", "../e/../out.csv",
    ])
  func outside(file: String) throws {
    let error = #expect(throws: InvalidInput.self) { try read(file, links: Self.outer) }
    let problem = try #require(error?.problems.first)
    #expect(problem.fault.contains("lies outside"))
    #expect(problem.key == "inputs.demand.empirical.file")
    #expect((problem.place.line, problem.place.column) == (3, 32))
    #expect(problem.remedy.contains("--allow-outside"))
  }

  @Test("May be anywhere when that is allowed")
  func allowed() throws {
    for file in ["../out.csv", "ROOT/out.csv", "link.csv"] {
      let experiment = try read(file, links: Self.outer, allowOutside: true)
      #expect(experiment.inputs.first?.distribution?.mean == 3)
    }
  }

  @Test("A file of the library may name tables in the library, and no others")
  func library() throws {
    try withTemporaryFolder { root in
      let files = FileManager.default
      for folder in ["experiments", "distributions"] {
        try files.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        try "x\n3\n".write(toFile: "\(root)/\(folder)/t.csv", atomically: false, encoding: .utf8)
      }
      try """
      own: { empirical: { file: t.csv, column: x } }
      other: { empirical: { file: ../experiments/t.csv, column: x } }
      """.write(toFile: "\(root)/distributions/d.yaml", atomically: false, encoding: .utf8)
      func read(_ name: String) throws -> Experiment {
        let text = """
          format: breakeven/1
          workload: { requests_per_month: \(name) }
          options:
            - { name: a, baseline: true, serving: { fixed: { per_month: 1 } } }
            - { name: b, serving: { fixed: { per_month: 2 } } }
          """
        try text.write(toFile: "\(root)/experiments/e.yaml", atomically: false, encoding: .utf8)
        return try Experiment.read("\(root)/experiments/e.yaml")
      }
      #expect(try read("d.own").inputs.first?.distribution?.mean == 3)
      let error = #expect(throws: InvalidInput.self) { try read("d.other") }
      #expect(error?.description.contains("lies outside") == true)
    }
  }
}
