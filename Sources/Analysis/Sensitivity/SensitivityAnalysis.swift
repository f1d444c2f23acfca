// SPDX-License-Identifier: GPL-3.0-or-later

/// How an output depends on each of several inputs, from a sample of them alone.
public struct SensitivityAnalysis: Sendable {
  /// What a sample is asked.
  public struct Settings: Sendable, Hashable {
    /// What infinite outputs count as in means and variances, such as the horizon; nil when measures
    /// that need finite numbers shall have no value then.
    public var cap: Double?
    /// Which end of the output is bad.
    public var badTail: TailRisk.Tail = .upper
    /// For which outputs t the probability of at most t is wanted, along each input.
    public var thresholds: [Double] = []
    /// What is computed.
    public var measures = Set(SensitivityIndex.Measure.ofSample)

    /// All measures, no cap, large outputs are bad.
    public init() {}

    func wants(_ measures: SensitivityIndex.Measure...) -> Bool {
      !self.measures.isDisjoint(with: measures)
    }
  }

  /// A column of numbers with its name.
  ///
  /// Unchecked, because the memory is the caller's: it must stay as it is while the analysis exists.
  public struct Column: @unchecked Sendable {
    /// What tables call it.
    public let name: String
    /// One number a trial.
    public let values: UnsafeBufferPointer<Double>

    /// A column that the caller keeps alive.
    public init(_ name: String, _ values: UnsafeBufferPointer<Double>) {
      self.name = name
      self.values = values
    }
  }

  /// Everything that was found about one input.
  public struct InputResult: Sendable, Hashable {
    /// The input's name.
    public let name: String
    /// In the order of `SensitivityIndex.Measure`; measures without a value are left out.
    public fileprivate(set) var indices: [SensitivityIndex]
    /// The output in each tenth of the input.
    public let deciles: [InputDecile]
    /// The input in the worst outcomes; nil when it is constant or no outcome is worse.
    public let regional: RegionalSensitivity?
    /// One for each threshold.
    public let probabilities: [ConditionalProbability]
    /// What PAWN exceeds in 5 % of samples where the input does not matter.
    public let pawnNullLevel: Double?

    /// The index of one measure.
    public subscript(measure: SensitivityIndex.Measure) -> SensitivityIndex? {
      indices.first { $0.measure == measure }
    }
  }

  /// What was asked.
  public let settings: Settings
  /// The output's name.
  public let outputName: String
  /// Number of trials.
  public let trials: Int
  /// In the order given.
  public let inputs: [InputResult]
  /// R² of the linear regression; nil when there is none.
  public let regressionFit: Double?
  /// R² of the linear regression between ranks.
  public let rankRegressionFit: Double?
  /// The share of variance that the regression behind Shapley effects explains.
  public let shapleyFit: Double?

  /// Below this R², coefficients say little of the model.
  public static let poorFit = 0.7
  /// Fewest trials of which anything is said.
  public static let fewestTrials = 100

  /// All indices with the name of their input, input by input.
  public var indices: [(input: String, index: SensitivityIndex)] {
    inputs.flatMap { input in input.indices.map { (input.name, $0) } }
  }

