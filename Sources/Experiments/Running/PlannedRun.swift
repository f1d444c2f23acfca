// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
public import CostModel
internal import Simulation

/// A run that is about to be: what it computes, where its points lie, what it keeps.
public struct PlannedRun: Sendable {
  /// The experiment with the settings in force.
  public let experiment: Experiment
  /// How it is run.
  public let options: RunOptions
  /// The metrics that are computed.
  public let metrics: [Metric]
  /// Whether histograms are kept and not the numbers of every trial.
  public let isStreamed: Bool
  let outputs: [OutputColumn]
  let plan: SamplingPlan

  /// What a run keeps of its trials.
  enum Trials {
    /// All numbers.
    case columns(Columns)
    /// Histograms, sums and counts.
    case histograms(StreamedTrials)
  }

  /// - Throws: `InvalidInput` when the trials make no such design, or cannot be streamed as the options ask.
  public init(_ experiment: Experiment, _ options: RunOptions) throws {
    self.experiment = experiment
    self.options = options
    metrics = (options.metrics ?? Set(Metric.allCases)).sorted()
    outputs = experiment.model.columns(of: Set(metrics))
    isStreamed = try experiment.streams(columns: outputs.count, options)
    plan = try SamplingPlan(experiment, workers: options.workers)
  }

  /// Evaluates all trials.
  ///
  /// - Throws: as `Experiment.run`.
  func simulate() throws -> Trials {
    guard isStreamed else {
      try MemoryBudget.check(trials: experiment.settings.trials, columns: outputs.count)
      return .columns(try experiment.simulate(outputs, options, plan))
    }
    return .histograms(try stream(blocks: 0..<blockCount))
  }

  /// Blocks of all trials.
  var blockCount: Int { TrialBlock.count(of: experiment.settings.trials) }

  /// The trials of some blocks.
  func trials(of blocks: Range<Int>) -> Range<Int> {
    let size = TrialBlock.size
    return blocks.lowerBound * size..<min(blocks.upperBound * size, experiment.settings.trials)
  }

  /// The experiment as a function from trials to outputs.
  var model: ExperimentModel { ExperimentModel(experiment, columns: outputs, plan: plan) }

  /// Evaluates some blocks of trials and keeps their histograms.
  func stream(blocks: Range<Int>) throws -> StreamedTrials {
    try experiment.makeTables(options)
    return try Simulation.stream(
      model, trials: experiment.settings.trials, blocks: blocks,
      into: try StreamedTrials(experiment, outputs), workers: options.workers,
      control: options.control)
  }

  /// Analyses what came out.
  func result(of trials: Trials) throws -> RunResult {
    switch trials {
    case .columns(let columns): try result(of: columns)
    case .histograms(let streamed): try result(of: streamed)
    }
  }

  private func result(of columns: Columns) throws -> RunResult {
    let estimator = try Estimator(replicates: try experiment.replicates(), trials: columns.trials)
    let results = try concurrentMap(
      count: outputs.count, workers: options.workers, control: options.control
    ) { index in
      try columns.withColumn(index) { try analyse($0, outputs[index], estimator) }
    }
    let events = try EventCounter(
      experiment: experiment, outputs: outputs, columns: columns, estimator: estimator,
      options: options
    )
    .count()
    return try result(
      trials: columns.trials, columns: results, events: events,
      budgets: try budgets(results) { limit, index in
        columns.withColumn(index) { countsAtMost([limit], of: $0)[0] }
      },
      gates: options.isForReport ? try experiment.gates(outputs, columns, estimator) : [],
      convergence: options.convergence
        ? try experiment.convergence(outputs, columns, estimator, options) : [])
  }

  /// Adds what comes from the first trials, whatever was kept.
  func result(
    trials: Int, columns: [ColumnResult], events: [EventResult], budgets: [Budget],
    gates: [Gate] = [], convergence: [ConvergenceRow]
  ) throws -> RunResult {
    RunResult(
      experiment: experiment, metrics: metrics, trials: trials,
      cashflowTrials: options.cashflowTrials, isStreamed: isStreamed, columns: columns,
      events: events,
      cashflow: try Cashflow(experiment: experiment, options: options, plan: plan).rows(),
      budgets: budgets, gates: gates, convergence: convergence)
  }

  /// Budgets from the percentiles of the tables, which are among them.
  func budgets(
    _ results: [ColumnResult], countAtMost: (_ limit: Double, _ column: Int) -> Int
  ) throws -> [Budget] {
    try experiment.budgets(of: outputs) { index, option, metric, baseCase in
      Budget(
        option: option, metric: metric, baseCase: baseCase, trials: results[index].summary.count,
        below: countAtMost(baseCase, index),
        quantiles: Budget.percentiles.compactMap { results[index].quantile($0) })
    }
  }

  private func analyse(
    _ values: UnsafeBufferPointer<Double>, _ output: OutputColumn, _ estimator: Estimator
  ) throws -> ColumnResult {
    var histogram: Histogram?
    if output.metric == .paybackMonths {
      var bins = BinCounts(bins: 4 * experiment.model.horizonMonths, binsPerUnit: 4)
      bins.add(values)
      histogram = bins.histogram
    }
    let quantiles = try estimator.quantiles(values, percentiles: RunResult.percentiles)
    if output.metric == .upfrontCost, options.isForReport, let low = quantiles.first?.value,
      let high = quantiles.last?.value, low < high
    {
      // None where P1 and P99 are too near to each other for so many edges between them.
      histogram = (try? Histogram.equalEdges(from: low, to: high, count: 64))
        .flatMap { try? Histogram(of: values, edges: $0) }
    }
    return ColumnResult(
      column: output, summary: try estimator.summary(values), quantiles: quantiles,
      tails: try tails(output.metric, quantiles) { tail, levels in
        try estimator.tails(values, tail, levels: levels)
      }, histogram: histogram)
  }

  /// The bad tail of an amount of money at each level; none of other metrics.
  func tails(
    _ metric: Metric, _ quantiles: [QuantileEstimate],
    _ estimate: (TailRisk.Tail, [(level: Double, valueAtRisk: Double)]) throws -> [TailRisk]
  ) rethrows -> [TailRisk] {
    guard let adverse = metric.adverseAmounts else { return [] }
    let levels = RunResult.riskLevels.compactMap { level in
      RunResult.percentiles.firstIndex(of: adverse == .large ? level : 100 - level).map {
        (level: Double(level) / 100, valueAtRisk: quantiles[$0].value)
      }
    }
    return try estimate(adverse == .large ? .upper : .lower, levels)
  }
}
