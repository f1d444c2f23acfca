// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// What a key allows, held against a distribution.
extension NumberRange {
  /// Probability beyond a key's range that is taken as none: a normal rate ten deviations from 0.
  private static let negligible = 1e-12
  /// Up to this one, an input is conditioned on its range, with a warning; beyond it is refused.
  private static let rare = 1e-5

  /// A distribution that hardly ever leaves the range, conditioned on keeping to it, and a word about it;
  /// nil when it always does, or leaves it too often for that to be a detail.
  ///
  /// Five standard deviations above 0 is what people mean by a normal price.
  func conditioned(
    _ distribution: any Distribution, name: String
  ) -> (kept: any Distribution, warning: String)? {
    guard !distribution.support.isInteger, !isWhole else { return nil }
    let below = distribution.support.lower < lower ? distribution.cdf(lower) : 0
    let above = distribution.support.upper > upper ? distribution.survival(upper) : 0
    guard max(below, above) > Self.negligible, max(below, above) <= Self.rare else { return nil }
    func truncated(_ base: some Distribution) -> (any Distribution)? {
      try? Truncated(
        base, minimum: below > 0 ? lower : -.infinity, maximum: above > 0 ? upper : .infinity)
    }
    guard let kept = truncated(distribution) else { return nil }
    let bounds =
      (below > 0 ? ["min: \(Self.short(lower))"] : [])
      + (above > 0 ? ["max: \(Self.short(upper))"] : [])
    return (
      kept,
      "\(name) leaves what its key allows with a probability below 0.00001: it is conditioned on not "
        + "doing so, as `\(bounds.joined(separator: ", "))` would"
    )
  }

  /// What of a distribution falls outside, and what would be right.
  func faults(
    of distribution: any Distribution, name: String
  ) -> [(fault: String, remedy: String)] {
    let support = distribution.support
    if isWhole, !support.isInteger { return [("\(name) is not a whole number", remedy)] }
    let inclusiveBelow =
      includesLower && support.isInteger
      ? distribution.cdf(lower - 1) : distribution.cdf(lower)
    let below =
      support.lower > lower || (support.lower == lower && includesLower) ? 0 : inclusiveBelow
    let above = support.upper <= upper ? 0 : distribution.survival(upper)
    var faults: [(fault: String, remedy: String)] = []
    if below > Self.negligible {
      faults.append(
        (
          "\(name) falls below \(Self.short(lower)) with probability \(rounded(below))",
          "\(remedy), or truncate it with `min:`"
        ))
    }
    if above > Self.negligible {
      faults.append(
        (
          "\(name) exceeds \(Self.short(upper)) with probability \(rounded(above))",
          "\(remedy), or truncate it with `max:`"
        ))
    }
    return faults
  }

  private func rounded(_ p: Double) -> String {
    p >= 0.001 ? "\((p * 1000).rounded() / 1000)" : "below 0.001"
  }
}
