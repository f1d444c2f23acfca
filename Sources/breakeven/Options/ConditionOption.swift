// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments

/// The region of the sample that counts.
struct ConditionOption: ParsableArguments {
  @Option(
    name: .customLong("where"),
    help: """
      Only the trials in which this holds: "gpu_price > 2 and npv(hosted) < 0", of inputs, processes and \
      metrics with their option; inf is never.
      """)
  var condition: String?

  func apply(to experiment: inout Experiment) throws {
    if let condition { try experiment.restrict(to: condition, name: "--where") }
  }
}
