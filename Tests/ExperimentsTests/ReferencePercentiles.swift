// SPDX-License-Identifier: GPL-3.0-or-later

enum ReferencePercentiles {
  static let trials = 40_000_000.0
  static let values: [(name: String, percentile: Int, value: Double, error: Double)] = []
  static let paybackProbabilities: [(option: String, months: Int, value: Double)] = []
}
