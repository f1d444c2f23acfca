// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Experiments

/// Training by the hour, as arithmetic.
extension Explanation {
  /// The hours that are billed.
  func billedHours(_ training: HostedHours) -> Double {
    let hours = record.value(training.hours)
    guard training.rounding > 0 else { return hours }
    return (hours / training.rounding).rounded() * training.rounding
  }

  /// What grading costs in a run.
  func graderCost(_ training: HostedHours) -> Double {
    let fixed = record.value(training.graderCost)
    guard let grader = training.grader else { return fixed }
    return fixed + record.value(grader.samples) * tokensOfSample(grader) / 1e6
  }

  private func tokensOfSample(_ grader: HostedHours.Grader) -> Double {
    record.value(grader.promptTokens) * record.value(grader.inputPerMtok)
      + record.value(grader.outputTokens) * record.value(grader.outputPerMtok)
  }

  func hoursFormula(_ training: HostedHours) -> String {
    let hours = exact(billedHours(training))
    var terms = ["\(hours) h × \(exact(training.pricePerHour))", exact(training.graderCost)]
    if let grader = training.grader {
      terms.append(
        "\(exact(grader.samples)) × (\(exact(grader.promptTokens)) × "
          + "\(exact(grader.inputPerMtok)) + \(exact(grader.outputTokens)) × "
          + "\(exact(grader.outputPerMtok))) / 1,000,000")
    }
    return terms.joined(separator: " + ")
  }
}
