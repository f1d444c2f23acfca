// SPDX-License-Identifier: GPL-3.0-or-later

/// An output column in the forms that measures need, made once for all inputs.
struct OutputColumn: Sendable {
  /// As given.
  let values: [Double]
  let order: RankOrder
  /// Whether no value is infinite.
  let isFinite: Bool
  /// Finite values: as given, or infinite ones at the cap; nil when there is no cap.
  let amounts: [Double]?
  /// The class of each row, for δ.
  let labels: [UInt8]
  /// How many rows each class has.
  let labelSizes: [Int]
  /// Mean and P80 of the whole column.
  let whole: (mean: Double, p80: Double)
  let worst: WorstOutcomes

  init(
    _ column: UnsafeBufferPointer<Double>, _ settings: SensitivityAnalysis.Settings
  ) throws(AnalysisError) {
    let values = Array(column)
    self.values = values
    order = RankOrder(column)
    let isFinite = values.allSatisfy(\.isFinite)
    self.isFinite = isFinite
    let cap = settings.cap
    let amounts =
      isFinite
      ? values : cap.map { cap in values.map { $0.isFinite ? $0 : $0 < 0 ? -cap : cap } }
    self.amounts = amounts
    let classes = order.classes(BorgonovoDelta.classCount(column.count))
    labels = order.labels(classes)
    labelSizes = classes.map(\.count)
    let summary = try amounts?.withUnsafeBufferPointer { buffer throws(AnalysisError) in
      try SampleSummary(of: buffer)
    }
    let p80 = order.sorted[(column.count * 80 + 99) / 100 - 1]
    whole = (summary?.mean ?? .infinity, p80)
    worst = WorstOutcomes(order, settings.badTail)
  }
}
