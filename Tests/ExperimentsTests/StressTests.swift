// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Testing

@Suite("A stress")
struct StressTests {
  static let text = """
    format: breakeven/1
    inputs:
      a: { uniform: { low: 1, high: 2 } }
      b: { normal: { mean: a, sd: 0.1 }, min: 0 }
      c: 1 to 3
      d: { integers: { low: 1, high: 9 } }
      alias: c
    correlations: [{ between: [a, c], rank: 0.8 }]
    workload: { requests_per_month: 1000, volatility_per_month: 0.1 }
    options:
      - { name: x, baseline: true, serving: { fixed: { per_request: { triangular: { low: 1, mode: 2, high: 3 } } } } }
      - name: y
        serving: { fixed: { per_request: b } }
        project: { setup: d, labels: { examples: a, price_each: alias } }
    """

  func experiment(_ stresses: String...) throws -> Experiment {
    try Experiment.read(
      TextFile(name: "e.yaml", text: Self.text),
      stresses: try stresses.map { try Stress(from: $0, name: "--stress") })
  }

  @Test("leaves every other draw as it was, of correlated inputs too")
  func draws() throws {
    let plain = try experiment()
    let inline = "options.x.serving.fixed.per_request"
    let stressed = try experiment("a=p90", "d=p50", "\(inline)=2.5")
    let names = plain.inputs.map(\.name)
    #expect(names == stressed.inputs.map(\.name))
    for trial in [0, 17, 4_711] as [UInt64] {
      let before = try plain.trial(trial)
      let after = try stressed.trial(trial)
      #expect(before.volume == after.volume)
      for (place, name) in names.enumerated() {
        switch name {
        case "a": #expect(abs(after.inputs[place] - 1.9) < 1e-12)
        case "d": #expect(after.inputs[place] == 5)
        case inline: #expect(after.inputs[place] == 2.5)
        // Its distribution follows a, its place in the distribution does not.
        case "b": #expect(after.inputs[place] != before.inputs[place])
        default: #expect(after.inputs[place] == before.inputs[place])
        }
      }
    }
  }

  @Test(
    "of what is no uncertain input is refused with its reason",
    arguments: [
      ("b=p5", "depends on other inputs"), ("alias=p5", "alias stands for c"),
      ("e=1", "no input “e”"), ("a=nan", "no number and no percentile"),
    ])
  func refusals(stress: String, reason: String) throws {
    let error = #expect(throws: InvalidInput.self) { try experiment(stress) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }
}
