// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments

/// Inputs that are fixed.
struct StressOption: ParsableArguments {
  @Option(
    help: """
      Fix an input at a percentile or a number, as spot_start=p95 or spot_start=1.5; may be repeated. All \
      other inputs keep their draws, those that are correlated with it too.
      """)
  var stress: [String] = []

  /// - Throws: `InvalidInput` for the first that is none.
  func parsed() throws -> [Stress] {
    try stress.map { try Stress(from: $0, name: "--stress") }
  }
}
