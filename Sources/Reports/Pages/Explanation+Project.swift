// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Experiments
internal import Foundation

/// What an option takes to build and to keep, as arithmetic.
extension Explanation {
  mutating func writeProject(_ option: ServingOption) {
    guard let project = option.project else { return }
    let data = dataCost(project.labels)
    if data != 0 { line("labels", labelsFormula(project.labels), data, unit: currency) }
    let labour = project.labour
    let labourCost =
      record.value(labour.weeks) * record.value(labour.weeklyRate) * record.value(labour.overrun)
    if labourCost != 0 {
      let overrun = record.value(labour.overrun) == 1 ? "" : " × \(exact(labour.overrun))"
      line(
        "labour", "\(exact(labour.weeks)) weeks × \(exact(labour.weeklyRate))\(overrun)",
        labourCost, unit: currency)
    }
    if let training = project.training {
      let run = runCost(training.run, month: 0)
      line("one training run", runFormula(training.run, month: 0), run, unit: currency)
      line(
        "training", "\(paidFormula(training, training.runs)) × \(exact(run))",
        paidRuns(training, training.runs) * run, unit: currency)
    }
    let setup = record.value(project.setup)
    if setup != 0 { line("setup", "", setup, unit: currency) }
  }

  func dataCost(_ labels: Labels) -> Double {
    let synthetic = record.value(labels.syntheticShare)
    let human =
      (1 - synthetic) * record.value(labels.priceEach) * (1 + record.value(labels.qaShare))
    return record.value(labels.examples)
      * (human + synthetic * record.value(labels.syntheticPriceEach))
  }

  func labelsFormula(_ labels: Labels) -> String {
    let synthetic = record.value(labels.syntheticShare)
    let qa = record.value(labels.qaShare)
    var human = exact(labels.priceEach)
    if qa != 0 { human += " × (1 + \(exact(qa)))" }
    guard synthetic != 0 else { return "\(exact(labels.examples)) × \(human)" }
    return
      "\(exact(labels.examples)) × ((1 - \(exact(synthetic))) × \(human) + \(exact(synthetic)) × "
      + "\(exact(labels.syntheticPriceEach)))"
  }

  func price(_ price: MonthlyPrice, month: Int) -> Double {
    switch price {
    case .level(let parameter): record.value(parameter)
    case .path(let index):
      month == 0
        ? record.value(model.pricePaths[index].start) : record.prices[index][month - 1]
    }
  }

  func runCost(_ run: TrainingRun, month: Int) -> Double {
    switch run {
    case .gpuRental(let rental):
      record.value(rental.gpus) * wallHours(rental) * price(rental.pricePerGPUHour, month: month)
        + record.value(rental.setupPerRun)
    case .hostedTokens(let tokens, let epochs, let price, let validation, let evaluations):
      (record.value(tokens) * record.value(epochs)
        + record.value(evaluations) * record.value(validation)) * record.value(price) / 1e6
    case .hostedHours(let hours):
      billedHours(hours) * record.value(hours.pricePerHour) + graderCost(hours)
    case .amount(let amount): record.value(amount)
    }
  }

  /// Hours a run takes, those lost to interruptions included.
  func wallHours(_ rental: GPURental) -> Double {
    let work = record.value(rental.hours) / record.value(rental.speedup)
    let rate = record.value(rental.interruptionsPerHour)
    guard rate > 0 else { return work }
    let restart = record.value(rental.restartHours)
    if let checkpoint = rental.checkpointHours {
      return work * (1 + rate * (record.value(checkpoint) / 2 + restart))
    }
    return (1 / rate + restart) * (exp(rate * work) - 1)
  }

  /// The factor by which interruptions lengthen a run, as a term of its formula.
  func lostTime(_ rental: GPURental) -> String {
    let work = record.value(rental.hours) / record.value(rental.speedup)
    let factor = work == 0 ? 1 : wallHours(rental) / work
    return factor == 1 ? "" : " × \(exact(factor)) for interruptions"
  }

