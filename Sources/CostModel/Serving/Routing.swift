// SPDX-License-Identifier: GPL-3.0-or-later

/// Sending a share of the requests on to the baseline.
public struct Fallback: Sendable, Hashable {
  /// φ, share of requests that the baseline answers in the end, 0 to 1.
  public var share: Parameter
  /// Whether the option is tried first.
  public var routing: Routing

  /// How it is decided which requests go on.
  public enum Routing: String, Sendable, Hashable, CaseIterable {
    /// The option answers first and the baseline again where it failed: u + φ·u₀.
    case cascade
    /// It is known beforehand which requests go where: (1 − φ)·u + φ·u₀.
    case predictive
  }

  /// A fallback of `share` of the requests.
  public init(share: Parameter, routing: Routing = .cascade) {
    self.share = share
    self.routing = routing
  }
}

/// What a worse answer costs: V_m · (1 − φ) · Δerror · cost per error.
public struct QualityLoss: Sendable, Hashable {
  /// Δerror, errors per request more than the baseline's; below 0 for fewer.
  public var errorRateIncrease: Parameter
  /// What one wrong answer costs.
  public var costPerError: Parameter

  /// A loss of `costPerError` in `errorRateIncrease` of the requests.
  public init(errorRateIncrease: Parameter, costPerError: Parameter) {
    self.errorRateIncrease = errorRateIncrease
    self.costPerError = costPerError
  }
}

/// How the requests are shared out.
struct RoutedShares {
  /// Share of requests the option serves.
  let own: Term
  /// Share of requests the baseline serves.
  let baseline: Term
  /// Cost of errors per request.
  let errorCost: Term

  init(_ fallback: Fallback?, _ loss: QualityLoss?, table: TermTable) {
    let share = table.term(fallback?.share ?? 0)
    baseline = share
    own = fallback?.routing == .predictive ? 1 - share : table.constant(1)
    errorCost =
      loss.map {
        (1 - share) * table.term($0.errorRateIncrease) * table.term($0.costPerError)
      } ?? table.constant(0)
  }
}
