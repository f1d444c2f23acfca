// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments

extension Experiment {
  /// “100,000 trials”, or which of them count.
  ///
  /// - Parameter counted: for how many the experiment's condition holds.
  func trialsPhrase(counted: Int) -> String {
    let drawn = "\(NumberFormat.grouped(Double(settings.trials), decimals: 0)) trials"
    guard let condition else { return drawn }
    let count = NumberFormat.grouped(Double(counted), decimals: 0)
    return "\(count) of \(drawn), those where \(condition.text)"
  }
}
