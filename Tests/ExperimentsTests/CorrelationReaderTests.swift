// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import TestSupport
import Testing

@Suite("Reading correlations")
struct CorrelationReaderTests {
  func text(_ correlations: String, inputs: [String] = ["a", "b", "c"]) -> String {
    """
    format: breakeven/1
    correlations: \(correlations)
    inputs:
    \(inputs.map { "  \($0): { uniform: { low: 0, high: 1 } }" }.joined(separator: "\n"))
      same: a
      five: 5
      broken: { uniform: { low: 1 } }
    processes: { spot: { random_walk: { start: a, volatility: 0.1 } } }
    workload: { requests_per_month: labour.overrun, growth_per_month: { uniform: { low: 0, high: 0.1 } } }
    options:
      - { name: x, baseline: true, serving: { fixed: { per_request: 2 } } }
      - name: y
        serving: { dedicated: { price_per_gpu_hour: spot } }
    """
  }

  func problems(_ text: String) -> [String] {
    do {
      _ = try Experiment.read(
        TextFile(name: "e.yaml", text: text), library: projectPath("distributions"))
      return []
    } catch let invalid as InvalidInput {
      return invalid.problems.map(\.description)
    } catch { return ["\(error)"] }
  }

  func sound(_ text: String) -> String {
    text.replacing("  broken: { uniform: { low: 1 } }\n", with: "")
  }

  static let mistakes: [(text: String, message: String)] = [
    (
      "[{ between: [a, bb], rank: 0.5 }]",
      "e.yaml:2:31: correlations[1].between[2]: the experiment has no input “bb”; did you mean `b`?"
    ),
    (
      "[{ between: [a, labour.weekly_rate], rank: 0.5 }]",
      "e.yaml:2:31: correlations[1].between[2]: the experiment has no input “labour.weekly_rate”; "
        + "name one that the experiment uses"
    ),
    (
      "[{ between: [a, a], rank: 0.5 }]",
      "e.yaml:2:27: correlations[1].between: a with itself; name two different inputs"
    ),
    (
      "[{ between: [a, same], rank: 0.5 }]",
      "e.yaml:2:27: correlations[1].between: a with itself; name two different inputs"
    ),
    (
      "[{ between: [a, b], rank: 0.5 }, { between: [b, same], rank: 0.4 }]",
      "e.yaml:2:48: correlations[2]: b and a stand twice; keep one of them"
    ),
    (
      "[{ between: [five, b], rank: 0.5 }]",
      "e.yaml:2:28: correlations[1].between[1]: “five” is a constant; name an input that is uncertain"
    ),
    (
      "[{ between: [spot, b], rank: 0.5 }]",
      "e.yaml:2:28: correlations[1].between[1]: “spot” is a process, not an input; name an input"
    ),
    (
      "[{ between: [a, b], rank: 1 }]",
      "e.yaml:2:41: correlations[1].rank: 1 is too large; give a number above -1 to below 1"
    ),
    ("[{ between: [a, b], rank: -1 }]", "-1 is too small; give a number above -1 to below 1"),
    ("[{ between: [a, b], rank: five }]", "“five” where a number is expected"),
    ("[{ between: [a, b] }]", "e.yaml:2:16: correlations[1].rank: missing; give a number above -1"),
    ("[{ rank: 0.5 }]", "correlations[1].between: missing; name two inputs: `between: [a, b]`"),
    ("[{ between: [a, b, c], rank: 0.5 }]", "correlations[1].between: 3 names; name two inputs"),
    ("[{ between: a, rank: 0.5 }]", "correlations[1].between: “a” where a list is expected"),
    ("[{ between: [a, [b]], rank: 0.5 }]", "correlations[1].between[2]: a list where a name"),
    ("[{ between: [a, b], rnak: 0.5 }]", "correlations[1].rnak: unknown key; did you mean `rank`?"),
    ("{ a: b }", "correlations: a mapping where a list is expected"),
    ("[3]", "correlations[1]: “3” where a mapping is expected"),
    ("[]\ncopula: gausian", "e.yaml:3:9: copula: “gausian” is not a copula; write gaussian, or"),
    (
      "[]\ncopula: { student: 0.5 }",
      "copula.student: 0.5 is too small; give a number from 1 to 100000"
    ),
    ("[]\ncopula: { t: 4 }", "copula.student: missing; write gaussian, or { student: DF }"),
    ("[]\ncopula: [4]", "copula: a list where a mapping is expected"),
  ]

