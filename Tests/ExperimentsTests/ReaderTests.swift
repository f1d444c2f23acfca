// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import TestSupport
import Testing

@Suite("Reading experiments")
struct ReaderTests {
  func problems(_ text: String) -> [String] {
    do {
      _ = try Experiment.read(TextFile(name: "e.yaml", text: text))
      return []
    } catch let invalid as InvalidInput {
      return invalid.problems.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  /// The reference experiment with one piece of text replaced.
  func changed(_ old: String, _ new: String) throws -> String {
    let text = try projectFile("experiments/reference.yaml")
    #expect(text.contains(old), "the reference experiment has no “\(old)”")
    return text.replacing(old, with: new, maxReplacements: 1)
  }

  @Test(
    "The experiments of the project have no mistakes",
    arguments: ["reference", "ticket-classifier"])
  func shipped(name: String) throws {
    let experiment = try Experiment.read(projectPath("experiments/\(name).yaml"))
    #expect(experiment.name == name)
    #expect(experiment.warnings.isEmpty)
    #expect(experiment.inputs.count == 15)
  }

  @Test("The starter experiment has no mistakes")
  func starter() { #expect(problems(StarterExperiment.text) == []) }

  /// What is put in place of what, and what the message must hold: place, key, fault, remedy.
  static let mistakes: [(old: String, new: String, message: String)] = [
    (
      "growth_per_month: growth", "grwoth_per_month: growth",
      "e.yaml:37:3: workload.grwoth_per_month: unknown key; did you mean `growth_per_month`?"
    ),
    (
      "requests_per_month: starting_volume", "requests_per_month: [1, 2]",
      "e.yaml:36:23: workload.requests_per_month: a list where a quantity is expected"
    ),
    (
      "requests_per_month: starting_volume", "requests_per_month: startingvolume",
      "“startingvolume” is not an input; did you mean `starting_volume`?"
    ),
    ("    baseline: true\n", "", "options: no baseline; mark exactly one"),
    (
      "  - name: hosted\n", "  - name: hosted\n    baseline: true\n",
      "options: 2 baselines: [\"prompting\", \"hosted\"]"
    ),
    (
      "{ normal: { mean: 0.03, sd: 0.02 }, unit: share/month }", "growth",
      "inputs.growth: growth depends on itself: growth → growth"
    ),
    (
      "low: 0.30, high: 0.50", "low: 0.50, high: 0.30",
      "inputs.failed_share.uniform: high is 0.3; it must be above low, 0.5"
    ),
    ("discount_rate: 0.10", "discount_rate: .nan", "discount_rate: .nan is not a finite number"),
    ("discount_rate: 0.10", "discount_rate: 1e999", "discount_rate: 1e999 is too large"),
    ("sigma: 0.35", "sigma: .inf", "inputs.starting_volume.lognormal.sigma: .inf is not a finite"),
    (
      "input_per_mtok: 2.50", "input_per_mtok: -2.50",
      "e.yaml:47:25: options.prompting.serving.per_token.input_per_mtok: -2.50 is negative; "
        + "give a number from 0"
    ),
    ("p: 0.85", "p: 1.85", "inputs.parity.bernoulli: p is 1.85; it must be a probability"),
    (
      "reversion: 0.25", "reversion: 1.25",
      "reversion: 1.25 is too large; give a number from 0 to 1"
    ),
    ("horizon_months: 36", "horizon_months: 0", "e.yaml:8:17: horizon_months: 0 is too small"),
    ("horizon_months: 36", "horizon_months: 10_000", "horizon_months: 10_000 is too large"),
    (
      "horizon_months: 36", "horizon_months: 3.5",
      "horizon_months: 3.5 is not allowed; give a whole"
    ),
    ("trials: 100_000", "trials: 0", "simulation.trials: 0 is too small"),
    ("trials: 100_000", "trials: 1_000_000_000_000", "simulation.trials: 1_000_000_000_000 is too"),
    ("discount_rate: 0.10", "discount_rate: 12:30", "12:30 is a time of day, not a number"),
    ("low: 0.30", "low: 30%", "30% is a percentage; give the share"),
    (
      "{ uniform: { low: 0.50, high: 2.00 }, unit: USD/label }", "{ normal: { mean: 1, sd: 1 } }",
      "label_price falls below 0 with probability 0.159; give a number from 0, or truncate it"
    ),
    (
      "quality: { reaches_parity: parity }", "quality: { reaches_parity: 0.85 }",
      "reaches_parity: 0.85 is not allowed; give 0 or 1, or { bernoulli: { p: … } }"
    ),
    (
      "quality: { reaches_parity: parity }", "quality: { reaches_parity: failed_share }",
      "reaches_parity: failed_share is not a whole number; give 0 or 1"
    ),
    ("currency: USD", "currency: dollars", "currency: “dollars” is not a currency code"),
    ("format: breakeven/1", "format: breakeven/2", "format: “breakeven/2” is not a known format"),
    ("pert: { low: 0.00", "perrt: { low: 0.00", "unknown distribution; did you mean `pert`?"),
    ("mode: 0.20, ", "", "parameters that do not fit; pert takes {low, mode, high, lambda: 4}"),
    ("growth_per_month: growth", "growth_per_month: spot", "“spot” is a process"),
    (
      "processes:\n", "processes:\n  growth: { random_walk: { start: 1, volatility: 0 } }\n",
      "processes.growth: an input is called growth too; names must differ"
    ),
    ("hosted_tokens: {", "hosted_tokens: { epoch: 3,", "did you mean `epochs`?"),
    ("drift_interval,", "0,", "every_months: 0 is too small"),
  ]

  @Test("Each mistake is reported with its place, its fault and its mend", arguments: mistakes)
  func mistake(old: String, new: String, message: String) throws {
    let found = problems(try changed(old, new))
    #expect(found.contains { $0.contains(message) }, "found \(found)")
  }

  @Test("All mistakes of a file are reported at once, in reading order")
  func allAtOnce() throws {
    var text = try changed("discount_rate: 0.10", "discount_rate: -3")
    text = text.replacing("reversion: 0.25", with: "reversal: 0.25")
    text = text.replacing("epochs: 3", with: "epochs: three")
    let found = problems(text)
    #expect(found.count == 4)
    #expect(found[0].contains("discount_rate") && found[3].contains("epochs"))
  }

  @Test(
    "What is no experiment is refused in one line",
    arguments: [
      ("", "empty"), ("# only a comment\n", "empty"), ("hello", "a mapping is expected"),
      ("- a\n- b\n", "a mapping is expected"), ("a: [", "not YAML"), ("a: \"x", "not YAML"),
      ("\ttitle: x", "not YAML"), ("a: 1\na: 2\n", "stands twice"),
      ("format: breakeven/1\n---\nformat: breakeven/1\n", "another document"),
      ("a: " + String(repeating: "[", count: 100_000), "not YAML"),
      ("a: *nowhere\n", "undefined alias"),
    ])
  func notAnExperiment(text: String, message: String) {
    let found = problems(text)
    #expect(found.contains { $0.contains(message) }, "found \(found)")
  }

  @Test("Nested aliases are refused before they grow, as keys too")
  func aliasBomb() {
    var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for (last, next) in zip("abcdefghi", "bcdefghij") {
      let many = Array(repeating: "*\(last)", count: 9).joined(separator: ", ")
      text += "\(next): &\(next) [\(many)]\n"
    }
    #expect(problems(text).contains { $0.contains("YAML aliases") })
    #expect(problems(text + "? *j\n: 1\n").contains { $0.contains("YAML aliases") })
  }

  @Test("Library inputs are found, and what is missing there is named")
  func library() throws {
    let text = try projectFile("experiments/ticket-classifier.yaml")
    func found(_ name: String) -> [String] {
      let changed = text.replacing("training-practice.iterations", with: name)
      do {
        _ = try Experiment.read(
          TextFile(name: "e.yaml", text: changed), library: projectPath("distributions"))
        return []
      } catch let invalid as InvalidInput {
        return invalid.problems.map(\.description)
      } catch { return ["\(error)"] }
    }
    #expect(found("training-practice.iterations") == [])
    #expect(found("training-practice.iteration")[0].contains("did you mean `iterations`?"))
    #expect(found("training.iterations")[0].contains("there is no distributions/training.yaml"))
    #expect(found("../secret.iterations")[0].contains("is not an input"))
  }

  @Test("Numbers are decimal, with underscores between digits if wished")
  func numbers() throws {
    for (text, value) in [("300_000", 300_000.0), ("+3e5", 3e5), (".5", 0.5), ("010", 10)] {
      let experiment = try Experiment.read(
        TextFile(
          name: "e.yaml",
          text: try changed(
            "requests_per_month: starting_volume", "requests_per_month: \(text)")))
      #expect(try experiment.baseCase().volume[0] == value)
    }
    for text in ["3__0", "_3", "3_", "0x10", "1e", "--3", "1.2.3", "３"] {
      #expect(
        !problems(
          try changed("requests_per_month: starting_volume", "requests_per_month: \(text)")
        ).isEmpty, "\(text) was taken for a number")
    }
  }
}
