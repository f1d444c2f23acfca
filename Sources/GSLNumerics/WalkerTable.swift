// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Walker's alias table: one of n places with given probabilities from one uniform.
///
/// Never changed once made, so that threads may share it.
public final class WalkerTable: @unchecked Sendable {
  private let raw: UnsafeMutablePointer<gsl_ran_discrete_t>?

  /// - Parameter weights: 0 or more, one of them above 0.
  public init(_ weights: [Double]) {
    _ = handlerInstalled
    raw = gsl_ran_discrete_preproc(weights.count, weights)
  }

  deinit { if let raw { gsl_ran_discrete_free(raw) } }

  /// A place from 0 to n − 1.
  public func sample<State>(_ generator: GSLGenerator<State>) -> Int {
    raw.map { Int(gsl_ran_discrete(generator.raw, $0)) } ?? 0
  }
}
