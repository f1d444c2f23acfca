// SPDX-License-Identifier: GPL-3.0-or-later

extension DecisionSample {
  /// The expected value of sample information, EVSI, of a test that says whether an input is 0 or 1 and
  /// is right with probability `accuracy` in either case.
  ///
  /// After each answer s one chooses the option with the least E[cost | s], which Bayes' rule gives
  /// from the sample: a trial with the input x counts by P(s | x). Nothing is simulated but the trials.
  ///
  /// - Parameters:
  ///   - input: 0 or 1 in each trial.
  ///   - accuracy: from 0 to 1; at 0.5 the answer says nothing.
  /// - Throws: `AnalysisError` for a column unlike this, or an accuracy out of range.
  public func signal(
    of input: SensitivityAnalysis.Column, accuracy: Double
  ) throws -> InformationValue {
    try input.requireFinite(count: trials)
    guard accuracy >= 0, accuracy <= 1 else { throw AnalysisError.probabilityOutOfRange(accuracy) }
    if let row = input.values.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      throw AnalysisError.notFinite(input.name, row: row)
    }
    // What each option costs more than the best where the input is 0, and where it is 1.
    var sums = costs.map { _ in (0.0, 0.0) }
    for option in costs.indices where option != best {
      let excess = excess(of: option, over: best, rows: trials)
      for (x, amount) in zip(input.values, excess) {
        if x == 0 { sums[option].0 += amount } else { sums[option].1 += amount }
      }
    }
    let choices = [0.0, 1].map { answer in
      sums.map { sum in
        let isRight = answer == 0 ? (accuracy, 1 - accuracy) : (1 - accuracy, accuracy)
        return sum.0 * isRight.0 + sum.1 * isRight.1
      }.firstIndexOfMinimum
    }
    var gains = [Double](repeating: 0, count: trials)
    for (answer, option) in choices.enumerated() where option != best {
      let excess = excess(of: option, over: best, rows: trials)
      for i in gains.indices {
        let isRight = input.values[i] == Double(answer)
        gains[i] -= (isRight ? accuracy : 1 - accuracy) * excess[i]
      }
    }
    let summary = try SampleSummary(of: gains, replicates)
    return InformationValue(
      summary.mean ?? 0, halfWidth: summary.halfWidth ?? 0, atMost: perfect.value * scale
    ).scaled(by: 1 / scale)
  }
}
