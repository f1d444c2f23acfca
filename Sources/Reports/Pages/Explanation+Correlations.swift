// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments

/// Which inputs vary together.
extension Explanation {
  /// One line for each pair; the base case itself knows no chance.
  mutating func writeCorrelations() {
    let correlations = experiment.correlations
    guard !correlations.pairs.isEmpty else { return }
    lines += ["", "Correlations of ranks, by a \(name(of: correlations)); the base case has none"]
    for pair in correlations.pairs {
      let names = pair.inputs.map { experiment.inputs[$0].name }
      lines.append("  \(names.joined(separator: " with ")): \(exact(pair.rank))")
    }
  }

  private func name(of correlations: Correlations) -> String {
    correlations.studentDegrees.map { "Student copula with \(exact($0)) degrees of freedom" }
      ?? "Gaussian copula"
  }
}
