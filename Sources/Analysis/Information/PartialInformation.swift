// SPDX-License-Identifier: GPL-3.0-or-later

extension DecisionSample {
  /// Trials that the regression on one input uses, at most.
  private static let mostRows = 1 << 20
  /// Trials that the regression on several inputs uses, at most: it may have hundreds of functions.
  private static let mostGroupRows = 1 << 16
  /// Highest number of functions of one input; its own values, and polynomials of its ranks.
  private static let degree = 8
  /// How many trials there are at least for each of them.
  private static let rowsAFunction = 50

  /// The expected value of partial perfect information, EVPPI: what it is worth to know some inputs and
  /// nothing else before choosing.
  ///
  /// What each option costs more than the best one is regressed on the inputs (Strong, Oakley and
  /// Brennan, "Estimating Multiparameter Partial Expected Value of Perfect Information from a
  /// Probabilistic Sensitivity Analysis Sample", Medical Decision Making 34, 2014,
  /// doi:10.1177/0272989X13505910): on functions of each input, and of two for those products that the
  /// sample shows to matter. Knowing the inputs, one would choose the option with the least regression.
  ///
  /// Two estimates err to opposite sides by about the same, and their middle is given. The mean of the
  /// least regression is too large, because the least of noisy numbers is. The mean of what one pays
  /// who chooses in each eighth of the trials by the regression on the other seven is too small, because
  /// no choice beats the right one. Half their distance is the bias that is told. What no product of two
  /// functions follows, as an interaction of three inputs, is not in either.
  ///
  /// - Parameters:
  ///   - inputs: finite numbers; none, or constant ones, are worth nothing.
  ///   - loop: how pieces of work are run.
  /// - Throws: `AnalysisError` for columns unlike these, and what `loop` throws.
  public func partial(
    of inputs: [SensitivityAnalysis.Column], loop: ConcurrentLoop = serialLoop
  ) throws -> InformationValue {
    for input in inputs { try input.requireFinite(count: trials) }
    let rows = min(trials, inputs.count == 1 ? Self.mostRows : Self.mostGroupRows)
    let columns = inputs.map { Array($0.values.prefix(rows)) }
    return try partial(of: columns, rows: rows, loop)
  }

  /// The expected value of a measurement of an input, EVSI: of knowing `input` + error · noise.
  ///
  /// It is the EVPPI of the measured number, one measurement being simulated for each trial.
  ///
  /// - Parameters:
  ///   - error: the standard deviation of the measurement, 0 or more, in the input's unit.
  ///   - noise: standard normal numbers, as many as trials, independent of everything.
  /// - Throws: as `partial(of:loop:)`.
  public func measurement(
    of input: SensitivityAnalysis.Column, error: Double, noise: [Double]
  ) throws -> InformationValue {
    try input.requireFinite(count: trials)
    let rows = min(trials, Self.mostRows)
    return try partial(
      of: [(0..<rows).map { input.values[$0] + error * noise[$0] }], rows: rows, serialLoop)
  }

  private func partial(
    of inputs: [[Double]], rows: Int, _ loop: ConcurrentLoop
  ) throws -> InformationValue {
    let means = costs.map { column in
      column.values.prefix(rows).reduce(0) { $0 + $1 * scale } / Double(rows)
    }
    let best = means.firstIndexOfMinimum
    var policy = Policy(rows: rows)
    let family =
      inputs.count == 1
      ? RegressionBasis.family(
        of: inputs[0], degree: min(Self.degree, rows / Self.rowsAFunction)) : nil
    for option in costs.indices where option != best {
      let excess = excess(of: option, over: best, rows: rows)
      let functions = try family ?? Self.functions(of: inputs, excess, loop)
      policy.consider(excess, FoldedRegression(functions, excess))
    }
    return try policy.value(replicates, atMost: perfect.value * scale).scaled(by: 1 / scale)
  }

