// SPDX-License-Identifier: GPL-3.0-or-later

internal import Analysis
internal import CostModel
internal import Distributions
internal import Simulation

extension Experiment {
  /// Simulates the experiment and analyses what comes out.
  ///
  /// The result does not depend on the number of workers.
  ///
  /// - Throws: `InvalidInput` when a trial cannot be evaluated or the columns need more memory than
  ///   there is; `SimulationError.interrupted` when cancelled.
  public func run(_ options: RunOptions = RunOptions()) throws -> RunResult {
    let metrics = (options.metrics ?? Set(Metric.allCases)).sorted()
    let outputs = model.columns(of: Set(metrics))
    try MemoryBudget.check(trials: settings.trials, columns: outputs.count)
    let plan = try SamplingPlan(self)
    let columns = try simulate(outputs, options, plan)
    let estimator = try Estimator(replicates: try plan.replicates(), trials: columns.trials)
    let results = try concurrentMap(
      count: outputs.count, workers: options.workers, control: options.control
    ) { index in
      try columns.withColumn(index) { try analyse($0, outputs[index], estimator) }
    }
    let events = try EventCounter(
      experiment: self, outputs: outputs, columns: columns, estimator: estimator
    )
    .count(options)
    let cashflow = try Cashflow(experiment: self, options: options, plan: plan).rows()
    return RunResult(
      experiment: self, metrics: metrics, trials: columns.trials,
      cashflowTrials: options.cashflowTrials, columns: results,
      events: events, cashflow: cashflow, budgets: try budgets(outputs, columns, estimator),
      convergence: options.convergence
        ? try convergence(outputs, columns, estimator, options) : [])
  }

  /// The columns of the trials that count.
  func simulate(_ outputs: [OutputColumn], _ options: RunOptions, _ plan: SamplingPlan)
    throws -> Columns
  {
    try makeTables(options)
    if let condition { return try simulate(outputs, where: condition, options) }
    do {
      return try Simulation.run(
        ExperimentModel(self, columns: outputs, plan: plan), trials: settings.trials,
        workers: options.workers, control: options.control)
    } catch SimulationError.outOfMemory(let bytes) {
      throw MemoryBudget.problem(bytes: bytes, columns: outputs.count, trials: settings.trials)
    }
  }

  /// Has all tables of quantiles made at once, by all workers: the first block of draws would make one after
  /// the other.
  private func makeTables(_ options: RunOptions) throws {
    let distributions = inputs.compactMap(\.distribution)
    _ = try concurrentMap(
      count: distributions.count, workers: options.workers, control: options.control
    ) { index in
      var uniform = 0.5
      withUnsafeMutablePointer(to: &uniform) {
        distributions[index].transform(UnsafeMutableBufferPointer(start: $0, count: 1))
      }
    }
  }

  private func analyse(
    _ values: UnsafeBufferPointer<Double>, _ output: OutputColumn, _ estimator: Estimator
  ) throws -> ColumnResult {
    var histogram: Histogram?
    if output.metric == .paybackMonths {
      let edges = (0...4 * model.horizonMonths).map { Double($0) / 4 }
      histogram = try Histogram(of: values, edges: edges)
    }
    let quantiles = try estimator.quantiles(values, percentiles: RunResult.percentiles)
    return ColumnResult(
      column: output, summary: try estimator.summary(values), quantiles: quantiles,
      tails: try tails(of: values, output.metric, quantiles, estimator), histogram: histogram)
  }

  private func tails(
    of values: UnsafeBufferPointer<Double>, _ metric: Metric, _ quantiles: [QuantileEstimate],
    _ estimator: Estimator
  ) throws -> [TailRisk] {
    guard let adverse = metric.adverseAmounts else { return [] }
    return try RunResult.riskLevels.compactMap { level in
      let percentile = adverse == .large ? level : 100 - level
      guard let index = RunResult.percentiles.firstIndex(of: percentile) else { return nil }
      return try estimator.tail(
        values, level: Double(level) / 100, adverse == .large ? .upper : .lower,
        valueAtRisk: quantiles[index].value)
    }
  }
}