  @Test("Each mistake is told with its place and what would be right", arguments: mistakes)
  func mistake(text: String, message: String) {
    let problems = problems(sound(self.text(text)))
    #expect(problems.contains { $0.contains(message) }, "\(problems.joined(separator: "\n"))")
  }

  @Test("An input that cannot be read is told once, where it stands")
  func broken() {
    let problems = problems(text("[{ between: [a, broken], rank: 0.5 }]"))
    #expect(problems.count == 1 && problems[0].contains("inputs.broken.uniform"), "\(problems)")
  }

  @Test("Inputs of the library and inline ones are named as the run names them")
  func names() throws {
    let file = text(
      "[{ between: [labour.overrun, a], rank: 0.5 }, { between: [workload.growth_per_month, b], "
        + "rank: -0.2 }]\ncopula: { student: 4 }")
    #expect(problems(sound(file)) == [])
  }

  /// Puts every `{ between: …, rank: … }` of the messages in the place of what stood there.
  func mended(_ pairs: [Set<String>: String], by problems: [String]) -> [Set<String>: String] {
    var mended = pairs
    for problem in problems {
      for match in problem.matches(of: /\{ between: \[(\w+), (\w+)\], rank: (-?[0-9.]+) \}/) {
        mended[[String(match.1), String(match.2)]] = String(match.3)
      }
    }
    return mended
  }

  func list(_ pairs: [Set<String>: String]) -> String {
    let entries = pairs.map { names, rank in
      "{ between: [\(names.sorted().joined(separator: ", "))], rank: \(rank) }"
    }
    return "[\(entries.sorted().joined(separator: ", "))]"
  }

  @Test("Impossible correlations are told with the nearest possible ones")
  func impossible() {
    // Higham's example has 0.7607 and 0.1573: ranks 6/π asin(ρ/2) of 0.745 and 0.150. Ranks of 0.999
    // are close to it.
    let problems = problems(
      sound(text("[{ between: [a, b], rank: 0.999 }, { between: [b, c], rank: 0.999 }]")))
    #expect(problems.count == 3)
    #expect(
      problems[0].hasPrefix(
        "e.yaml:2:15: correlations: these correlations cannot hold together: the matrix of a, b, c is "
          + "not positive definite; the nearest that is has the ranks told at the pairs and, not named "
          + "so far, { between: [a, c], rank: 0.1"), "\(problems)")
    #expect(
      problems[1].hasPrefix(
        "e.yaml:2:41: correlations[1].rank: 0.999 does not go with the other correlations of its inputs; "
          + "the nearest matrix has { between: [a, b], rank: 0.74"), "\(problems)")
    #expect(problems[2].contains("e.yaml:2:75: correlations[2].rank"), "\(problems)")
  }

  /// Ranks without pattern from a fixed congruence; NumPy finds each matrix indefinite, with least
  /// eigenvalues of −0.82, −0.59, −1.53 and −4.54.
  @Test("What the messages propose is accepted", arguments: [3, 5, 8, 30])
  func pasted(count: Int) {
    let inputs = (0..<count).map { "i\($0)" }
    var pairs: [Set<String>: String] = [:]
    var state: UInt64 = 12_345
    for i in inputs.indices {
      for j in 0..<i {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let rank = Double(state >> 33) / 0x1p31 * 1.9 - 0.95
        pairs[[inputs[i], inputs[j]]] = "\((rank * 100).rounded() / 100)"
      }
    }
    if count == 3 { pairs = [["i0", "i1"]: "0.9", ["i1", "i2"]: "0.9", ["i0", "i2"]: "-0.9"] }
    let names = ["a", "b"] + inputs
    let start = Date()
    let problems = problems(sound(text(list(pairs), inputs: names)))
    #expect(Date().timeIntervalSince(start) < 3)
    #expect(!problems.isEmpty)
    let mended = mended(pairs, by: problems)
    #expect(mended != pairs)
    #expect(self.problems(sound(text(list(mended), inputs: names))) == [])
  }

  @Test("More inputs than can be drawn together are refused, at once")
  func tooMany() {
    let inputs = (0..<202).map { "i\($0)" }
    let chain = zip(inputs, inputs.dropFirst()).map { "{ between: [\($0), \($1)], rank: 0.1 }" }
    let problems = problems(
      sound(text("[\(chain.joined(separator: ", "))]", inputs: ["a", "b"] + inputs)))
    #expect(
      problems == [
        "e.yaml:2:15: correlations: 202 inputs are connected; connect at most 200"
      ])
  }
}
