// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
internal import Simulation

/// Costs and savings month by month, from the first trials of a run.
///
/// These trials are evaluated again, some series at a time, so that memory stays bounded whatever the
/// horizon and the number of options.
struct Cashflow {
  let experiment: Experiment
  let options: RunOptions
  let plan: SamplingPlan

  /// Numbers held at a time: 48 MB.
  private static let mostNumbers = 6_000_000

  private var trials: Int { min(options.cashflowTrials, experiment.settings.trials) }

  func rows() throws -> [CashflowRow] {
    let model = experiment.model
    guard trials > 0 else { return [] }
    let series = model.options.indices.flatMap { option in
      CashflowRow.Series.allCases
        .filter { option != model.baseline || $0 == .cost }
        .map { CashflowModel.Column(option: option, series: $0) }
    }
    let columns = series.flatMap { column in
      (1...model.horizonMonths).map { CashflowModel.Month(column: column, month: $0) }
    }
    let perPass = max(1, Self.mostNumbers / trials)
    var rows: [CashflowRow] = []
    let kept = try keptTrials()
    if let kept, kept.isEmpty { return [] }
    for start in stride(from: 0, to: columns.count, by: perPass) {
      rows += try pass(Array(columns[start..<min(start + perPass, columns.count)]), of: kept)
    }
    return rows.sorted { a, b in
      (a.option, a.month, a.series.rawValue) < (b.option, b.month, b.series.rawValue)
    }
  }

  /// Those of the first trials for which the experiment's condition holds; nil for all.
  private func keptTrials() throws -> [Int]? {
    guard let condition = experiment.condition else { return nil }
    var first = experiment
    first.settings.trials = trials
    return condition.trials(of: try first.wholeSample(of: condition.metrics, options))
  }

  private func pass(_ months: [CashflowModel.Month], of kept: [Int]?) throws -> [CashflowRow] {
    let all = try Simulation.run(
      CashflowModel(model: ExperimentModel(experiment, columns: [], plan: plan), months: months),
      trials: trials, workers: options.workers, control: options.control)
    let columns = try kept.map { try all.selecting($0) } ?? all
    let trials = columns.trials
    let ranks = try CashflowRow.percentiles.map {
      try QuantileRanks(count: trials, probability: Double($0) / 100).estimate
    }
    return try concurrentMap(
      count: months.count, workers: options.workers, control: options.control
    ) { index in
      try columns.withColumn(index) { values in
        CashflowRow(
          option: months[index].column.option, month: months[index].month,
          series: months[index].column.series, trials: trials,
          mean: try SampleSummary(of: values).mean ?? .nan,
          quantiles: orderStatistics(of: values, ranks: ranks))
      }
    }
  }
}

/// The monthly amounts of trials as columns.
private struct CashflowModel: TrialModel {
  struct Column: Hashable {
    let option: Int
    let series: CashflowRow.Series
  }

  struct Month: Hashable {
    let column: Column
    let month: Int
  }

  let model: ExperimentModel
  let months: [Month]
  private let options: Set<Int>

  init(model: ExperimentModel, months: [Month]) {
    self.model = model
    self.months = months
    options = Set(months.map(\.column.option))
  }

  var columnCount: Int { months.count }

  func makeScratch() -> ExperimentModel.Scratch { model.makeScratch() }

  func evaluate(
    _ block: TrialBlock, into columns: ColumnBlock, scratch: inout ExperimentModel.Scratch
  ) throws {
    try model.forEachGroup(block, options: options, scratch: scratch) { offset, evaluator in
      var index = 0
      while index < months.count {
        let column = months[index].column
        let first = index
        while index < months.count, months[index].column == column { index += 1 }
        write(column, first..<index, evaluator, to: columns, offset: offset)
      }
    }
  }

  /// Writes the months `range`, all of one series and in order.
  private func write(
    _ column: Column, _ range: Range<Int>, _ evaluator: Evaluator, to columns: ColumnBlock,
    offset: Int
  ) {
    let series: Evaluator.Series =
      column.series == .cost
      ? .cost(option: column.option) : .cumulativeSaving(option: column.option)
    let firstMonth = months[range.lowerBound].month
    evaluator.forEachMonth(series) { month, value in
      let index = range.lowerBound + month - firstMonth
      guard range.contains(index), let first = columns.padded(index).baseAddress else { return }
      UnsafeMutableRawPointer(first + offset).storeBytes(of: value, as: Lanes.self)
    }
  }
}
