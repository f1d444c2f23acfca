// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel

/// Runs a model over given draws and hands back one value per trial and metric.
struct ModelRunner {
  let model: CostModel
  /// One array per input, a value per trial.
  var inputs: [[Double]] = []
  /// One array per shock source: [trial][month], or [trial][event].
  var shocks: [[[Double]]] = []
  var trials = 1

  func values(_ metric: Metric, option: Int) -> [Double] {
    evaluate([OutputColumn(option: option, metric: metric)])[0]
  }

  func value(_ metric: Metric, option: Int = 1) -> Double { values(metric, option: option)[0] }

  func evaluate(_ columns: [OutputColumn], pastCaches: Bool = false) -> [[Double]] {
    let evaluator = Evaluator(model, columns: columns)
    var results: [[Double]] = []
    withDraws { draws in
      let memory = columns.map { _ in
        UnsafeMutableRawPointer.allocate(
          byteCount: trials * MemoryLayout<Double>.stride, alignment: 64)
      }
      let outputs = memory.map { $0.bindMemory(to: Double.self, capacity: trials) }
      let fault = evaluator.evaluate(
        draws, count: trials, into: outputs, pastCaches: pastCaches)
      precondition(fault == nil, "the model's cost is not finite")
      results = outputs.map { pointer in (0..<trials).map { pointer[$0] } }
      memory.forEach { $0.deallocate() }
    }
    return results
  }

  /// Months 0 to the horizon of a series, of the first trial.
  func months(_ series: Evaluator.Series) -> [Double] {
    let evaluator = Evaluator(model, columns: [])
    var values: [Double] = []
    withDraws { draws in
      evaluator.book(draws, offset: 0)
      evaluator.forEachMonth(series) { values.append($1[0]) }
    }
    return values
  }

  private func withDraws(_ body: (Draws) -> Void) {
    let stride = (trials + 7) / 8 * 8
    func column(_ values: [Double]) -> UnsafePointer<Double> {
      let pointer = UnsafeMutablePointer<Double>.allocate(capacity: values.count)
      pointer.initialize(from: values, count: values.count)
      return UnsafePointer(pointer)
    }
    func padded(_ values: [Double]) -> [Double] {
      values + Array(repeating: values.last ?? 0, count: stride - values.count)
    }
    let inputColumns = inputs.map { column(padded($0)) }
    let shockColumns = shocks.map { byTrial in
      column(
        (0..<model.shockCount).flatMap { month in padded(byTrial.map { $0[month] }) })
    }
    inputColumns.withUnsafeBufferPointer { inputs in
      shockColumns.withUnsafeBufferPointer { shocks in
        let empty = UnsafeMutablePointer<UnsafePointer<Double>>.allocate(capacity: 1)
        body(
          Draws(
            inputs: inputs.baseAddress ?? UnsafePointer(empty),
            shocks: shocks.baseAddress ?? UnsafePointer(empty), stride: stride))
        empty.deallocate()
      }
    }
    (inputColumns + shockColumns).forEach { $0.deallocate() }
  }
}

/// A model of two options whose costs are given amounts per month.
func constantModel(
  baselinePerMonth: Double, optionPerMonth: Double, upfront: Double, months: Int = 36,
  discountRate: Double = 0.10, requestsPerMonth: Double = 300_000
) -> CostModel {
  let baseline = ServingOption(
    name: "prompting",
    serving: .fixed(FixedCost(perRequest: .constant(baselinePerMonth / requestsPerMonth))))
  let tuned = ServingOption(
    name: "tuned",
    serving: .fixed(FixedCost(perRequest: .constant(optionPerMonth / requestsPerMonth))),
    project: Project(setup: .constant(upfront)))
  return CostModel(
    horizonMonths: months, discountRate: .constant(discountRate),
    workload: Workload(requestsPerMonth: .constant(requestsPerMonth)),
    options: [baseline, tuned], baseline: 0)
}

func isClose(_ a: Double, _ b: Double, relative: Double) -> Bool {
  a == b || abs(a - b) <= relative * max(abs(a), abs(b))
}
