// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel
internal import Experiments

/// How an option changes over the months, in words: prices, successors, a second attempt, leaving.
extension Explanation {
  mutating func writeTrends(_ pricing: PerToken) {
    let decline = record.value(pricing.priceDeclinePerYear)
    if decline != 0 {
      lines.append("  prices in month m are × (1 - \(exact(decline)))^(m/12)")
    }
    let growth = record.value(pricing.promptGrowthPerMonth)
    if growth != 0 {
      lines.append("  the prompt in month m is × (1 + \(exact(growth)))^m")
    }
    writeDatedPrices(pricing)
    if let index = pricing.priceChanges {
      let changes = experiment.model.priceChanges[index]
      lines.append(
        "  list prices change \(exact(changes.perYear)) times a year; the base case has no change")
    }
  }

  mutating func writeSuccession(_ option: ServingOption) {
    guard let succession = option.succession else { return }
    guard record.value(succession.available) != 0 else {
      lines.append("  successors cannot be used")
      return
    }
    var cost = [exact(succession.movingCost)]
    if record.value(succession.weeks) != 0 {
      let rate = option.project?.labour.weeklyRate ?? 0
      cost.append("\(exact(succession.weeks)) weeks × \(exact(rate))")
    }
    if record.value(succession.retuneShare) != 0 {
      cost.append("\(exact(succession.retuneShare)) × (labels + training)")
    }
    lines.append(
      "  a successor every \(exact(succession.everyMonths)) months at × "
        + "\(exact(succession.priceRatio)) of the price before it; moves when it saves more by the "
        + "horizon than \(cost.joined(separator: " + ")), counted as serving")
  }

  mutating func writeRetry(_ option: ServingOption) {
    guard let retry = option.retry, record.value(option.reachesParity) == 0 else { return }
    let result = record.value(retry.reachesParity) == 0 ? "fails" : "succeeds"
    lines.append(
      "  a second attempt of \(exact(retry.months)) months, \(counted(retry.runs)), "
        + "\(exact(retry.relabelShare)) × labels and \(exact(retry.weeks)) weeks \(result)")
  }

  mutating func writeExit(_ option: ServingOption) {
    guard let exit = option.exit else { return }
    let rate = option.project?.labour.weeklyRate ?? 0
    let weeks =
      record.value(exit.weeks) == 0 ? "" : " + \(exact(exit.weeks)) weeks × \(exact(rate))"
    let when = exit.atHorizon ? "at its end of life or the horizon" : "at its end of life"
    lines.append("  leaving it \(when) costs \(exact(exit.cost))\(weeks)")
  }

  mutating func writeSpending(_ option: ServingOption) {
    guard let project = option.project, project.spending == .untilLive else { return }
    let parts = record.value(option.goLiveDelayMonths).rounded(.up)
    if parts > 0 { lines.append("  paid in \(exact(parts)) equal parts, month by month") }
  }
}
