// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
public import Experiments

/// The base case as arithmetic, line by line, so that it can be checked by hand.
public struct Explanation {
  private let record: TrialRecord
  private var lines: [String] = []

  /// The arithmetic of `record`, which is a base case.
  public init(_ record: TrialRecord) {
    self.record = record
    write()
  }

  /// The lines as text.
  public var text: String { lines.joined(separator: "\n") + "\n" }

  private var experiment: Experiment { record.experiment }
  private var model: CostModel { experiment.model }
  private var currency: String { experiment.currency }

  // MARK: Writing

  /// A line of arithmetic: what it is, how it is computed, what comes out.
  private mutating func line(_ label: String, _ formula: String, _ value: Double, unit: String = "")
  {
    let name = label.count < 18 ? label + String(repeating: " ", count: 18 - label.count) : label
    let suffix = unit.isEmpty ? "" : " \(unit)"
    lines.append("  \(name) \(formula) = \(exact(value))\(suffix)")
  }

  private func exact(_ x: Double) -> String { NumberFormat.exact(x) }
  private func exact(_ parameter: Parameter) -> String { exact(record.value(parameter)) }

  private mutating func write() {
    lines.append("Base case of \(experiment.title)")
    if !experiment.inputs.isEmpty {
      lines.append("")
      lines.append("Inputs: the most likely value where one is given, else the median")
      for (input, value) in zip(experiment.inputs, record.inputs) {
        let unit = input.unit.map { " \($0)" } ?? ""
        lines.append("  \(input.name) = \(exact(value))\(unit)")
      }
    }
    writeDemand()
    for index in model.options.indices { writeOption(index) }
  }

  private mutating func writeDemand() {
    let workload = model.workload
    lines += ["", "Requests"]
    line("at the start", "", record.volume[0], unit: "a month")
    let growth = record.value(workload.growthPerMonth)
    let months = model.horizonMonths
    if growth != 0 {
      line("in month 1", "\(exact(record.volume[0])) × (1 + \(exact(growth)))", record.volume[1])
      line(
        "in month \(months)", "\(exact(record.volume[0])) × (1 + \(exact(growth)))^\(months)",
        record.volume[months])
    }
    line("over \(months) months", "", record.volume.dropFirst().reduce(0, +))
  }

  private mutating func writeOption(_ index: Int) {
    let option = model.options[index]
    let role = index == model.baseline ? " (baseline)" : ""
    lines += ["", "\(option.name)\(role)"]
    writeServing(option)
    writeProject(option)
    writeCosts(option)
    writeRetraining(index)
    writeEndOfLife(option)
    writeTotal(index)
    if index != model.baseline { writeOutcome(index) }
  }

  // MARK: Serving

  private mutating func writeServing(_ option: ServingOption) {
    switch option.serving {
    case .fixed(let cost):
      line("per month", "", record.value(cost.perMonth), unit: currency)
      line("per request", "", record.value(cost.perRequest), unit: currency)
      let monthly = record.value(cost.perMonth) + record.volume[0] * record.value(cost.perRequest)
      line(
        "a month at start",
        "\(exact(cost.perMonth)) + \(exact(record.volume[0])) × \(exact(cost.perRequest))",
        monthly, unit: currency)
    case .perToken(let pricing):
      writePerToken(pricing)
    case .dedicated(let capacity):
      writeDedicated(capacity)
    }
    writeRouting(option)
  }

  private mutating func writeDedicated(_ capacity: Dedicated) {
    let tokens = record.value(capacity.promptTokens) + record.value(capacity.outputTokens)
    let hours = record.value(capacity.hoursPerMonth)
    let perReplica =
      3600 * hours * record.value(capacity.tokensPerSecond)
      * record.value(capacity.utilisationCeiling)
    line(
      "tokens a replica",
      "3600 × \(exact(hours)) h × \(exact(capacity.tokensPerSecond)) × "
        + "\(exact(capacity.utilisationCeiling))", perReplica, unit: "a month")
    let load = record.volume[0] * record.value(capacity.peakToMean) * tokens / perReplica
    line(
      "replicas needed",
      "\(exact(record.volume[0])) × \(exact(capacity.peakToMean)) × \(exact(tokens)) tokens / "
        + "\(exact(perReplica))", load)
    let replicas = max(record.value(capacity.minimumReplicas), load.rounded(.up))
    let price = price(capacity.pricePerGPUHour, month: 0)
    line(
      "a month at start",
      "\(exact(replicas)) replicas × \(exact(capacity.gpusPerReplica)) GPU × \(exact(price)) × "
        + "\(exact(hours)) h",
      replicas * record.value(capacity.gpusPerReplica) * price * hours, unit: currency)
  }

