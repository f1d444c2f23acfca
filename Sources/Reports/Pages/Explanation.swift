// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
public import Experiments

/// The base case as arithmetic, line by line, so that it can be checked by hand.
public struct Explanation {
  let record: TrialRecord
  var lines: [String] = []

  /// The arithmetic of `record`, which is a base case.
  public init(_ record: TrialRecord) {
    self.record = record
    write()
  }

  /// The lines as text.
  public var text: String { lines.joined(separator: "\n") + "\n" }

  var experiment: Experiment { record.experiment }
  var model: CostModel { experiment.model }
  var currency: String { experiment.currency }

  // MARK: Writing

  /// A line of arithmetic: what it is, how it is computed, what comes out.
  mutating func line(_ label: String, _ formula: String, _ value: Double, unit: String = "") {
    let name = label.count < 18 ? label + String(repeating: " ", count: 18 - label.count) : label
    let suffix = unit.isEmpty ? "" : " \(unit)"
    lines.append("  \(name) \(formula) = \(exact(value))\(suffix)")
  }

  func exact(_ x: Double) -> String { NumberFormat.exact(x) }
  func exact(_ parameter: Parameter) -> String { exact(record.value(parameter)) }

  mutating func write() {
    lines.append("Base case of \(experiment.title)")
    if !experiment.inputs.isEmpty {
      lines.append("")
      lines.append("Inputs: the most likely value where one is given, else the median")
      for (input, value) in zip(experiment.inputs, record.inputs) {
        let notes = input.notes
        let unit = notes.unit.map { " \($0)" } ?? ""
        lines.append("  \(input.name) = \(exact(value))\(unit)")
        let trust = [
          notes.confidence.map { "confidence \($0)" }, notes.checked.map { "checked \($0)" },
        ]
        .compactMap { $0 }
        let facts = [notes.source].compactMap { $0 } + trust
        if !facts.isEmpty { lines.append("      \(facts.joined(separator: "; "))") }
      }
    }
    writeCorrelations()
    writePrices()
    writeDemand()
    for index in model.options.indices { writeOption(index) }
  }

  mutating func writeDemand() {
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

  mutating func writeOption(_ index: Int) {
    let option = model.options[index]
    let role = index == model.baseline ? " (baseline)" : ""
    lines += ["", "\(option.name)\(role)"]
    writeServing(option)
    writeStart(option)
    writeProject(option)
    writeSpending(option)
    writeRetry(option)
    writeCosts(option)
    writeRetraining(index)
    writeSuccession(option)
    writeEndOfLife(option)
    writeExit(option)
    writeTotal(index)
    if index != model.baseline { writeOutcome(index) }
  }

  // MARK: Serving

  mutating func writeServing(_ option: ServingOption) {
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

  mutating func writeDedicated(_ capacity: Dedicated) {
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

  mutating func writeRouting(_ option: ServingOption) {
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

  mutating func writePerToken(_ pricing: PerToken) {
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

  func cachedTokens(_ pricing: PerToken) -> Double {
    guard let cache = pricing.cache else { return 0 }
    let prefix = min(record.value(cache.prefixTokens), record.value(pricing.promptTokens))
    guard prefix >= record.value(cache.minimumTokens) else { return 0 }
    let block = record.value(cache.blockTokens)
    return record.value(cache.hitRate) * (prefix / block).rounded(.down) * block
  }

  func cachedFormula(_ cache: PerToken.Cache, _ prompt: Double) -> String {
    let prefix = min(record.value(cache.prefixTokens), prompt)
    let block = record.value(cache.blockTokens)
    return
      "\(exact(cache.hitRate)) × \(exact((prefix / block).rounded(.down) * block)) of a prefix of "
      + "\(exact(prefix))"
  }

  /// When the option begins to serve, and whether it does at all.
  mutating func writeStart(_ option: ServingOption) {
    let baseline = model.options[model.baseline].name
    if !isReached(option) {
      lines.append(
        "  quality is not reached: the requests are served as by \(baseline), at its cost")
      return
    }
    var delay = record.value(option.goLiveDelayMonths)
    if record.value(option.reachesParity) == 0 {
      delay += record.value(option.retry?.months ?? 0)
    }
    if delay > 0 {
      lines.append(
        "  live from month \(Int(delay.rounded(.down)) + 1); until then as \(baseline), at its cost"
      )
    }
  }

  // MARK: Totals and outcomes

  func outcome(_ metric: Metric, _ option: Int) -> Double {
    record.outcomes[OutputColumn(option: option, metric: metric)] ?? .nan
  }

  mutating func writeTotal(_ index: Int) {
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

  mutating func writeOutcome(_ index: Int) {
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
    let requests = outcome(.breakevenRequests, index)
    if requests.isFinite, requests > 0 {
      let baselineUpfront = outcome(.upfrontCost, model.baseline)
      let upfront = outcome(.upfrontCost, index)
      let investment =
        baselineUpfront == 0
        ? exact(upfront) : "(\(exact(upfront)) - \(exact(baselineUpfront)))"
      let saving = (upfront - baselineUpfront) / requests
      line(
        "break-even", "\(investment) / \(exact(saving)) saved a request at start", requests,
        unit: "requests")
    }
  }
}
