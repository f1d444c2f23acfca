// SPDX-License-Identifier: GPL-3.0-or-later

/// A requirement and what the run says of it.
public struct Gate: Sendable, Hashable {
  /// How it ends.
  public enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// The whole 95 % interval meets the requirement.
    case pass
    /// None of it does.
    case fail
    /// The interval has the threshold inside.
    case undecided
  }

  /// The option's place; nil for the experiment as a whole.
  public let option: Int?
  /// What is required.
  public let requirement: Requirement
  /// What the requirement's number is in the run; NaN where there is none, which fails.
  public let estimate: StatisticEstimate
  /// What it is compared with.
  public let threshold: Double
  /// How it ends.
  public let verdict: Verdict

  init(
    _ option: Int?, _ requirement: Requirement, _ estimate: StatisticEstimate,
    _ comparison: Statistic.Comparison, _ threshold: Double
  ) {
    self.option = option
    self.requirement = requirement
    self.estimate = estimate
    self.threshold = threshold
    let ends = [estimate.low, estimate.high].map { comparison.holds($0, threshold) }
    verdict =
      estimate.value.isNaN
      ? .fail : ends == [true, true] ? .pass : ends.contains(true) ? .undecided : .fail
  }

  /// How many trials would make the interval clear of the threshold if the estimate stayed; nil when it is
  /// decided or no number would do.
  ///
  /// - Parameter trials: those of the run.
  public func trialsToSettle(after trials: Int) -> Int? {
    guard verdict == .undecided else { return nil }
    let bound = threshold > estimate.value ? estimate.high : estimate.low
    let ratio = (bound - estimate.value) / (threshold - estimate.value)
    let needed = Double(trials) * ratio * ratio
    return needed.isFinite && needed < 1e15 ? Int(needed.rounded(.up)) : nil
  }
}

extension [Gate] {
  /// Fail if one fails, else undecided if one is, else pass.
  public var verdict: Gate.Verdict {
    let verdicts = map(\.verdict)
    return verdicts.contains(.fail) ? .fail : verdicts.contains(.undecided) ? .undecided : .pass
  }
}
