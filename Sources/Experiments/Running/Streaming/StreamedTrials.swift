// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
internal import Simulation

/// What a streaming run keeps of its trials: of each column what every table needs, and how often each option
/// was the cheapest.
///
/// About 0.1 MB a column, whatever the number of trials.
struct StreamedTrials: BlockAccumulator, Equatable {
  /// One for each output.
  var columns: [StreamedColumn]
  /// For each output the quarters of months to payback; nil for other metrics.
  var quarters: [BinCounts?]
  /// How often each option was the cheapest; empty unless all total costs are there.
  var cheapest: [Int64]
  private let totals: [Int]

  /// Trials so far.
  var count: Int { columns.first?.count ?? 0 }

  /// Without trials.
  ///
  /// - Throws: `InvalidInput` when the base case, whose percentile is counted, is not finite.
  init(_ experiment: Experiment, _ outputs: [OutputColumn]) throws {
    let model = experiment.model
    let base = try experiment.baseCase()
    columns = outputs.map { output in
      let isBudgeted = output.option != model.baseline && Budget.metrics.contains(output.metric)
      return StreamedColumn(
        limits: EventCounter.limits(of: output.metric, horizon: model.horizonMonths)
          + (isBudgeted ? [base.outcomes[output] ?? .infinity] : [])
          + experiment.approvalLimits(of: output.metric))
    }
    quarters = outputs.map { output in
      output.metric == .paybackMonths
        ? BinCounts(bins: 4 * model.horizonMonths, binsPerUnit: 4) : nil
    }
    totals = EventCounter.totals(outputs, options: model.options.count) ?? []
    cheapest = totals.map { _ in 0 }
  }

  mutating func add(_ block: ColumnBlock) {
    for index in columns.indices {
      let values = UnsafeBufferPointer(block[index])
      columns[index].add(values)
      quarters[index]?.add(values)
    }
    guard !totals.isEmpty else { return }
    countLeast(rows: block.count, into: &cheapest) { UnsafeBufferPointer(block[totals[$0]]) }
  }

  mutating func merge(_ other: StreamedTrials) {
    for index in columns.indices {
      columns[index].add(other.columns[index])
      if let own = other.quarters[index] { quarters[index]?.add(own.counts) }
    }
    for (option, count) in other.cheapest.enumerated() { cheapest[option] += count }
  }
}

extension PlannedRun {
  /// Analyses what a streaming run kept.
  func result(of streamed: StreamedTrials) throws -> RunResult {
    let ranks = try RunResult.percentiles.map {
      try QuantileRanks(count: streamed.count, probability: Double($0) / 100)
    }
    let results = try outputs.indices.map { index in
      let column = streamed.columns[index]
      let quantiles = quantileEstimates(
        of: column, probabilities: RunResult.percentiles.map { Double($0) / 100 }, ranks: ranks)
      return ColumnResult(
        column: outputs[index], summary: try SampleSummary(of: column), quantiles: quantiles,
        tails: try tails(outputs[index].metric, quantiles) { tail, levels in
          try levels.map { level, valueAtRisk in
            try TailRisk(of: column, level: level, tail: tail, valueAtRisk: valueAtRisk)
          }
        },
        histogram: streamed.quarters[index]?.histogram
          ?? upfrontHistogram(outputs[index].metric, column, quantiles))
    }
    let events = try EventCounter(
      experiment: experiment, outputs: outputs, estimator: Estimator(replicates: nil),
      trials: streamed.count,
      countsAtMost: { limits, index in
        limits.map { [streamed.columns[index].count(atMost: $0) ?? 0] }
      },
      cheapest: streamed.cheapest.isEmpty ? nil : streamed.cheapest.map { [Int($0)] }
    )
    .count()
    let gates =
      options.isForReport
      ? try experiment.gates(outputs, StreamedEvaluator(trials: streamed, outputs: outputs)) : []
    return try result(
      trials: streamed.count, columns: results, events: events,
      budgets: try budgets(results) { streamed.columns[$1].count(atMost: $0) ?? 0 },
      gates: gates, convergence: [])
  }

  /// The upfront cost from P1 to P99, for a report.
  private func upfrontHistogram(
    _ metric: Metric, _ column: StreamedColumn, _ quantiles: [QuantileEstimate]
  ) -> Histogram? {
    guard metric == .upfrontCost, options.isForReport, let low = quantiles.first?.value,
      let high = quantiles.last?.value, low < high
    else { return nil }
    return (try? Histogram.equalEdges(from: low, to: high, count: 64))
      .flatMap { try? Histogram(of: column, edges: $0) }
  }
}

extension Experiment {
  /// Numbers that the approval rules compare a metric with, so that its trials must be counted there.
  fileprivate func approvalLimits(of metric: Metric) -> [Double] {
    approval.compactMap { rule in
      guard
        case .statistic(.probability(metric, let comparison, let value), _, _) =
          rule.requirement
      else { return nil }
      return StreamedEvaluator.limit(of: comparison, value)
    }
  }
}