  func runFormula(_ run: TrainingRun, month: Int) -> String {
    switch run {
    case .gpuRental(let rental):
      let faster = record.value(rental.speedup) == 1 ? "" : " / \(exact(rental.speedup))"
      return
        "\(exact(rental.gpus)) GPU × \(exact(rental.hours)) h\(faster)\(lostTime(rental)) × "
        + "\(exact(price(rental.pricePerGPUHour, month: month))) + \(exact(rental.setupPerRun))"
    case .hostedTokens(let tokens, let epochs, let price, let validation, let evaluations):
      let tests =
        record.value(evaluations) * record.value(validation) == 0
        ? "" : " + \(exact(evaluations)) × \(exact(validation))"
      return
        "(\(exact(tokens)) tokens × \(exact(epochs)) epochs\(tests)) × \(exact(price)) / 1,000,000"
    case .hostedHours(let hours):
      return hoursFormula(hours)
    case .amount: return ""
    }
  }

  func paidRuns(_ training: Training, _ runs: Parameter) -> Double {
    let failed = record.value(training.failedShare)
    return switch training.failedShareMeaning {
    case .ofTotalSpend: record.value(runs) / (1 - failed)
    case .ofProductiveSpend: record.value(runs) * (1 + failed)
    case .included: record.value(runs)
    }
  }

  func paidFormula(_ training: Training, _ runs: Parameter) -> String {
    let failed = record.value(training.failedShare)
    guard failed != 0 else { return counted(runs) }
    return switch training.failedShareMeaning {
    case .ofTotalSpend: "\(counted(runs)) / (1 - \(exact(failed)))"
    case .ofProductiveSpend: "\(counted(runs)) × (1 + \(exact(failed)))"
    case .included: counted(runs)
    }
  }

  func counted(_ runs: Parameter) -> String {
    "\(exact(runs)) \(record.value(runs) == 1 ? "run" : "runs")"
  }

  // MARK: Named costs and retraining

  mutating func writeCosts(_ option: ServingOption) {
    for cost in option.costs {
      switch cost.schedule {
      case .once(let amount, let month):
        let when = record.value(month) <= 0 ? "upfront" : "in month \(exact(month))"
        line(cost.name, "once, \(when)", record.value(amount), unit: currency)
      case .monthly(let amount, let from):
        let when = from.map { "from month \(exact($0))" } ?? "in live months"
        line(cost.name, "a month, \(when)", record.value(amount), unit: currency)
      case .perRequest(let amount):
        line(cost.name, "a request", record.value(amount), unit: currency)
      }
    }
  }

  /// Whether the option serves in the end, be it after a second attempt.
  func isReached(_ option: ServingOption) -> Bool {
    record.value(option.reachesParity) != 0 || record.value(option.retry?.reachesParity ?? 0) != 0
  }

  mutating func writeRetraining(_ index: Int) {
    let option = model.options[index]
    guard let retraining = option.retraining, isReached(option) else {
      return
    }
    let bills = record.retraining[index]
    let months = bills.indices.filter { bills[$0] != 0 }.map { $0 + 1 }
    lines.append("  retraining every \(exact(retraining.everyMonths)) months")
    guard let first = months.first else { return }
    let project = option.project ?? Project()
    var terms: [String] = []
    let data = dataCost(project.labels)
    if data != 0 { terms.append("\(exact(retraining.relabelShare)) × \(exact(data))") }
    if let training = project.training {
      let run = runCost(training.run, month: first)
      if case .gpuRental = training.run {
        line("a run, month \(first)", runFormula(training.run, month: first), run, unit: currency)
      }
      terms.append("\(paidFormula(training, retraining.runs)) × \(exact(run))")
    }
    if record.value(retraining.weeks) != 0 {
      terms.append("\(exact(retraining.weeks)) weeks × \(exact(project.labour.weeklyRate))")
    }
    line(
      "in month \(first)", terms.joined(separator: " + "), bills[first - 1], unit: currency)
    let list = months.map(String.init).joined(separator: ", ")
    line("in all", "months \(list)", bills.reduce(0, +), unit: currency)
  }

  mutating func writeEndOfLife(_ option: ServingOption) {
    guard let end = option.endOfLife else { return }
    switch end.action {
    case .retune(let share, let weeks):
      lines.append(
        "  end of life after \(exact(end.atMonth)) months: \(exact(share)) × (labels + training)"
          + " + \(exact(weeks)) weeks, counted as retraining")
    case .fallBack(let target):
      lines.append(
        "  end of life after \(exact(end.atMonth)) months: then as \(model.options[target].name)")
    }
  }
}
