// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Experiments
import Testing

@Suite("Pilots")
struct PilotTests {
  /// Prompting costs 100 a month for ten months.
  ///
  /// Tuning costs 300 and ten labels upfront and, where it
  /// reaches parity, nothing more; else it is sunk.
  static func experiment(
    pilot: String, parity: String = "{ bernoulli: { p: 0.5 } }",
    price: String = "{ normal: { mean: 10, sd: 4 }, min: 0 }"
  ) throws -> Experiment {
    try Experiment.read(
      TextFile(
        name: "pilot.yaml",
        text: """
          format: breakeven/1
          horizon_months: 10
          simulation: { trials: 40_000 }
          inputs:
            parity: \(parity)
            label_price: \(price)
            runs: { integers: { low: 1, high: 3 } }
          workload: { requests_per_month: 1 }
          options:
            - name: prompting
              baseline: true
              serving: { fixed: { per_month: 100 } }
            - name: tuned
              serving: { fixed: { per_month: 0 } }
              project:
                setup: 300
                labels: { examples: 10, price_each: label_price }
                training: { per_run: 0, runs: runs }
              quality: { reaches_parity: parity }
          pilot: \(pilot)
          """))
  }

  /// Tuning saves 600 with parity and loses 400 without.
  ///
  /// An answer "no" is heeded where it is right with
  /// a probability above 0.6, and is then worth (400 a − 600 (1 − a)) / 2.
  @Test(
    "of a yes or no are worth what Bayes' rule says, less their cost",
    arguments: [(0.9, 150.0, 100.0, true), (0.9, 150, 200, false), (0.55, 0, 1, false)])
  func accuracy(accuracy: Double, worth: Double, cost: Double, verdict: Bool) throws {
    let result = try Self.experiment(
      pilot: "{ labels: 1_000, tells: parity, accuracy: \(accuracy), cost: \(cost) }"
    ).information()
    let pilot = try #require(result.pilot)
    #expect(pilot.value.low <= worth && worth <= pilot.value.high, "\(pilot.value)")
    #expect(abs(pilot.value.value - worth) < 6 && pilot.isWorthIt == verdict)
    #expect(pilot.pilot.labels == 1_000 && pilot.input == "parity")
    // Tuning 400 upfront and half of 1,000; nothing is to be gained from the number of runs.
    #expect(abs(result.meanCosts[1] - 900) < 10 && result.best == 1)
    #expect(result.variables.first { $0.name == "runs" }?.value.isDistinguishableFromZero == false)
  }

  /// What tuning costs more, 300 + 10 L − 1,000, is normal with mean −50 and deviation 200.
  ///
  /// Measured with an error as large as its own, half of the variance is known: a deviation of 141.42, and
  /// 141.42 φ(0.3536) − 50 Φ(−0.3536) = 34.91. Cutting L at 0 changes it by less than 0.1.
  @Test("of a number are worth what prior and posterior of normal numbers say")
  func error() throws {
    let price = "{ normal: { mean: 65, sd: 20 }, min: 0 }"
    let result = try Self.experiment(
      pilot: "{ tells: label_price, error: 20 }", parity: "1", price: price
    ).information()
    let pilot = try #require(result.pilot)
    #expect(pilot.value.low <= 34.91 && 34.91 <= pilot.value.high, "\(pilot.value)")
    #expect(pilot.value.high - pilot.value.low < 5 && pilot.isWorthIt == true)
    let exact = try #require(
      try Self.experiment(pilot: "{ tells: label_price, error: 0 }", parity: "1", price: price)
        .information().pilot)
    let known = try #require(result.variables.first { $0.name == "label_price" })
    #expect(exact.value == known.value, "a measurement without error is knowing")
  }

  @Test("decide by net present value as by cost where nothing is discounted")
  func criterion() throws {
    let experiment = try Self.experiment(pilot: "{ tells: parity, accuracy: 0.9 }")
    var settings = InformationSettings()
    let byCost = try experiment.information(settings)
    settings.criterion = .npv
    let byValue = try experiment.information(settings)
    #expect(byValue.best == byCost.best && byValue.meanCosts[0] == 0)
    for (a, b) in zip(byCost.variables + byCost.groups, byValue.variables + byValue.groups) {
      #expect(abs(a.value.value - b.value.value) < 1e-6)
    }
    let pilots = [byCost, byValue].compactMap(\.pilot?.value.value)
    #expect(abs(pilots[0] - pilots[1]) < 1e-6)
  }

  @Test("stand in the resolved experiment only where there are any")
  func resolved() throws {
    let json = try Self.experiment(pilot: "{ tells: parity, accuracy: 0.9 }").resolved.json()
    #expect(json.contains("\"tells\": \"parity\"") && json.contains("\"accuracy\": 0.9"))
    #expect(json.contains("\"cost\": 0") && !json.contains("\"labels\": 0"))
    #expect(try !Self.experiment(pilot: "~").resolved.json().contains("pilot"))
  }

  @Test(
    "are refused with their place",
    arguments: [
      ("{ tells: parity }", "pilot.accuracy: missing; give it where the input is 0 or 1"),
      ("{ accuracy: 0.9 }", "pilot.tells: missing"),
      ("{ tells: parity, accuracy: 0.9, error: 1 }", "beside accuracy; give one of them"),
      ("{ tells: parity, accuracy: 0.4 }", "give a number from 0.5 to 1"),
      ("{ tells: parity, accuracy: 90 }", "give a number from 0.5 to 1"),
      ("{ tells: parity, error: 0.1 }", "parity is 0 or 1; give `accuracy`"),
      ("{ tells: label_price, accuracy: 0.9 }", "label_price is not 0 or 1; give `error`"),
      ("{ tells: runs, accuracy: 0.9 }", "runs is not 0 or 1"),
      ("{ tells: label_price, error: -1 }", "-1 is negative"),
      ("{ tells: labels_price, error: 1 }", "did you mean `label_price`?"),
      ("{ tells: parity, acuracy: 0.9 }", "did you mean `accuracy`?"),
      ("{ tells: parity, accuracy: 0.9, cost: -5 }", "-5 is negative"),
      ("{ tells: parity, accuracy: 0.9, labels: 1.5 }", "give a whole number"),
      ("{ tells: [parity], accuracy: 0.9 }", "where a name is expected"),
      ("yes", "where a mapping is expected"),
    ])
  func refusals(pilot: String, message: String) {
    let error = #expect(throws: InvalidInput.self) { try Self.experiment(pilot: pilot) }
    let text = error?.description ?? ""
    #expect(text.contains(message), "\(text)")
    #expect(text.hasPrefix("pilot.yaml:20:"), "\(text)")
  }
}