  private mutating func writeRouting(_ option: ServingOption) {
    if let fallback = option.fallback {
      let share = exact(fallback.share)
      let formula =
        fallback.routing == .cascade
        ? "own cost + \(share) × baseline's" : "(1 - \(share)) × own cost + \(share) × baseline's"
      lines.append("  \(fallback.routing.rawValue): a request costs \(formula)")
    }
    if let loss = option.qualityLoss {
      let share = option.fallback.map { record.value($0.share) } ?? 0
      line(
        "errors, a request",
        "(1 - \(exact(share))) × \(exact(loss.errorRateIncrease)) × \(exact(loss.costPerError))",
        (1 - share) * record.value(loss.errorRateIncrease) * record.value(loss.costPerError),
        unit: currency)
    }
  }

  private mutating func writePerToken(_ pricing: PerToken) {
    let prompt = record.value(pricing.promptTokens)
    let cached = cachedTokens(pricing)
    let price = record.value(pricing.inputPerMtok)
    var terms = ["\(exact(prompt - cached)) × \(exact(price))"]
    var perCall = (prompt - cached) * price
    if let cache = pricing.cache, cached > 0 {
      line("cached tokens", cachedFormula(cache, prompt), cached)
      terms.append("\(exact(cached)) × \(exact(cache.cachedInputPerMtok))")
      perCall += cached * record.value(cache.cachedInputPerMtok)
    }
    terms.append("\(exact(pricing.outputTokens)) × \(exact(pricing.outputPerMtok))")
    perCall += record.value(pricing.outputTokens) * record.value(pricing.outputPerMtok)
    var formula = "(\(terms.joined(separator: " + "))) / 1,000,000"
    var perRequest = perCall / 1e6
    if record.value(pricing.batchShare) != 0 {
      let share = record.value(pricing.batchShare)
      let discount = record.value(pricing.batchDiscount)
      formula += " × (1 - \(exact(share)) × \(exact(discount)))"
      perRequest *= 1 - share * discount
    }
    if record.value(pricing.callsPerRequest) != 1 {
      formula += " × \(exact(pricing.callsPerRequest)) calls"
      perRequest *= record.value(pricing.callsPerRequest)
    }
    if record.value(pricing.extraPerRequest) != 0 {
      formula += " + \(exact(pricing.extraPerRequest))"
      perRequest += record.value(pricing.extraPerRequest)
    }
    line("per request", formula, perRequest, unit: currency)
    line(
      "a month at start", "\(exact(record.volume[0])) × \(exact(perRequest))",
      record.volume[0] * perRequest, unit: currency)
    writeTrends(pricing)
  }

  private mutating func writeTrends(_ pricing: PerToken) {
    let decline = record.value(pricing.priceDeclinePerYear)
    if decline != 0 {
      lines.append("  prices in month m are × (1 - \(exact(decline)))^(m/12)")
    }
    let growth = record.value(pricing.promptGrowthPerMonth)
    if growth != 0 {
      lines.append("  the prompt in month m is × (1 + \(exact(growth)))^m")
    }
  }

  private func cachedTokens(_ pricing: PerToken) -> Double {
    guard let cache = pricing.cache else { return 0 }
    let prefix = min(record.value(cache.prefixTokens), record.value(pricing.promptTokens))
    guard prefix >= record.value(cache.minimumTokens) else { return 0 }
    let block = record.value(cache.blockTokens)
    return record.value(cache.hitRate) * (prefix / block).rounded(.down) * block
  }

  private func cachedFormula(_ cache: PerToken.Cache, _ prompt: Double) -> String {
    let prefix = min(record.value(cache.prefixTokens), prompt)
    let block = record.value(cache.blockTokens)
    return
      "\(exact(cache.hitRate)) × \(exact((prefix / block).rounded(.down) * block)) of a prefix of "
      + "\(exact(prefix))"
  }

  // MARK: Project

