// SPDX-License-Identifier: GPL-3.0-or-later

/// What each of several options costs in each trial, one of which is chosen by its expected cost.
public struct DecisionSample: Sendable {
  /// Number of trials.
  public let trials: Int
  /// The mean cost of each option.
  public let meanCosts: [Double]
  /// The option with the least mean cost; the first where several have.
  public let best: Int
  /// The expected value of perfect information, EVPI: E[cost of the best] − E[least cost].
  ///
  /// What could be saved if every trial's uncertainty were known before choosing (Raiffa and Schlaifer,
  /// "Applied Statistical Decision Theory", 1961). The estimate is the mean of what the best option
  /// costs more than the cheapest of the trial. It is too small, by less than its standard error, where
  /// two options have nearly the same mean cost.
  public let perfect: InformationValue

  let costs: [SensitivityAnalysis.Column]
  let replicates: Replicates?
  /// A power of two by which differences of costs come near 1, so that no square overflows.
  let scale: Double

  /// - Parameters:
  ///   - costs: finite numbers, one column for each option, which the caller keeps alive; to decide by a
  ///     value, give it with the other sign.
  ///   - replicates: the independent parts of a design; nil for independent trials.
  /// - Throws: `AnalysisError` for columns unlike these, or with less than
  ///   `SensitivityAnalysis.fewestTrials`.
  public init(costs: [SensitivityAnalysis.Column], replicates: Replicates? = nil) throws {
    guard let first = costs.first else { throw AnalysisError.emptySample }
    let least = SensitivityAnalysis.fewestTrials
    let trials = first.values.count
    guard trials >= least else { throw AnalysisError.sampleTooSmall(count: trials, least: least) }
    var greatest = 0.0
    for column in costs {
      try column.requireFinite(count: trials)
      for cost in column.values { greatest = max(greatest, abs(cost)) }
    }
    self.trials = trials
    self.costs = costs
    self.replicates = replicates
    // Differences are at most twice the greatest cost.
    scale = greatest > 0 ? Double(sign: .plus, exponent: -greatest.exponent - 1, significand: 1) : 1
    meanCosts = try costs.map { try SampleSummary(of: $0.values).mean ?? 0 }
    best = meanCosts.firstIndexOfMinimum
    perfect = try Self.perfectInformation(costs, best, scale, replicates)
  }

  private static func perfectInformation(
    _ costs: [SensitivityAnalysis.Column], _ best: Int, _ scale: Double, _ replicates: Replicates?
  ) throws -> InformationValue {
    var gains = costs[best].values.map { _ in 0.0 }
    let chosen = costs[best].values
    for (option, column) in costs.enumerated() where option != best {
      for i in gains.indices {
        gains[i] = max(gains[i], chosen[i] * scale - column.values[i] * scale)
      }
    }
    let summary = try SampleSummary(of: gains, replicates)
    return InformationValue(summary.mean ?? 0, halfWidth: summary.halfWidth ?? 0)
      .scaled(by: 1 / scale)
  }

  /// What an option costs more than another in the first `rows` trials, scaled.
  func excess(of option: Int, over other: Int, rows: Int) -> [Double] {
    let (a, b) = (costs[option].values, costs[other].values)
    return (0..<rows).map { a[$0] * scale - b[$0] * scale }
  }
}

extension SensitivityAnalysis.Column {
  /// - Throws: `AnalysisError` for another number of rows, or one without a finite number.
  func requireFinite(count: Int) throws(AnalysisError) {
    guard values.count == count else {
      throw .columnsDiffer(name, count: values.count, expected: count)
    }
    if let row = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(name, row: row) }
  }
}

extension SampleSummary {
  /// Of independent trials, or of the replicates of a design.
  init(of column: [Double], _ replicates: Replicates?) throws {
    self = try column.withUnsafeBufferPointer { column in
      guard let replicates else { return try SampleSummary(of: column) }
      return try SampleSummary(of: column, replicates: replicates)
    }
  }
}

extension [Double] {
  /// The place of the least number, the first of several; 0 when empty.
  var firstIndexOfMinimum: Int {
    indices.reduce(0) { self[$1] < self[$0] ? $1 : $0 }
  }
}
