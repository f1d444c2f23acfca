// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import CostModel
import Experiments
import Reports
import TestSupport
import Testing

@Suite("What must not change a number")
struct InvarianceTests {
  func rows(_ text: String, workers: Int = 1, trials: Int = 5_000) throws -> Set<String> {
    var experiment = try Experiment.read(TextFile(name: "e.yaml", text: text))
    experiment.settings.trials = trials
    let result = try experiment.run(RunOptions(workers: workers))
    let tables = [
      result.summaryTable, result.riskTable, result.percentileTable, result.probabilityTable,
      result.cashflowTable,
    ]
    return Set(tables.flatMap { $0.csv.split(whereSeparator: \.isNewline).map(String.init) })
  }

  @Test("The number of workers", arguments: [2, 3, 8])
  func workers(count: Int) throws {
    let text = try projectFile("experiments/reference.yaml")
    #expect(try rows(text) == rows(text, workers: count))
  }

  @Test("An input that nothing uses")
  func unusedInput() throws {
    let text = try projectFile("experiments/reference.yaml")
    let more = text.replacing(
      "inputs:\n", with: "inputs:\n  unused: { normal: { mean: 0, sd: 1 } }\n",
      maxReplacements: 1)
    #expect(try rows(text) == rows(more))
  }

  @Test("The order of the inputs")
  func inputOrder() throws {
    let text = try projectFile("experiments/reference.yaml")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "inputs:")) + 1
    let end = try #require(lines[start...].firstIndex(of: ""))
    let reordered = lines[..<start] + lines[start..<end].reversed() + lines[end...]
    #expect(try rows(text) == rows(reordered.joined(separator: "\n")))
  }

  @Test("The order of the options, ties for the cheapest aside")
  func optionOrder() throws {
    let text = try projectFile("experiments/reference.yaml")
    let marks = ["  - name: prompting", "  - name: hosted", "  - name: self-hosted"]
    let places = try marks.map { try #require(text.firstRange(of: $0)).lowerBound }
    let blocks = [
      text[places[0]..<places[1]], text[places[1]..<places[2]], text[places[2]...] + "\n",
    ]
    let reordered = text[..<places[0]] + blocks[2] + blocks[0] + blocks[1]
    #expect(try rows(text) == rows(String(reordered)))
  }

  @Test("More trials leave the first ones as they were")
  func moreTrials() throws {
    var short = try Experiment.read(projectPath("experiments/reference.yaml"))
    short.settings.trials = 100
    var long = short
    long.settings.trials = 1_000_000
    #expect(try short.trial(99).outcomes == long.trial(99).outcomes)
  }

  @Test("A trial replayed is the trial of the run")
  func replay() throws {
    var experiment = try Experiment.read(projectPath("experiments/reference.yaml"))
    experiment.settings.trials = 1
    let result = try experiment.run()
    let record = try experiment.trial(0)
    for column in result.columns {
      #expect(column.quantile(50)?.value == record.outcomes[column.column])
    }
  }

  @Test("Which other metrics are asked for")
  func metrics() throws {
    var experiment = try Experiment.read(projectPath("experiments/reference.yaml"))
    experiment.settings.trials = 3_000
    let all = try experiment.run()
    let some = try experiment.run(RunOptions(metrics: [.npv, .regret]))
    #expect(some.columns.count == 5)
    for column in some.columns {
      let same = try #require(
        all.column(column.column.metric, option: column.column.option))
      #expect(column.quantiles == same.quantiles && column.summary == same.summary)
    }
  }
}
