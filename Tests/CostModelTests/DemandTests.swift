// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Testing

@Suite("Demand beyond growth")
struct DemandTests {
  func model(_ change: (inout Workload) -> Void) -> CostModel {
    var model = constantModel(
      baselinePerMonth: 1_000, optionPerMonth: 400, upfront: 3_000, months: 24,
      requestsPerMonth: 1_000)
    change(&model.workload)
    return model
  }

  @Test("A season multiplies its month, every year, and does not add up")
  func seasonality() {
    let model = model { workload in
      workload.growthPerMonth = 0.1
      workload.seasonality = (1...12).map { .constant($0 == 3 ? 2 : 1) }
    }
    let volume = ModelRunner(model: model).months(.volume)
    for month in 1...24 {
      let season = month == 3 || month == 15 ? 2.0 : 1
      #expect(isClose(volume[month], 1_000 * power(1.1, Double(month)) * season, relative: 1e-12))
    }
  }

  @Test("A cap limits the volume, and the crossover volume is found all the same")
  func cap() {
    let model = model { workload in
      workload.growthPerMonth = 0.1
      workload.cap = 2_000
    }
    let run = ModelRunner(model: model)
    let volume = run.months(.volume)
    #expect(isClose(volume[7], 1_000 * power(1.1, 7), relative: 1e-12))
    #expect(volume[8] == 2_000 && volume[24] == 2_000)
    var there = model
    there.workload.requestsPerMonth = .constant(run.value(.crossoverRequestsPerMonth))
    #expect(abs(ModelRunner(model: there).value(.npv)) < 1e-6)
  }

  @Test("Once the demand ends it does not come back")
  func cancellation() {
    let model = model { $0.cancellationPerMonth = 0.1 }
    var uniforms = Array(repeating: 0.5, count: 24)
    uniforms[6] = 0.05
    let run = ModelRunner(model: model, shocks: [[uniforms]])
    let volume = run.months(.volume)
    #expect(volume[6] == 1_000 && volume[7] == 0 && volume[24] == 0)
    #expect(isClose(run.value(.paybackMonths), 5, relative: 1e-12))
    #expect(isClose(run.value(.netSaving), 600, relative: 1e-12))
  }
}