  private static func functions(
    of inputs: [[Double]], _ output: [Double], _ loop: ConcurrentLoop
  ) throws -> [[Double]] {
    let mean = output.reduce(0, +) / Double(output.count)
    return try RegressionBasis(
      inputs: inputs, output: output.map { $0 - mean }, relevance: inputs.map { _ in 0 },
      loop: loop
    ).functions.map(\.values)
  }
}

/// Who chooses the option with the least regression, and what it brings.
private struct Policy {
  /// The least fitted excess so far; 0 is that of the best option.
  private var leastFitted: [Double]
  /// The same, fitted without the trial.
  private var leastCrossed: [Double]
  /// The true excess of the option that the latter chooses.
  private var paid: [Double]

  init(rows: Int) {
    leastFitted = [Double](repeating: 0, count: rows)
    leastCrossed = leastFitted
    paid = leastFitted
  }

  mutating func consider(_ excess: [Double], _ regression: FoldedRegression) {
    for i in excess.indices {
      leastFitted[i] = min(leastFitted[i], regression.fitted[i])
      if regression.crossed[i] < leastCrossed[i] {
        leastCrossed[i] = regression.crossed[i]
        paid[i] = excess[i]
      }
    }
  }

  /// The error is that of what is paid: the choice itself, being near the best, adds none to first order.
  func value(_ replicates: Replicates?, atMost most: Double) throws -> InformationValue {
    let summary = try SampleSummary(of: paid, replicates)
    let crossed = -(summary.mean ?? 0)
    let fitted = -leastFitted.reduce(0, +) / Double(paid.count)
    return InformationValue(
      (fitted + crossed) / 2, halfWidth: summary.halfWidth ?? 0, bias: abs(fitted - crossed) / 2,
      atMost: most)
  }
}

/// A column regressed on functions: fitted by all rows, and for each row by those far from it.
private struct FoldedRegression {
  /// By all rows.
  private(set) var fitted: [Double]
  /// Each eighth of the rows by the other seven.
  private(set) var crossed: [Double]

  private static let folds = 8

  init(_ functions: [[Double]], _ output: [Double]) {
    let count = output.count
    let functions = functions.map { RegressionBasis.Function(values: $0, inputs: (0, 0)) }
    let folds = (0..<Self.folds).map {
      ($0 * count / Self.folds)..<(($0 + 1) * count / Self.folds)
    }
    let sums = folds.map { RegressionBasis.sums(functions, output, rows: $0) }
    fitted = [Double](repeating: 0, count: count)
    crossed = fitted
    let width = functions.count + 1
    var all = CorrelationSums(width: width)
    for part in sums { all += part }
    LinearFit(all, count: count).write(functions, rows: output.indices, to: &fitted)
    for (place, rows) in folds.enumerated() {
      var others = CorrelationSums(width: width)
      for (other, part) in sums.enumerated() where other != place { others += part }
      LinearFit(others, count: count - rows.count).write(functions, rows: rows, to: &crossed)
    }
  }
}

/// The coefficients of a regression on functions and a constant.
private struct LinearFit {
  private var coefficients: [(function: Int, value: Double)] = []
  private let constant: Double

  /// - Parameter sums: of the functions and, last, of the output.
  init(_ sums: CorrelationSums, count: Int) {
    let output = sums.width - 1
    var factor = TriangularFactor()
    var chosen: [Int] = []
    for function in 0..<output {
      let row = chosen.map { sums.centred(function, $0, count: count) }
      let square = sums.centred(function, function, count: count)
      guard square > 0 else { continue }
      if factor.add(row, diagonal: square, least: 1e-6) == nil { chosen.append(function) }
    }
    let targets = chosen.map { sums.centred($0, output, count: count) }
    coefficients = zip(chosen, factor.solution(targets)).map { ($0, $1) }
    let explained = coefficients.reduce(0) { $0 + $1.value * sums.sums[$1.function] }
    constant = (sums.sums[output] - explained) / Double(count)
  }

  func write(
    _ functions: [RegressionBasis.Function], rows: Range<Int>, to output: inout [Double]
  ) {
    for i in rows { output[i] = constant }
    for (function, value) in coefficients {
      let values = functions[function].values
      for i in rows { output[i] += value * values[i] }
    }
  }
}
