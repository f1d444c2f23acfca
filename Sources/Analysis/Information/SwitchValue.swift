// SPDX-License-Identifier: GPL-3.0-or-later

/// A value of an input at which an answer changes, the other inputs being as uncertain as they are.
public struct SwitchValue: Sendable, Hashable {
  /// The value; of an input with two values the share of the higher one at which the answer changes.
  public let value: Double
  /// Lower bound of a 95 % interval; -infinity where it may lie below all trials.
  public let low: Double
  /// Upper bound of a 95 % interval; infinity where it may lie above all trials.
  public let high: Double
  /// The answer below it.
  public let from: Int
  /// The answer above it.
  public let to: Int
}

extension DecisionSample {
  /// Costs that are held at a time, at most.
  private static let mostAmounts = 1 << 23

  /// Where the option with the least expected cost given the input changes.
  ///
  /// Expectations are regressions on functions of the input, so they may rise and fall. A change is told
  /// where the two options differ clearly on either side of it, within all but the first and last
  /// thousandth of the trials.
  ///
  /// - Throws: `AnalysisError` for an input that is not finite.
  public func switches(along input: SensitivityAnalysis.Column) throws -> [SwitchValue] {
    try input.requireFinite(count: trials)
    let rows = min(trials, InputAxis.mostRows, Self.mostAmounts / costs.count)
    let axis = InputAxis(input.values.prefix(rows))
    let excesses = costs.indices.map { excess(of: $0, over: best, rows: rows) }
    let curves = costs.indices.map { option in
      option == best ? nil : axis.curve(of: excesses[option])
    }
    let cheapest = axis.values.indices.map { place in
      curves.map { $0?.points[place].mean ?? 0 }.firstIndexOfMinimum
    }
    return zip(cheapest, cheapest.dropFirst()).enumerated().compactMap { place, options in
      let (from, to) = options
      guard from != to else { return nil }
      let difference = zip(excesses[to], excesses[from]).map { $0 - $1 }
      let crossing = axis.curve(of: difference).crossings.first {
        $0.place == place && !$0.isRising
      }
      return crossing.map {
        SwitchValue(value: $0.value, low: $0.low, high: $0.high, from: from, to: to)
      }
    }
  }
}

/// Where the probability of an event given an input passes a threshold.
///
/// - Parameters:
///   - input: finite numbers.
///   - happens: whether the event happens, one for each trial.
///   - threshold: above 0 and below 1.
/// - Returns: values from below the threshold (0) to above it (1), or back.
/// - Throws: `AnalysisError` for columns unlike these.
public func probabilitySwitches(
  along input: SensitivityAnalysis.Column, happens: [Bool], threshold: Double
) throws -> [SwitchValue] {
  try input.requireFinite(count: happens.count)
  guard threshold > 0, threshold < 1 else { throw AnalysisError.probabilityOutOfRange(threshold) }
  let rows = min(happens.count, InputAxis.mostRows)
  let axis = InputAxis(input.values.prefix(rows))
  return axis.curve(of: happens.prefix(rows).map { ($0 ? 1 : 0) - threshold }).crossings.map {
    crossing in
    SwitchValue(
      value: crossing.value, low: crossing.low, high: crossing.high,
      from: crossing.isRising ? 0 : 1, to: crossing.isRising ? 1 : 0)
  }
}