  private mutating func writeProject(_ option: ServingOption) {
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

  private func dataCost(_ labels: Labels) -> Double {
    let synthetic = record.value(labels.syntheticShare)
    let human =
      (1 - synthetic) * record.value(labels.priceEach) * (1 + record.value(labels.qaShare))
    return record.value(labels.examples)
      * (human + synthetic * record.value(labels.syntheticPriceEach))
  }

  private func labelsFormula(_ labels: Labels) -> String {
    let synthetic = record.value(labels.syntheticShare)
    let qa = record.value(labels.qaShare)
    var human = exact(labels.priceEach)
    if qa != 0 { human += " × (1 + \(exact(qa)))" }
    guard synthetic != 0 else { return "\(exact(labels.examples)) × \(human)" }
    return
      "\(exact(labels.examples)) × ((1 - \(exact(synthetic))) × \(human) + \(exact(synthetic)) × "
      + "\(exact(labels.syntheticPriceEach)))"
  }

  private func price(_ price: MonthlyPrice, month: Int) -> Double {
    switch price {
    case .level(let parameter): record.value(parameter)
    case .path(let index):
      month == 0
        ? record.value(model.pricePaths[index].start) : record.prices[index][month - 1]
    }
  }

  private func runCost(_ run: TrainingRun, month: Int) -> Double {
    switch run {
    case .gpuRental(let hours, let gpus, let price, let setup, let speedup):
      record.value(gpus) * record.value(hours) / record.value(speedup)
        * self.price(price, month: month) + record.value(setup)
    case .hostedTokens(let tokens, let epochs, let price, let validation, let evaluations):
      (record.value(tokens) * record.value(epochs)
        + record.value(evaluations) * record.value(validation)) * record.value(price) / 1e6
    case .hostedHours(let hours, let price, let grader):
      record.value(hours) * record.value(price) + record.value(grader)
    case .amount(let amount): record.value(amount)
    }
  }

  private func runFormula(_ run: TrainingRun, month: Int) -> String {
    switch run {
    case .gpuRental(let hours, let gpus, let price, let setup, let speedup):
      let faster = record.value(speedup) == 1 ? "" : " / \(exact(speedup))"
      return
        "\(exact(gpus)) GPU × \(exact(hours)) h\(faster) × \(exact(self.price(price, month: month)))"
        + " + \(exact(setup))"
    case .hostedTokens(let tokens, let epochs, let price, let validation, let evaluations):
      let tests =
        record.value(evaluations) * record.value(validation) == 0
        ? "" : " + \(exact(evaluations)) × \(exact(validation))"
      return
        "(\(exact(tokens)) tokens × \(exact(epochs)) epochs\(tests)) × \(exact(price)) / 1,000,000"
    case .hostedHours(let hours, let price, let grader):
      return "\(exact(hours)) h × \(exact(price)) + \(exact(grader))"
    case .amount: return ""
    }
  }

  private func paidRuns(_ training: Training, _ runs: Parameter) -> Double {
    let failed = record.value(training.failedShare)
    return switch training.failedShareMeaning {
    case .ofTotalSpend: record.value(runs) / (1 - failed)
    case .ofProductiveSpend: record.value(runs) * (1 + failed)
    case .included: record.value(runs)
    }
  }

  private func paidFormula(_ training: Training, _ runs: Parameter) -> String {
    let failed = record.value(training.failedShare)
    guard failed != 0 else { return "\(exact(runs)) runs" }
    return switch training.failedShareMeaning {
    case .ofTotalSpend: "\(exact(runs)) runs / (1 - \(exact(failed)))"
    case .ofProductiveSpend: "\(exact(runs)) runs × (1 + \(exact(failed)))"
    case .included: "\(exact(runs)) runs"
    }
  }

  // MARK: Named costs and retraining

  private mutating func writeCosts(_ option: ServingOption) {
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

  private mutating func writeRetraining(_ index: Int) {
    let option = model.options[index]
    guard let retraining = option.retraining else { return }
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

  private mutating func writeEndOfLife(_ option: ServingOption) {
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

  // MARK: Totals and outcomes

  private func outcome(_ metric: Metric, _ option: Int) -> Double {
    record.outcomes[OutputColumn(option: option, metric: metric)] ?? .nan
  }

  private mutating func writeTotal(_ index: Int) {
    let upfront = outcome(.upfrontCost, index)
    let serving = outcome(.servingCost, index)
    let retraining = outcome(.retrainingCost, index)
    let total = outcome(.totalCost, index)
    let other = total - upfront - serving - retraining
    var terms = ["\(exact(upfront)) upfront", "\(exact(serving)) serving"]
    if retraining != 0 { terms.append("\(exact(retraining)) retraining") }
    if abs(other) > 1e-9 * abs(total) { terms.append("\(exact(other)) other") }
    line(
      "\(model.horizonMonths) months", terms.joined(separator: " + "), total, unit: currency)
  }

  private mutating func writeOutcome(_ index: Int) {
    let cumulative = record.cumulativeSavings[index]
    let payback = outcome(.paybackMonths, index)
    line(
      "net saving",
      "\(exact(outcome(.totalCost, model.baseline))) - \(exact(outcome(.totalCost, index)))",
      outcome(.netSaving, index), unit: currency)
    line(
      "net present value", "at \(exact(model.discountRate)) a year", outcome(.npv, index),
      unit: currency)
    if payback == 0 {
      lines.append("  pays back at once: nothing more is paid upfront")
    } else if payback.isFinite {
      let month = Int(payback.rounded(.up))
      let before = cumulative[month - 1]
      line(
        "payback", "\(month - 1) + \(exact(-before)) / \(exact(cumulative[month] - before))",
        payback, unit: "months")
    } else {
      lines.append("  never pays back within \(model.horizonMonths) months")
    }
    let perRequest = outcome(.breakevenRequests, index)
    if perRequest.isFinite {
      line("break-even", "upfront / saving per request", perRequest, unit: "requests")
    }
  }
}