  /// Analyses a sample.
  ///
  /// - Parameters:
  ///   - inputs: finite numbers, at least one column.
  ///   - output: no NaN; +infinity is "never". All columns have at least `fewestTrials` rows.
  ///   - loop: how pieces of work are run.
  /// - Throws: `AnalysisError` for columns unlike these, and what `loop` throws.
  /// - Complexity: O(d n log n + d² n). Memory beside the columns: 4 bytes an input and trial, 21 a
  ///   trial, and 60 a trial for each piece that runs at the same time.
  public init(
    inputs: [Column], output: Column, settings: Settings = Settings(),
    loop: ConcurrentLoop = serialLoop
  ) throws {
    try Self.check(inputs, output)
    self.settings = settings
    outputName = output.name
    trials = output.values.count
    let prepared = try OutputColumn(output.values, settings)
    let single = try concurrentValues(count: inputs.count, loop) { input in
      Result { try SingleInput(inputs[input], prepared, settings) }
    }.map { try $0.get() }
    let sample = JointSample(
      inputs: inputs, output: output, prepared, single.map(\.doubledRanks), settings)
    let ranks = try sample.rankIndices(loop)
    let values = try sample.valueIndices(loop)
    let effects = try sample.shapleyEffects(relevance: single.map(\.relevance), loop)
    rankRegressionFit = ranks.fit
    regressionFit = values.fit
    shapleyFit = effects?.explained
    self.inputs = inputs.indices.map { input in
      var result = single[input].result
      result.indices += ranks.indices[input] + values.indices[input]
      if let effect = effects?.indices[input] { result.indices.append(effect) }
      result.indices.removeAll { !settings.measures.contains($0.measure) }
      let order = SensitivityIndex.Measure.ofSample
      result.indices.sort {
        (order.firstIndex(of: $0.measure) ?? 0) < (order.firstIndex(of: $1.measure) ?? 0)
      }
      return result
    }
  }

  private static func check(_ inputs: [Column], _ output: Column) throws(AnalysisError) {
    let count = output.values.count
    guard count >= fewestTrials else { throw .sampleTooSmall(count: count, least: fewestTrials) }
    for column in inputs {
      guard column.values.count == count else {
        throw .columnsDiffer(column.name, count: column.values.count, expected: count)
      }
      if let row = column.values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(column.name, row: row)
      }
    }
    if let row = output.values.firstIndex(where: \.isNaN) {
      throw .notFinite(output.name, row: row)
    }
  }
}

extension SensitivityAnalysis.InputResult {
  fileprivate init(
    _ name: String, _ indices: [SensitivityIndex], _ deciles: [InputDecile],
    _ regional: RegionalSensitivity?, _ probabilities: [ConditionalProbability],
    _ pawnNullLevel: Double?
  ) {
    self.name = name
    self.indices = indices
    self.deciles = deciles
    self.regional = regional
    self.probabilities = probabilities
    self.pawnNullLevel = pawnNullLevel
  }
}

/// What one input says without the others.
private struct SingleInput: Sendable {
  let result: SensitivityAnalysis.InputResult
  let doubledRanks: [UInt32]
  /// δ: for choosing among many inputs.
  let relevance: Double

  init(
    _ input: SensitivityAnalysis.Column, _ output: OutputColumn,
    _ settings: SensitivityAnalysis.Settings
  ) throws(AnalysisError) {
    let order = RankOrder(input.values)
    doubledRanks = order.doubledRanks
    let values = order.gather(output.values)
    let amounts = output.amounts.map { output.isFinite ? values : order.gather($0) }
    let delta =
      settings.wants(.delta, .shapley)
      ? BorgonovoDelta(
        order, order.classes(BorgonovoDelta.classCount(values.count)),
        outputLabels: output.labels, outputSizes: output.labelSizes
      ).index : nil
    let pawn = settings.wants(.pawn) ? Pawn(order, output: output.order) : nil
    let tornado = try Tornado(order, output: values, amounts: amounts, whole: output.whole)
    let regional = RegionalSensitivity(order, output.worst)
    var probabilities: [ConditionalProbability] = []
    for threshold in settings.thresholds {
      probabilities.append(
        try ConditionalProbability(order, output: values, threshold: threshold))
    }
    let indices =
      [amounts.flatMap { FirstOrder(order, output: $0).index }, delta, pawn?.index]
      + tornado.means + tornado.percentiles + [regional?.distance]
    relevance = delta?.value ?? 0
    result = SensitivityAnalysis.InputResult(
      input.name, indices.compactMap { $0 },
      try InputDecile.rows(order, output: values, amounts: amounts), regional, probabilities,
      pawn?.nullLevel)
  }
}
